"""The words by which people say what they want: a cheap screen with high recall."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

from dataclasses import dataclass
from re import Pattern
from typing import Literal

from prefmem._remembered import remembered
from prefmem.distillers.words import _whose
from prefmem.stages.lowered import low, lowered
from prefmem.types import Polarity

CueKind = Literal["taste", "habit", "constraint", "style", "ended"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a clause."""

    start: int
    end: int
    polarity: Polarity
    kind: CueKind
    strength: float


_DO_NOT = r"(?:do(?:n['’]?t| not)|did(?:n['’]?t| not)|does(?:n['’]?t| not)|never|no longer|rarely|seldom|hardly|barely|won['’]?t|will not|would(?:n['’]?t| not)|cannot|can['’]?t|can not|could(?:n['’]?t| not))"
_FILL = r"(?:\s+(?:really|ever|even|particularly|especially|personally|typically|usually|generally|normally|actually|much|all that|that|quite|very|too|so|just|always|necessarily|honestly|truly|strictly|absolutely|simply|at all|exactly|super|terribly|overly|hugely|massively|big|huge|want to|like to|tend to|the biggest|the)){0,3}"
_FEEL = r"(?:nauseous|nauseated|sick|anxious|uneasy|uncomfortable|queasy|dizzy|nervous|itchy|claustrophobic|panicky|stressed|cringe|sleepy|miserable|irritable|tense|jittery|bloated|gassy|wheezy|constipated|light-?headed|ill)"

