"""What words leave behind: "I've moved on from hotels", "documentaries don't do it any more".

A change of mind is told in two halves. What comes is a preference like any other; what goes is
named here, so that it is looked for by its own words and not by those of what comes in its place.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from prefmem._remembered import remembered
from prefmem.stages import cooled, no_longer
from prefmem.stages.lowered import low, lowered

Side = Literal["for", "against", "either"]


@dataclass(frozen=True, slots=True)
class Parting:
    """What somebody leaves behind, with places in the text."""

    gone: str
    """The words for what is left behind."""
    held: Side
    """How it was held: `for` what was liked, `against` what was not, `either` where it is open."""
    start: int
    end: int
    plain: bool = True
    """False for "instead of", where what comes says more, and for what is told of the past only."""


_MOST = 14
"""Words that name one thing; more of them tell a story."""
_GONE = r"(?P<gone>\w[^.;:!?()—–\n]*)"
_ITS = r"(?:my|his|her|their)"
_FROM = re.compile(
    rf"\b(?:mov(?:e|ed|ing)|shift(?:ed|ing)?|switch(?:ed|ing)?|step(?:ped|ping)?|shying|breaking|straying|taking a break|took a break|tak(?:e|en) a break|drift(?:ed|ing)|turn(?:ed|ing)|pivot(?:ed|ing)|back(?:ed|ing)|pull(?:ed|ing)|walk(?:ed|ing)|steer(?:ed|ing)|wean(?:ed|ing)|gone|went|going|transition(?:ed|ing)|graduated|convert(?:ed)?|distanc(?:ed|ing)) "
    rf"(?:(?:{_ITS} (?:\w+ )?(?:focus|attention|energy|interest|approach|taste)s?|myself|themselves|himself|herself|completely|entirely|mostly|slowly|gradually) )*"
    rf"(?:(?:(?:further )?away|back|over|on|off) )?(?:completely |entirely |a bit )?(?:from|past|beyond) {_GONE}",
    re.IGNORECASE,
)
_QUIT = re.compile(
    r"\b(?:(?:have|has|had|['’]ve|['’]s|i|we|they|just|finally|recently|actually|completely|totally|also|and|am|is|are|['’]m|been|getting|got|gotten|grown|grew|feel|feeling|started) )"
    r"(?:stopped|quit|given up(?: on)?|gave up(?: on)?|giving up(?: on)?|dropped|ditched|abandoned|cancelled|canceled|outgrown|outgrew|grown out of|gone off|went off|soured on|cut out|retired|paused|"
    r"sworn off|swore off|(?:fallen|fell|falling) (?:right |completely |well |a bit )?out of love with|cooled on|cooling on|gone (?:cold|sour) on|weaned (?:myself|ourselves) off|had it with|turned (?:my|our) back on|lost (?:all |any |my |their )?(?:interest|taste|appetite|patience|enthusiasm|passion) (?:in|for|with)|losing interest in|"
    r"(?:so |very |really |pretty |rather )?(?:tired|sick|weary) of|bored (?:of|with|by)|fed up with|disenchanted with|disillusioned with|(?:burnt|burned) out (?:on|by|from)|"
    r"(?:(?:so+|beyond|totally|completely|really|all|just|now|finally|officially) )*(?:done|finished|through) with|over(?! (?:\d|the (?:\w+ )?(?:moon|top|worst|limit|age|hill|edge)\b|budget\b|here\b|there\b))|had (?:more than )?enough of|had (?:my|their) fill of|said goodbye to|cut back on|phas(?:ed|ing) out|less (?:into|interested in|keen on|fond of)|not (?:as|so) (?:into|keen on|fond of)) (?!it\b|me\b|with it\b|out of\b|this (?:cold|flu|weather|heat|rain|pain|headache)\b|(?:from|as|early|for|to|at|by|in|and|or|when|here|there|because|before|after|dead|short)\b|(?:\d+|an?|the) (?:\w+ )?(?:years?|months?|weeks?|days?|hours?)\b)"
    rf"{_GONE}",
    re.IGNORECASE,
)
_BARELY = re.compile(
    r"(?:^|(?<=[.;!?\n]))[^\w\n]{0,6}(?:(?:so|and|but|well|finally|just|recently|ok|okay|honestly|update|btw|also)\b[\s,:]*)*"
    r"(?:ditched|quit(?! (?:the (?:app|program|game|job)|my job))|gave up(?: on)?|went off|gone off|stopped (?=\w+ing\b)(?!(?:working|loading|responding|charging|printing|running|syncing|playing|raining|snowing|at)\b)|outgrew|swore off|burn(?:ed|t) out on|fell out of love with|(?:done|over|through|finished) with|(?:tired|sick) of|fed up with|had (?:enough|my fill) of) "
    rf"(?!(?:it|them|that|this|those|these|off|out|by|in|at|for|to|and|or|of|here|there|work|working|class|school|questions?|help|ideas?|room|time|space|need)\b){_GONE}",
    re.IGNORECASE,
)
"""The same where somebody leaves themselves out: "ditched the dating apps"."""
_SWAPPED = re.compile(
    r"\b(?:traded(?: in)?|swapped|replaced|exchanged|trading|swapping|replacing|left) (?P<gone>[^.,;:!?()—–\n]+?) (?:for|with|by|behind)\b",
    re.IGNORECASE,
)
_HOW = r"(?:(?:really|totally|fully|completely|slowly|quite|rather|actually|definitely|finally|gradually|kind of|sort of|pretty much|just|now|even|also|since|a bit|all|well and truly) )*"
_COME_ROUND = re.compile(
    rf"\b(?:(?:com(?:e|ing)|came) (?:all the way |right )?a?round (?:to|on)|warm(?:ed|ing) {_HOW}(?:up )?to(?!wards? (?:me|us)\b)|softened on|"
    rf"(?:been|am|'m|got|getting|become|became|now|are) {_HOW}(?:an? )?(?:(?:total|complete|late|full|real) )*(?:converted to|convert to|won over by)|"
    rf"learn(?:ed|t) to {_HOW}(?:love|like|enjoy)|"
    rf"(?:had|got) (?:it )?all wrong about|misjudged) {_GONE}",
    re.IGNORECASE,
)
_TURNS_OUT = re.compile(
    rf"\bturns? out (?:that )?(?:i|we) (?:(?:do|actually|really|quite|secretly|rather|even) )+(?:like|love|enjoy|am into|get on with) {_GONE}",
    re.IGNORECASE,
)
_GREW_ON = re.compile(
    rf"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:(?:and|but|so|well|honestly|actually) )*(?P<gone>[^.,;:!?()—–\n]{{2,50}}?)(?: (?:has|have|had|is|are|did)|'s|'ve)? {_HOW}(?:(?:grown|grew|growing) on (?:me|us)|won (?:me|us) over|made (?:a (?:fan|convert|believer) (?:out )?of (?:me|us)))\b",
    re.IGNORECASE,
)
_NEVER_THOUGHT = re.compile(
    r"\b(?:never (?:thought|imagined|expected)|didn't (?:think|expect)|wouldn't have (?:thought|believed)) (?:that )?(?:i|we)(?:'d| would)? (?:ever )?(?:be(?:come)? an? |like |love |enjoy |be into |say this(?: about)? )(?P<gone>[^.,;:!?()—–\n]{2,50}?)(?: (?:person|fan|lover))?,? (?:but|and yet|yet) (?:here (?:i am|we are)|now|i|it|look)\b",
    re.IGNORECASE,
)
_WORN_OFF = re.compile(
    rf"\b(?:novelty|shine|magic|thrill|charm|appeal|excitement|fun|buzz|romance|honeymoon) (?:of|with) (?P<gone>[^.,;:!?()—–\n]{{2,60}}?)(?: (?:has|have|had)|'s|'ve)? {_HOW}(?:worn (?:off|thin)|wore (?:off|thin)|faded|rubbed off|gone|died|fizzled out|passed|is over|is gone)\b",
    re.IGNORECASE,
)
_WHILE_IT_LASTED = re.compile(
    r"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:(?:and|but|so|well|honestly) )*(?P<gone>[^.,;:!?()—–\n]{2,50}?) (?:was|were|has been|have been) (?:\w+ )?(?:fun|good|great|nice|lovely|a (?:good|great|nice|fun) run) while (?:it|they|that) lasted\b",
    re.IGNORECASE,
)
_BEEN_THERE = re.compile(
    r"(?:^|(?<=[.;!?\n]))[ \t]*(?P<gone>[^.,;:!?()—–\n]{2,50}?)[?:,]? (?:been there,? done that|so last year)\b|\bthat (?:is|was|'s) it for (?:me and|me with|me on|us and) (?P<other>[^.,;:!?()—–\n]{2,50})",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"\b(?:my|our) (?P<gone>[^.,;:!?()—–\n]{2,50}?)(?:-| )(?:days|phase|era|years|obsession|habit|period) (?:is|are|were) {_HOW}(?:over|behind (?:me|us)|done|history|long gone|in the past)\b|\b(?:past|over|out of|done with) (?:my|the|that|our) (?P<other>[^.,;:!?()—–\n]{2,50}?)(?:-| )(?:phase|stage|era|craze|period)\b".replace(
        "{_HOW}", _HOW
    ),
    re.IGNORECASE,
)
_OUT_AND_IN = re.compile(
    r"(?:^|(?<=[.;!?\n]))[ \t]*(?P<gone>[^.,;:!?()—–\n]{2,40}?) (?:is|are) out(?: for (?:me|us))?,? (?:and )?[^.,;:!?()—–\n]{2,40}? (?:is|are) in\b",
    re.IGNORECASE,
)
_WAS_MINE = re.compile(
    r"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:(?:and|but|so|well|honestly) )*(?P<gone>(?!(?:i|we|it|that|this|they|he|she|there)\b)[^.,;:!?()—–\n]{2,50}?) (?:used to be|was always|were always|was once|were once|was|were) (?:(?:very|really|such|the|once) )*(?:my|our) (?:\w+ )?(?:thing|life|world|pride|passion|everything|escape|jam|favou?rite|happy place|whole personality|go-?to|highlight|ritual|religion|obsession|comfort)\b",
    re.IGNORECASE,
)
_WAS_HIGHLIGHT = re.compile(
    r"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:(?:and|but|so|well|honestly) )*(?P<gone>(?!(?:i|we|it|that|this|they|he|she|there|which)\b)[^.,;:!?()—–\n]{2,50}?) used to be (?:the|my|our|such|a|so|one of|what|how|where)\b",
    re.IGNORECASE,
)
_AT_FIRST = re.compile(
    r"\b(?:initially|at first|originally|early on|at the (?:start|beginning)|in the beginning|for (?:years|ages|a long time|a while)|back then|once upon a time|when i (?:first )?started(?: out)?),? (?:i|we) (?:was|were|used to be|had been) (?:\w+ )?(?:all about|all for|into|obsessed with|big on|an? (?:big |huge )?fan of|sold on|crazy about|mad about|convinced (?:by|of)|in love with|hooked on) (?P<gone>[^.,;:!?()—–\n]{2,60})",
    re.IGNORECASE,
)
_WAS = re.compile(
    r"\b(?:used to be|(?:was|were|be|been) (?:\w+ )?(?:all|into|obsessed|big|an?|sold|crazy|mad|convinced|in love|hooked) |(?:was|were)(?: \w+){0,2} (?:my|our))\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:(?:and|but|so|well|honestly) )*(?P<gone>[^.,;:!?()—–\n]{2,50}?)(?: (?:is|are|does|do)(?: not|n't)|'s not|'re not) (?:really |quite |so much )?(?:(?:my|our) (?:thing|style|scene|jam|cup of tea|bag)|(?:do|does|cut) it(?: for (?:me|us))?|for (?:me|us))(?: (?:these days|nowadays|now|lately))\b",
    re.IGNORECASE,
)
_SET_APART = re.compile(
    r"(?:^|(?<=[.;!?\n]))[ \t]*(?:(?:and|so|well|honestly|you know|ok|okay|remember|as for|about) )*(?P<gone>(?:(?:that|this|those|these|all that|all the|all those|the|my|our) )?(?:whole |entire )?[^.,;:!?()—–\n]{3,40}?)(?:,[^.;:!?\n]{0,90})?[,:?;—–-]{1,3}\s{0,3}(?:(?:well|honestly|yeah|yep|nah|nope|tbh),? )*(?:i|we)?(?:'m| am|'re| are|'ve| have)? ?(?:\w+ ){0,2}(?:done with|over|finished with|through with|(?:had )?enough of|had it with|fed up with|tired of|sick of|bored of|gone off|went off|outgrew|grew out of|moved on from|quit|ditched|given up on) (?:it|that|them|those|this|all that|the lot|the whole thing)\b",
    re.IGNORECASE,
)
"""What is named before it is given up: "that whole festival scene, I'm done with it"."""
_LET_GO = re.compile(
    r"\b(?:i|we)(?:'ve| have)? (?:\w+ )?(?:let (?:go of (?P<gone>[^.,;:!?()—–\n]{2,50})|(?P<other>(?!(?:it|them|him|her|that|this|myself|you|me|go|down)\b)[^.,;:!?()—–\n]{2,40}?) go\b))",
    re.IGNORECASE,
)
_USED_TO = re.compile(
    rf"(?<!get )(?<!got )(?<!getting )(?<!am )(?<!['’]m )\bused to {_GONE}", re.IGNORECASE
)
_MIND = re.compile(
    rf"\b(?:chang(?:e|ed|ing) (?:{_ITS} )?(?:mind|opinion|view|stance|tune|feelings?|thinking|approach)s?|(?:had |have |has )?a (?:complete |total |real )?change of heart|(?:done|did|made) (?:a|an) (?:\w+ ){{0,2}}(?:180|about-face|u-turn)|re(?:thought|think|thinking)|reconsider(?:ed|ing)?|second thoughts|(?:going|gone|went) through a change|(?:changed|changing|change) (?:course|direction|tack)) "
    rf"(?:completely |entirely |a bit )?(?:about|on|over|with|regarding|when it comes to|(?=(?:my|their|how|whether)\b)) ?{_GONE}",
    re.IGNORECASE,
)
_VIEW = re.compile(
    r"\b(?:perspective|view|opinion|attitude|feelings?|stance|thinking|thoughts|outlook|approach|taste|idea|relationship|preference|habit)s? (?:on|about|of|towards?|to|in|with|for|regarding) "
    r"(?P<gone>[^.;:!?()—–\n]+?) (?:(?:has|have)(?: been| quite| really)? (?:\w+ly )?(?:shift(?:ed|ing)|chang(?:ed|ing)|flipped|evolv(?:ed|ing)|turned|reversed|softened|moved on)|(?:is|are)(?:n't| not) what (?:it|they) (?:used to be|once (?:was|were)))\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"\b(?:i|we|they)(?:'m|'re| am| are)? (?:now |have come to |'ve come to )?(?:see|seeing|look at|looking at|view|viewing|think (?:about|of)|feel about) (?P<gone>[^.,;:!?()—–\n]+?) "
    r"(?:(?:quite |very |rather |so )?differently|in (?:a |quite a |such a )?(?:very |completely |new |different )+(?:light|way)|with (?:other|new|different|fresh) eyes)\b",
    re.IGNORECASE,
)
_SHIFTED = re.compile(
    r"\bsomething (?:has |had |'s )?(?:shifted|changed) (?:in|about|with) (?P<gone>[^.;:!?()—–\n]+)",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:the|those|that|these|all the|such) (?P<gone>(?:(?!(?:the|those|that|these|is|was|were|are|than|like)\b)[\w'&-]+ ){1,7}?)(?:that |which )?(?:i|they) (?:(?:always )?used to|once) (?P<how>\w+)\b",
    re.IGNORECASE,
)
_BAD = (
    r"(?:too |so |a bit |rather |really |pretty |quite |more |less |just |like |of )*(?:an? )?(?:too |total |real |complete |bit of an? )?"
    r"(?:chore|burden|hassle|drag|slog|waste|obligation|second job|boring|tedious|repetitive|stale|draining|exhausting|tiring|tiresome|stressful|overwhelming|hollow|forced|predictable|"
    r"formulaic|monotonous|pointless|shallow|superficial|old|annoying|frustrating|clich\w+|gimmicky|crowded|expensive|fun\b|exciting|enjoyable|appealing|interesting|much|dull|flat|empty|meaningless)"
)
_WORE = re.compile(
    r"(?:^|(?<=[.;:!?—–,\n]))(?P<gone>[^.,;:!?()—–\n]*?)(?: (?:has|have)|'s|'ve) (?:just |really |since |also |simply |all )?"
    rf"(?:(?:become|gotten|got|turned into|started (?:to (?:feel|seem|get|sound|become)|feeling|seeming|getting)|begun to (?:feel|seem)|grown) (?!(?:more |much more |so )?(?:fun|exciting|enjoyable|appealing|interesting)\b){_BAD}|lost (?:its|their) \w+)",
    re.IGNORECASE,
)
_TIRES = re.compile(
    r"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:something about )?(?P<gone>[^.,;:!?()—–\n]{0,80}?) (?:(?:has|have|had) )?(?:started|began|begun) to "
    r"(?:bore|tire|drain|exhaust|annoy|irritate|stress|weary|weigh on|wear(?: on)?|get on) (?:me|us|my|our)\b",
    re.IGNORECASE,
)
_PARTED = re.compile(
    r"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:and |but |so )?(?P<gone>[^.,;:!?()—–\n]{3,60}?) and (?:i|me|they)(?:'ve| have|'re| are)? (?:finally |now |sort of |kind of |pretty much )?"
    r"(?:parted(?: ways)?|(?:broken|broke|split) up|done|over|through|finished|going (?:our|their) separate ways|history)\b",
    re.IGNORECASE,
)
_NOT_SINCE = re.compile(
    r"\b(?:have|has)(?:n't| not)(?: really| even)? (?:touched|played|opened|watched|worn|used|been (?:on|to|in)|gone|read|cooked|baked|visited|bought|eaten|had|done|picked up|looked at|listened to|set foot in) "
    r"(?P<gone>(?!it\b|that\b|this\b|them\b)[^.;:!?()—–\n]{3,60}?) (?:since\b|(?:in|for) (?:(?:over |about |more than |almost |nearly )?(?:\w+ )?(?:months?|years?|ages|weeks|a while|a long time)\b))",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    rf"\b(?:never mind|forget|ignore|disregard|scrap|scratch|take back|taking back) (?:all |everything )?(?:what|that|whatever|the (?:thing|bit|part)) (?:that )?i(?:'ve| have)? (?:\w+ )?(?:said|told you|wrote|mentioned)(?: \w+)? (?:about|of|on|regarding) {_GONE}",
    re.IGNORECASE,
)
_SEEN_AS = re.compile(
    rf"\b(?:come|came|grown|grew|started|starting|begun|began|beginning) to (?:see|find|regard|view|think of) (?P<gone>[^.,;:!?()—–\n]+?) (?:as |to be )?{_BAD}",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:and |but |so )?(?P<gone>(?:my|our|the|those|all the) [^.,;:!?()—–\n]{3,50}?) (?:is|are|(?:has|have) been|just sits?|sits?|lies?|has|have) (?:\w+ )?(?:gathering dust|collecting dust|gathered dust|untouched|unused|up for sale)\b",
    re.IGNORECASE,
)
_GIVEN_AWAY = re.compile(
    r"\b(?:gave|given|sold|donated|binned|threw out|thrown out|chucked|got rid of|found (?:new |good )?(?:homes?|owners?) for|unsubscribed from|deleted|uninstalled) (?:most of |all (?:of )?|nearly all (?:of )?|half (?:of )?|almost all (?:of )?)?(?:my|our|the|those|these) (?P<gone>[^.;:!?()—–\n]+?)(?: away| to\b|(?=[.,;:!?()—–\n]| and | but |$))",
    re.IGNORECASE,
)
_BETTER_THAN = re.compile(
    r"\b(?:more|better|happier|\w{3,}ier|calmer|warmer|kinder) (?:\w+ ){0,2}?than (?:i (?:ever )?(?:did|liked|loved|enjoyed|got from|was with) )?(?P<gone>(?!(?:i|ever|before|that|this|it|usual|enough|one|two|three|once|anything|anyone|\d+)\b)\w[^.;:!?()—–\n]*)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(rf"\b(?:instead of|rather than|in place of) {_GONE}", re.IGNORECASE)
_TURNING = re.compile(
    r"\b(?:now|nowadays|these days|lately|recently|from now on|going forward|started|starting|switched|switching|decided|deciding|reali[sz]ed|shifted|shifting|begun|began|changed|trying|planning|anymore|any more|come to)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    rf"{_TURNING.pattern}|\b(?:but|until|till|since then|after that|not so much|stopped|quit)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r",? (?:and|but|because|since|so|though|although|while|whereas|when|where|until|then|in favou?r of|to focus|lately|these days|nowadays|"
    r"altogether|entirely|completely|as much|so much|much|now|for good|for me|for us|by (?:my|an?|the|her|his)|please|thanks|in the end|after all|somewhere|sometime|after (?:a|an|my|our|the|all|one|two|years|months|weeks)|if (?:i|it|they|there)|as long as|thanks to|mostly|honestly|around (?:easter|christmas)|for now|for a while|over the (?:past|last)|this (?:year|month|spring|summer|autumn|winter)|last (?:year|month|week))\b.*|,.*",
    re.IGNORECASE | re.DOTALL,
)
_TO = re.compile(r"\b(?:to|towards?|into|onto)\b.*", re.IGNORECASE | re.DOTALL)
_CLAUSE_END = re.compile(r"[.;:!?()—–\n]|,? (?:and|but|so|because|since|though|although) |, ")
_LED = re.compile(r"^\W*(?:(?:and|but|so|well|honestly|actually|frankly)\b[\s,]*)+", re.IGNORECASE)
_LISTED = re.compile(r"^((?:the|those|these|that|such|all the) [\w-]+),", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:that|this|those|these|all that) (?:stuff|things?|lot|sort|kind|ones?|sort of thing|kind of thing|whole thing)$|(?:^| )(?:it|them|those|these|that|this)$",
    re.IGNORECASE,
)
"""It points back at what is named elsewhere, if anywhere: "wearing that stuff"."""
_TAIL = re.compile(
    r"(?:\W|\b(?:just|really|simply|also|honestly|actually|completely|totally|finally|either|myself|i|they)\b){1,40}$",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(r"(?:me|them|him|us|you) \w", re.IGNORECASE)
"""What something does to somebody: "it left me yearning for more"."""


_PLAIN: tuple[tuple[re.Pattern[str], Side], ...] = (
    (_FROM, "for"),
    (_QUIT, "for"),
    (_BARELY, "for"),
    (_SWAPPED, "for"),
    (_WORN_OFF, "for"),
    (_WHILE_IT_LASTED, "for"),
    (_BEEN_THERE, "for"),
    (_DAYS, "for"),
    (_OUT_AND_IN, "for"),
    (_NOT_NOW, "for"),
    (_SET_APART, "for"),
    (_LET_GO, "for"),
    (_INSTEAD, "for"),
    (_WORE, "for"),
    (_TIRES, "for"),
    (_PARTED, "for"),
    (_NOT_SINCE, "for"),
    (_IDLE, "for"),
    (_SEEN_AS, "for"),
    (_GIVEN_AWAY, "for"),
    (_BETTER_THAN, "for"),
    *((pattern, "for") for pattern in cooled.COOLED),
    (_UNSAID, "either"),
    (_MIND, "either"),
    (_VIEW, "either"),
    (_SEEN, "either"),
    (_SHIFTED, "either"),
    (_COME_ROUND, "against"),
    (_TURNS_OUT, "against"),
    (_GREW_ON, "against"),
    (_NEVER_THOUGHT, "against"),
)
_UNSAID_OF = (cooled.LOST, _WORN_OFF, _WHILE_IT_LASTED, _BEEN_THERE, _OUT_AND_IN, _SET_APART)
"""Turns of phrase that say themselves whose change it is."""
_HINTED = frozenset(
    (_WORN_OFF, _WHILE_IT_LASTED, _BEEN_THERE, _DAYS, _OUT_AND_IN, _NOT_NOW, _LET_GO, _SET_APART, _TURNS_OUT, _GREW_ON, _NEVER_THOUGHT)
)  # fmt: skip
_HINT = lowered(
    r"\b(?:novelty|shine|magic|thrill|charm|appeal|excitement|buzz|romance|honeymoon|lasted|been there|last year|it for (?:me|us|my)|"
    r"phase|era|days|years|obsession|habit|period|stage|craze|(?:is|are) out|(?:my|our) (?:thing|style|scene|jam|cup|bag)|(?:do|does|cut) it|for (?:me|us)|let|go|turns? out|"
    r"(?:grown|grew|growing) on|won (?:me|us) over|of (?:me|us)|never|didn't|wouldn't|(?:with|over|of|off|from|ditched|quit|outgrew|on) (?:it|that|them|those|this|all that|the lot|the whole thing))\b",
)
"""One of these is in each of them: most sentences have none."""
_AGAINST = (_INSTEAD, _BETTER_THAN, _GIVEN_AWAY)
"""What these name stands against what comes; alone it is no change of mind: "I sold my car"."""


def partings(text: str) -> tuple[Parting, ...]:
    """What a text says that somebody leaves behind, in the order of the text."""
    return _partings(text.replace("’", "'"))


def told_barely(text: str) -> bool:
    """True if a sentence says of its speaker, without naming them, that something is left behind."""
    plain = text.replace("’", "'")
    if _BARELY.match(plain):
        return True
    return any(pattern.search(plain) for pattern in _UNSAID_OF)


@remembered(4_096)
def _partings(text: str) -> tuple[Parting, ...]:
    found: list[Parting] = []
    hinted = _HINT.search(low(text)) is not None
    for pattern, held in _PLAIN:
        if pattern in _HINTED and not hinted:
            continue
        if pattern in (_INSTEAD, _BETTER_THAN) and _TURNING.search(text) is None:
            continue
        for match in pattern.finditer(text):
            said = match["gone"] or match["other"]
            gone = _TO.sub("", said) if pattern is _FROM else said
            _add(found, gone, held, *match.span(), plain=pattern not in _AGAINST)
    _past(text, found)
    for pattern in no_longer.SAID:
        end = 0
        for match in pattern.finditer(text):
            if match.start() < end:
                continue  # of a clause that was read: it says it once
            start, end = _clause(text, end, match)
            words = text[start:end]
            _add(found, no_longer.said_of(words), _held(words), start, end)
    return tuple(sorted(found, key=lambda p: p.start))


def _past(text: str, found: list[Parting]) -> None:
    """Add what is told of the past, where something is said of now."""
    for match in _ONCE.finditer(text):
        _add(found, match["gone"], _side(match["how"]), *match.span())
    was = (_WAS_HIGHLIGHT, _WAS_MINE, _AT_FIRST) if _WAS.search(text) else ()
    for match in (m for pattern in was for m in pattern.finditer(text)):
        told = _NOW.search(text, match.end()) is not None
        if told and not any(p.start < match.end() and match.start() < p.end for p in found):
            _add(found, match["gone"], "for", *match.span())
    for match in _USED_TO.finditer(text):
        if not any(p.start <= match.start() < p.end for p in found):
            told = _NOW.search(text) is not None  # else it only tells of the past
            side = _side(_CUT.sub("", match["gone"]))  # what comes may be said behind it
            _add(found, match["gone"], side, *match.span(), plain=told)


def _clause(text: str, since: int, place: re.Match[str]) -> tuple[int, int]:
    """The clause around a place, which begins no earlier than where the last one ended."""
    before = [m.end() for m in _CLAUSE_END.finditer(text, since, place.start())]
    after = _CLAUSE_END.search(text, place.end())
    return (before[-1] if before else since), (after.start() if after else len(text))


def _side(words: str) -> Side:
    return "against" if no_longer.DISLIKED.search(words) else "for"


def _held(clause: str) -> Side:
    return "against" if no_longer.ends_a_dislike(clause) else "for"


def _add(
    found: list[Parting], gone: str, held: Side, start: int, end: int, *, plain: bool = True
) -> None:
    gone = _LISTED.sub(r"\1 ", _LED.sub("", gone))
    gone = _CUT.sub("", gone).strip(" ,-'\"")
    gone = no_longer.LIKED.sub("", f"{_TAIL.sub('', gone)} ").strip()
    words = gone.split()
    if not words or len(words) > _MOST or _POINTING.search(gone):
        return
    if not (no_longer.EMPTY.match(gone) or _OF_SOMEBODY.match(gone)):
        found.append(Parting(gone, held, start, end, plain))