_AGAINST: tuple[tuple[CueKind, float, str], ...] = (
    (
        "constraint",
        0.95,
        r"allerg(?:ic|y|ies)\b|suffer(?:s|ing)? from|forbids?\b|(?:doesn['’]?t|does not) allow|intoleran(?:t|ce)\b|anaphyla\w+|c(?:o)?eliac\b|(?:very |extremely |highly |quite |really )?sensitive (?:to|skin|stomach|hearing|ears|eyes)\b|sensitivit(?:y|ies) to|get (?:motion|sea|car|travel|air)[- ]?sick\b|(?:motion|sea|car|travel|altitude)[- ]sickness|breaks? me out|flares? up|triggers? my|upsets? my stomach|doesn['’]?t agree with me",
    ),
    (
        "constraint",
        0.95,
        r"(?:strictly|adamantly|completely|totally|always|actively|deliberately|consciously|strongly)\s+(?:against|avoid|refuse|oppose)\w*|\brefus(?:e|es|ed)\b|\bboycott\w*|\babstain\w*|(?:swear|swore|sworn) off|(?:gave|given|give|giving) up (?:on )?|cut out\b|cut back on|cut down on|off[- ]limits|deal[- ]?breaker|hard (?:no|pass)\b|no[- ]go\b|out of the question|zero tolerance|not (?:allowed|able|permitted) to|under no circumstances|draw the line",
    ),
    (
        "taste",
        0.9,
        r"\b(?:dis-?like|hate|despise|detest|loathe|abhor|resent|deplore|dread|distrust|mistrust)(?:s|d)?\b|\b(?:hating|dreading|disliking)\b|can['’]?t (?:really |even |quite |honestly |just |seem to )?(?:stand|bear|handle|tolerate|stomach|deal with|abide|do|take|get into|focus|concentrate|relax|sleep|eat|drink|have|wear|use|watch)\b|cannot (?:really |even |just )?(?:stand|bear|handle|tolerate|stomach|deal with|abide|do|take|eat|drink|have|wear|use|watch)\b|can ?not (?:stand|bear|handle|tolerate)\b|cant (?:stand|bear|handle|tolerate|stomach|deal with|do|eat|drink|have)\b|couldn['’]?t (?:stand|care less)|can['’]?t be (?:doing|bothered|arsed) with\b|\bnever (?:really |ever |much )*(?:liked|enjoyed|loved|cared for|fancied|took to|got into)\b",
    ),
    (
        "taste",
        0.85,
        r"\b(?:avoid|leave out|leaving out|reject|rule out|steer(?:ing)? (?:well )?clear|stay(?:ing)? (?:well |far )?away|shy(?:ing)? away|keep(?:ing)? away|stay off|keep off|run from|turned off|turn-?off|put off|back away|move away from|pass on|skip(?:ping)?)(?:s|ed|ing)?\b",
    ),
    (
        "taste",
        0.85,
        rf"{_DO_NOT}{_FILL}\s+(?:like|enjoy|love|care (?:much |too much )?(?:for|about)|want|eat|drink|wear|watch|read|use|listen|play|buy|trust|do|support|believe|feel|appreciate|consume|go|mind|engage|participate|cook|travel|fly|drive|own|keep|take|appeal|vibe|gel|get along|see the (?:point|appeal)|need|have|touch|agree|follow|consider|spend|pay|shop|stay|sleep|work|learn|set foot|bother|dig|rate|fancy|get (?:on|the)|click|interest|suit|sit well|resonate|work for me|put|order|smoke|gamble|date|finish|bank|get much|collect|book|take part|visit)\b",
    ),
    (
        "taste",
        0.85,
        rf"(?:\bnot|n['’]?t|never(?: been)?|no){_FILL}\s+(?:an? )?{_FILL}\s*(?:big |huge |great |massive |real )?(?:fan|into|fond|keen|[\w-]+ person|interested|comfortable|crazy|sold|cut out|drawn|attracted|enthused|excited|bothered|one for|a person|person|lover|my (?:thing|style|cup|jam|scene|taste|vibe|idea|favou?rite|first choice|speed|bag)|for me\b|enjoyable|appealing|willing|convinced|up for|suited|partial|a believer|in favou?r|compatible|the type|much of)",
    ),
    (
        "taste",
        0.85,
        r"\b(?:(?:fallen|falling|fell) (?:\w+ )?out of love with|soured on|cooled on|gone (?:cold|sour) on|outgrew|(?:novelty|shine|magic|thrill|charm|appeal) (?:of [\w' -]{2,40} )?(?:has |have |had )?(?:\w+ )?(?:worn off|wore off|faded)|been there,? done that|(?:leaves?|left) me (?:feeling )?(?:empty|drained|exhausted|cold|stressed|anxious|frustrated|sad|hollow)|gone off|idea of hell|off my list|are out\b|is out\b|out for me|drives? me up|lose me|loses me|kills? my|not really one|gloomy|get the better of me|scares? me|aversion|phobia|phobic|fear of|afraid of|scared of|terrified of|frightened|hatred|distaste|disdain|dislike|no (?:desire|interest|patience|time for|tolerance|appetite|love|use for|need for|taste for)|little (?:interest|patience|tolerance|desire)|less interested|opposed to|against\b|averse|wary of|suspicious of|squeamish|picky about|pet peeve|turn[- ]off|uncomfortable|put off|annoyed by|bored (?:by|of|with)|frustrated (?:by|with|when)|irritated by|overwhelmed (?:by|in|when)|stressed (?:by|when|out)|repulsed|disgusted|grossed out|skeptical of|sceptical of|tired of|fed up|sick of|over it|burnt? out (?:on|by|from)|lost (?:all |my |any |complete |completely )?interest|lost (?:my )?(?:taste|appetite)|grown out of|outgrown|moved (?:on|away) from|had enough of|objection|ethical (?:problem|issue)|uninterested|bias against|prejudice|dead against|done with|a chore|nightmare for me|(?:turned out|proved) (?:to be )?(?:more of )?a burden|more of a burden|never felt right|walk(?:ed)? away from|stopped (?:bothering|going near)|get nothing out of|nothing for me|wears? me (?:down|out)|wore me (?:down|out)|drain(?:s|ed) me|ended up (?:hating|disliking|dreading|resenting|avoiding))",
    ),
    (
        "taste",
        0.85,
        rf"(?:stress(?:es)?|bores?|annoys?|irritates?|bothers?|drains?|exhausts?|overwhelms?|frustrates?|distracts?|confuses?|scares?|terrif(?:y|ies)|freaks?|creeps?|grosses?|disgusts?|bugs?|tires?|weirds?|intimidates?|puts?|turns?|wears?|gets? (?:on|under)|makes?|make|leaves?|gives?|drives?|throws?|repels?|repulses?) (?:me\b|my (?:nerves|skin|eyes|head|ears))(?: (?:feel )?(?:very |so |really |quite |a bit )?(?:out|off|crazy|mad|nuts|up the wall|insane|anxious|headaches?|migraines?|the creeps|the ick|cold|down|impatient|{_FEEL}))?",
    ),
    (
        "taste",
        0.8,
        r"\bf(?:inds?|ound) [\w' ,/-]{2,60}? (?:boring|useless|pointless|dull|annoying|distracting|overwhelming|exhausting|unpleasant|tedious|tiring|stressful|off-?putting|uncomfortable|frustrating|confusing|too \w+|unappealing|irritating|depressing|disturbing|unbearable|gross|disgusting|cringe|pretentious|monotonous|unhelpful|ineffective|unnecessary|impersonal|overrated|repetitive|cluttered|hard to|difficult to|unsettling|upsetting|unethical|wasteful|draining|intimidating|uninteresting|unengaging|cold|tacky|cheesy|claustrophobic|noisy)",
    ),
    (
        "taste",
        0.8,
        r"\banything but\b|\bno (?:more )?[\w' -]{2,30}(?:please|for me|thanks)\b|\bnot (?:for me|my)\b|\bwithout [\w' -]{2,40} (?:please|if possible)|\bless is more\b|\bstop (?:using|adding|saying|apologi[sz]ing|calling|asking)\b",
    ),
    (
        "taste",
        0.8,
        r"\b(?:do(?:es)?n['’]?t|doesn['’]?t|do not|does not|never|is ?n['’]?t|are ?n['’]?t|wo ?n['’]?t)(?: really| quite| exactly| much)? (?:(?:appeal|speak|sit|work|resonate|do it|do (?:much|anything)|cut it|excite|interest|suit|agree|attract|fit|feel right|click|thrill|bring|move|float)\b[\w' ]{0,25}\b(?:me|my)\b|appeal\b)",
    ),
    (
        "taste",
        0.8,
        r"\btoo [\w-]+(?: [\w-]+)? for (?:me|us|my (?:taste|liking|nerves|stomach|head|ears|eyes))\b|\b(?:enthusiasm|passion|love|liking|fascination|appetite|craving) (?:for|with|of) [\w' -]{2,50}? (?:has |have |had )?(?:\w+ )?(?:cooled|faded|waned|dwindled|died|evaporated|gone)\b|\b(?:lost|losing) (?:all |much of |most of )?(?:its|their) (?:appeal|charm|magic|shine|sparkle|allure|pull|thrill|novelty|glamour)\b",
    ),
)

AGAIN = (
    r"\b(?:eat|eating|drink|drinking|smoke|smoking) (?:meat|fish|pork|beef|chicken|seafood|shellfish|dairy|milk|cheese|eggs|"
    r"gluten|wheat|bread|nuts|alcohol|wine|beer|coffee|caffeine|sugar|sweets|chocolate|carbs|cigarettes) again\b"
)
"""What was done without, and is no more."""
_ENDED: tuple[tuple[CueKind, float, str], ...] = (
    (
        "ended",
        0.9,
        r"\bno longer\b|\bany ?more\b|\bused to (?:be|love|like|enjoy|hate|prefer|avoid|only|always|eat|drink|think|find|need|dislike)\b|\bnot (?:a |an )?[\w-]+ any ?more\b|\b(?:i['’]?ve|have) (?:stopped|quit|given up|moved on(?! to\b))\b|\bi (?:\w+ly )?(?:stopped|quit)\b|\bi(?:['’]ve| have)? (?:\w+ly |just )?(?:came|come) off (?!(?:as|well|badly|worse|it|that|this|my|the|an?|stage|air|line|duty|shift|work|second|looking|sounding)\b)[\w-]+|\bscratch that\b|\btake (?:that|it) back\b|\bchanged my mind\b|\bi (?:was wrong|take back)\b|"
        + AGAIN,
    ),
)

_FOR: tuple[tuple[CueKind, float, str], ...] = (
    (
        "habit",
        0.7,
        r"\bi(?:['’]ve|['’]m)? (?:(?:nearly|almost|always|only|never|mostly|really|just|still|also|simply|exclusively|hardly|rarely|will) )*(?:buy|wear|eat|drink|read|watch|listen to|play|use|drive|cook|follow|choose|book|travel|skim|study|run|swim|dance|own|collect|shop|hold on to|keep (?:going back|coming back|bare)|go back to|stay|fall asleep|sleep|plan|fast|could (?:live|eat)|tune out|break out|think in|understand|take everything|pay|want|feed|dress|leave out|work nights?|live far|renting|rent|switched|swapped|gone|feel strongly|have a (?:thing|back|bad))\b",
    ),
    (
        "taste",
        0.85,
        r"\bi(?:['’]ve|['’]ll|['’]d)? (?:only|exclusively|strictly|solely|always|never) (?:ever |really |really ever )?(?!(?:thought|knew|said|met|heard|saw|forget|forgot|lose|get|got|know|find|remember|wonder|wondered|had|have|been|feel|felt|mix|confuse|need|just|seem|end|try|tried|noticed|started|wanted|took|made|went|came)\b)\w+",
    ),
    (
        "taste",
        0.75,
        r"\bi (?:\w+ly |also |just )?find\b(?! (?:it hard|myself|out|that|the|a)\b)|\brules? out\b|\bfeels? [\w' ]{2,30} to me\b|\bdepress(?:es)? me\b|\bis tiny\b|\bsit still for\b|\bis fine with me\b|\b(?:are|is) (?:for other people|fine with me)\b|\bmy weekends are for\b|\beveryone calls me\b",
    ),
    (
        "constraint",
        0.95,
        r"\b(?:vegans?|vegetarians?|(?<=\bi['’]m )veggie|(?<=\bim )veggie|(?<=\bi am )veggie|pescatarian|pescetarian|kosher|halal|gluten[- ]free|dairy[- ]free|plant[- ]based|keto|paleo|low[- ](?:carb|sodium|fodmap|sugar)|teetotal\w*|diabetic|lactose|sober|wheelchair|dyslexi[ac]|adhd|autis\w+|colou?r[- ]?blind|asthma\w*|hearing aids?|migraines?|arthritis|bad (?:knees?|back)|pregnant|insomnia|claustrophobi[ac]|vertigo|epilep\w+|hard of hearing|low vision|my (?:faith|religion|beliefs?|pronouns?|name is|budget|condition|diet|doctor)|call me|dietary|i go by|due to (?:my|a|an|personal|ethical|religious|health|moral|medical)|for (?:ethical|religious|health|environmental|medical|moral) reasons|observ(?:e|ant)|ramadan|sabbath|shabbat|limited (?:budget|time|mobility)|tight budget|can only|only have)\b",
    ),
    (
        "taste",
        0.9,
        r"\b(?:prefer(?:s|red|ring|ence|ences)?|favou?r(?:s|ed|ing|ite|ites)?|adore|love|loving|like|liked|liking|enjoy(?:s|ed|ing)?|appreciat(?:e|es|ed|ing|ion)|cherish|relish|savou?r|treasure|crave|fancy|dig|luv|fave?s?(?! of\b)|admire|value|prioriti[sz]e|lov)\b",
    ),
    (
        "taste",
        0.85,
        r"\b(?:clears?|sorts?|settles?|empties|eases?|soothes?|quiets?|quietens?) (?:out )?my (?:head|mind|nerves|thoughts)\b|\b(?:is|are) how (?:i|we) (?:\w+ly )?(?:relax|unwind|unplug|recharge|decompress|de-?stress|switch off|wind down|chill)\b|\bgets? me through\b|"
        r"\bwould(?:n['’]t| not) (?:have|want|do) it any other way\b|\bwould(?:n['’]t| not) (?:miss|trade|swap|change|give up) (?:it|them|this|that|any of it|a thing)\b|\b(?:i(?:['’]ve)? (?:\w+ )?)?warm(?:ed|ing) (?:up )?to\b|\b(?:come|came) a?round to\b|\bconver(?:ted|t) to\b|\b(?:ended up (?:loving|enjoying|liking|preferring|adoring)|thrive on|brings? me \w[\w ]{0,20}|grown to (?:love|like|enjoy|appreciate)|come to (?:really |truly )?(?:love|like|enjoy|appreciate|prefer)|(?:leaves?|left) me (?:feeling )?(?:refreshed|happy|calm|energi[sz]ed|content|inspired|fulfilled|rested)|look forward to|keep coming back to|exactly my pace|calms me|discovered a (?:love|passion|joy)|lots? of joy|gets? me excited|gets my attention|guilty pleasure|weakness of mine|fine with me|suits me|(?:i['’]?m |i am )?happiest (?:in|with|when|at|on|alone|outdoors|among|\w+ing)|is how i like|interests? me|always wanted|the kind of|convinced|drawn (?:to|toward)|gravitat\w+|partial to|fond of|fan(?:s)? of|(?:really|so|very|super|big|totally|fully|heavily|deep(?:ly)?|well|proper|more|just|gotten|got|get|been|always been|i['’]?m|am) into|passion\w*|keen on|crazy about|nuts about|mad (?:about|on)|obsess\w+|addicted to|hooked on|sucker for|soft spot|weakness for|thing for|enthusias\w+|aficionado|lover\b|buff\b|junkie|nerd\b|geek\b|hooked|in love with|fallen (?:in love|for)|attached to|devoted|loyal to|committed to|dedicated to|avid|excited by|fascinated by|attracted to|inspired by|at home in|interest(?:ed)? (?:in|me)|believer in|advocate|proponent|supporter of|big on|all about|all for|sold on|swear by|can['’]?t (?:live|do|go|function|start|imagine|get enough)|couldn['’]?t live|never (?:say no|get tired|go without|travel without|leave)|always up for|down for|\w+ person\b|type of person|kind of person|someone who|homebody|introvert\w*|extrovert\w*|minimalist|night owl|early bird|morning|foodie|bookworm|purist|environmentalist|traditionalist|perfectionist|maximalist|creature of habit|old[- ]school)\b",
    ),
    (
        "taste",
        0.85,
        r"\b(?:would|i['’]?d|i['’]?ll|will|much|would much|id)\s+(?:always |much |honestly |usually |far |definitely |just )?(?:rather|sooner|pick|choose|take|opt|go for|go with|prefer|love|favou?r)\b|\brather than\b|\binstead of\b|\bover (?:anything|any)\b|\bmore (?:of )?an? [\w -]{2,30}(?:person|guy|girl|type|fan)\b|\bany day\b|\bmy (?:jam|thing|style|vibe|speed|cup of tea|happy place|comfort (?:food|zone|show|movie)|go[- ]?to|guilty pleasure|ideal|kind of|type of|sort of|typical (?:choice|pick|order|option)|preferred|taste|tastes|preference|priority|priorities|values?|beliefs?|rule|approach|philosophy|routine|habit|tendency|motto|wardrobe|default|usual|choice|pick|favou?rite|personality|aesthetic|comfort)\b",
    ),
    (
        "habit",
        0.75,
        r"\b(?:tend(?:s|ed)? (?:to|toward|not)|usually|typically|generally|normally|always|mostly|primarily|mainly|exclusively|strictly|only|solely|religiously|nearly always|almost always|habitually|by default|as a rule|whenever|every (?:day|morning|evening|night|week|weekend|time|single)|most (?:of the time|days|mornings|evenings|nights)|stick(?:ing|s)? (?:to|with)|stuck (?:to|with)|opt(?:s|ing)? (?:for|to)|(?<!\bno )(?<!\bno-)go(?:ing)? for|go with|lean(?:s|ing)? (?:toward|to|more)|go[- ]?to|choos(?:e|es|ing)|make (?:it a point|a point|sure|it a habit)|rely on|try (?:to|not)|aim (?:to|for)|insist|need\b|must\b|have to|a must|must[- ]have|non[- ]?negotiable|requirement|essential|important to me|matters? (?:a lot |most |more )?to me|means? (?:a lot|the world|everything) to me|care (?:a lot |deeply )?about|look(?:s)? for|seek(?:s)? out|seek|switch(?:ed|ing) to|i['’]?ve (?:always|never|been|started|come to|become|grown|learned)|i['’]?ve (?:really |recently |lately |completely |totally )?(?:dropped|swapped|replaced|discovered)|started to|come to (?:like|love|appreciate|enjoy)|follow(?:ing)? an?|practice|believe|firmly|support|identify as|find myself|count on|lately|these days|nowadays|i['’]?m (?:trying|always|usually|more|very|really|a|an|not|all|big|super|quite|pretty|happiest|most|strict|picky|particular|selective|careful|conscious|comfortable|open|happy|partial))\b",
    ),
    (
        "taste",
        0.8,
        r"\b(?:appeals?|speaks?|resonates?|suits?|fits?|works?|helps?|calms?|relaxes|excites?|interests?|attracts?|fascinates?|motivates?|energi[sz]es?|inspires?|intrigues?|soothes?|recharges?|thrills?|brings|bring|gives?|makes?|keeps?|lets?|means|matters)\b[\w' ]{0,25}\b(?:me|my|to me|for me)\b|\b(?:thrive|(?:learn|work|study|think|sleep|focus|remember|function|write|train)s?\b[\w' ]{0,25}?\b(?:best|better)|learn best|do best|focus best|concentrate (?:best|better)|learn better|work better|at my best|happiest|most comfortable|feel (?:more |most )?(?:comfortable|at home|at ease|best|relaxed|happy|alive|energi[sz]ed|productive|safe|safer)|retain|absorb|unwind|recharge|relax)\b|\bfor me\b|\bin my (?:book|opinion|experience|view|free time|spare time|downtime|home|kitchen|wardrobe)\b|\bf(?:inds?|ound) [\w' ,/-]{2,60}? (?:relaxing|calming|comforting|soothing|engaging|fascinating|helpful|useful|rewarding|appealing|interesting|enjoyable|therapeutic|motivating|inspiring|comfortable|charming|delightful|satisfying|fun|fulfilling|easier|more \w+|invigorating|refreshing|energi[sz]ing)",
    ),
)

_STYLE = lowered(
    r"\b(?:from now on|going forward|in (?:the )?future|for all (?:future|your)|by default|as a (?:general )?rule|every time|whenever (?:i|you)|"
    r"always|never|(?:don['’]?t|do not) ever|in (?:all )?your (?:answers|responses|replies|messages)|(?:answers|responses|replies|explanations)\b|"
    r"(?:reply|respond|answer|talk|speak|write back|write to me|address|refer to|call|explain(?: things| it| stuff| everything)?|keep (?:it|things|them|your|answers|responses|replies)|be|stay|stick to|skip|drop|no|use|don['’]?t (?:use|give|add|start|end|include|repeat|ask|sugar(?:-?coat)?|call|write|explain|be|apologi[sz]e|bother|ever)|do not (?:use|give|add|start|end|include|repeat|ask)|stop|avoid|one (?:step|question|paragraph|sentence)|ask (?:me|one)|take it|bold the|leave out|i want (?:you|honest)|at once|give me|show me|teach me|treat me|assume|remember(?: that)?|please note|note that|keep in mind|bear in mind|fyi|just so you know|for the record)\b)",
)
_FOR_ANSWERS = lowered(
    r"\b(?:emoji\w*|bullets?|tables?|headings?|markdown|jargon|answers?|replies|responses|explanations?|summar\w+|you|your|flattery|disclaimers?|jokes?|preamble|sugar[- ]?coat\w*|analog\w+|examples?)\b",
)
_LASTING = lowered(
    r"\b(?:from now on|from here on|going forward|moving forward|in (?:the )?future|henceforth|by default|as a (?:general )?rule|every time|each time|"
    r"at all times|all the time|next time|in the future|ever again|any ?more|for all (?:future|your)|in (?:all |any )?(?:of )?your (?:answers|responses|replies|messages|explanations)|"
    r"stop (?:asking|telling|ending|adding|giving|calling|starting|apologi[sz]ing|repeating|saying|summari[sz]ing|explaining|assuming|suggesting|recommending|reminding|lecturing|flattering|praising)|"
    r"even (?:when|if) i (?:write|ask|type|speak)|before you (?:write|answer|reply|respond|explain|suggest|recommend)\b.{0,30}\bask|"
    r"in general|generally|whenever (?:i|you)|when(?:ever)? (?:i ask|you (?:answer|reply|respond|explain|write|talk))|always|never|"
    r"(?:remember|note|keep in mind|bear in mind)(?: that)?|for the record|fyi|just so you know)\b",
)
_PERSON = lowered(r"\b(?:i|i['’]?(?:m|ve|d|ll)|im|ive|id|me|my|mine|myself)\b")
_BARE_START = lowered(
    r"^(?:(?:these days|nowadays|lately|also|and|but|oh|well|hmm|btw|by the way|honestly|personally|ok|okay|no|yes|yeah|sorry|just|really|so|generally|usually|definitely|absolutely|strictly|mostly|please|hi|hey|fyi|tbh|ngl|ps|p\.s\.)[,!:]*\s+){0,3}"
    r"(?:not (?:a |an |really |that |much |too |so |big |huge |great |very |super |all )*(?:one for|fan|big on|into|keen|fond|interested|my|for me|comfortable|crazy)|"
    r"(?:love|luv|fave?|favou?rite|hate|prefer|can['’]?t be (?:doing|bothered|arsed) with|can['’]?t stand|cannot stand|dislike|despise|adore|enjoy|avoid|loathe|don['’]?t like|never liked|allergic|big fan|huge fan|no fan|vegan|vegetarian|pescatarian|would rather|rather have|lactose|gluten|used to|more of an?|into|wheelchair|no interest|zero interest|always (?:up|been)|never been)\b|"
    r"no (?![\w' -]{0,40}\b(?:humou?r|tone|slang|sarcasm)\b)[\w' -]{2,40}(?:, (?:and |or )?no [\w' -]{2,30})*(?:please|for me|thanks|thank you|ever)\b)",
)


_AS_ONE = r"(?:vegan|vegetarian|pescatarian|pescetarian|diabetic|c(?:o)?eliac|teetotal(?:er|ler)?|wheelchair user|(?:lactose|gluten)[- ]intolerant)"
_AS_OF_OWN = lowered(
    rf"^\W*(?:(?:and|so|but|also|well)\W+)*(?:as|being) (?:an? )?(?:(?:strict|lifelong|committed|fellow|long-?time|new|recent|practi[cs]ing|type \d)\s+)*{_AS_ONE}(?:\s+(?:myself|here))?(?=\s*,|\s+i\b|\W*$)",
)
_DIET_OF_OWN = lowered(
    r"^\W*(?:[\w ]{0,20}[,:]\s*)?(?:and |but |also |so |well |because |since |btw |as )*(?:"
    + _whose.BOTH_OF_US
    + r"|i['’]?m|i am|im|i['’]?ve been|i have been|i eat|i keep|i only eat)\s+(?!not\b)(?>(?:a strict|a lifelong|a committed|an?|already|also|still|now|\w+ly)\s+)*"
    r"(?:(?:vegan|vegetarian|veggie|pescatarian|pescetarian)s?|kosher|halal|gluten[- ]free|dairy[- ]free|teetotal(?:er|ler)?|plant[- ]based)\b(?! (?:burgers?|curry|chilli|lasagne|recipe|restaurant|food|option|dish|curious))",
)


_POINTING = lowered(
    r"\b(?:this|that(?! (?:\w+ly )?(?:require|have|has|are|is|contain|involve|do|does|don|can|make|need|use|come|feel|give|let|offer|take|allow|include|rely|want|ask|track|force|promote|lack|look|smell|taste|run|cost|last)\w*\b)|it|these|those|your?|he|she|him|her|them|we|us|here|there|now|today|first|second|"
    r"last|version|word|sentence|option|idea|answer|one|was|were|had|only have|before|"
    r"as a (?:baby|kid)|my (?!(?:home|house|dogs?|cats?|pets?|food|diet|coffee|tea)\b)\w+)\b",
)


def points(text: str) -> bool:
    """True if it points at what is at hand: "this", "my boss", "your answer", "the first one"."""
    return _POINTING.search(low(text)) is not None


_UNMISTAKABLE = lowered(
    r"^\W*(?:(?:and|but|so|also|well|honestly|personally)\W+)*i (?:(?:absolutely|really|truly|simply|just|do|genuinely|strongly|deeply|always|greatly|intensely) )*"
    r"(?:(?:have|['’]ve got|['’]ve) (?:always had )?(?:an?|this) (?:\w+ )?(?:aversion (?:to|against)|dislike (?:of|for)|phobia (?:of|about)|preference for|distaste for|weakness for)|(?:strongly|deeply|greatly|intensely) (?:dislike|prefer)|despise|detest|loathe|abhor|can['’]?t stand|cannot stand) "
    r"(?!(?:to (?:think|say|see|admit|ask)|the (?:way|fact|thought))\b)\w+|"
    rf"^\W*(?:(?:and|but|so|also|well|actually)\W+)*i(?:['’]m| am)? (?:(?:now|also|finally|actually|back to) )*{AGAIN}",
)


def is_unmistakable(text: str) -> bool:
    """True for words that nobody uses of a passing matter: "I have a strong aversion to …"."""
    return _UNMISTAKABLE.match(low(text)) is not None


def is_condition(text: str) -> bool:
    """True for an allergy, an intolerance, a diet of one's own: always kept, whatever a head says."""
    return (
        _whose.is_own_condition(text)
        or _DIET_OF_OWN.search(low(text)) is not None
        or condition_led(text) > 0
    )


def condition_led(text: str) -> int:
    """Where "as a vegetarian" at the start of a text ends; 0 if it does not start so."""
    found = _AS_OF_OWN.match(low(text))
    return found.end() if found else 0


def _compiled(
    table: tuple[tuple[CueKind, float, str], ...],
) -> tuple[tuple[CueKind, float, Pattern[str]], ...]:
    return tuple((kind, s, lowered(pattern)) for kind, s, pattern in table)


_TABLES: tuple[tuple[Polarity, tuple[tuple[CueKind, float, Pattern[str]], ...]], ...] = (
    ("against", _compiled(_AGAINST)),
    ("against", _compiled(_ENDED)),
    ("for", _compiled(_FOR)),
)


def speaks_of_self(text: str) -> bool:
    """True if it has the first person singular, or leaves it out as people do."""
    said = low(text)
    return (
        _PERSON.search(said) is not None
        or _BARE_START.match(said) is not None
        or condition_led(text) > 0
    )


def leaves_out_self(text: str) -> bool:
    """True if it opens with a preference without an "I": "not a fan of …", "no … for me"."""
    said = low(text)
    return _BARE_START.match(said) is not None and _FOR_ANSWERS.search(said) is None


def addresses_style(text: str) -> bool:
    """True if it may tell the assistant how to answer."""
    return _STYLE.search(low(text)) is not None


def asks_lastingly(text: str) -> bool:
    """True if it says that it holds from now on."""
    return _LASTING.search(low(text)) is not None


@remembered(1_024)
def cues(text: str) -> tuple[Cue, ...]:
    """All cues of a clause, in order; where two overlap, the longer one."""
    said = low(text)
    found = [
        Cue(m.start(), m.end(), polarity, kind, strength)
        for polarity, table in _TABLES
        for kind, strength, pattern in table
        for m in pattern.finditer(said)
    ]
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start - c.end, c.kind == "habit", c.start)):
        if all(cue.end <= other.start or cue.start >= other.end for other in kept):
            kept.append(cue)
    return tuple(sorted(kept, key=lambda c: c.start))
