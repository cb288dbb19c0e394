"""Everyday sentences that say by themselves what somebody does, uses or goes without.

"I usually run in the mornings", "we use Postgres at work", "I don't drink coffee": they are habits by
their whole wording, so no head is asked whether they last.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem._remembered import remembered
from prefmem.distillers.answers import _at_hand
from prefmem.distillers.words import _fields
from prefmem.distillers.words._cues import Cue
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.types import Polarity

STRENGTH = 0.86
"""Of the cue of such a sentence; no other cue has it."""
MOST_WORDS = 14

_LED = r"^\W*(?:(?:and|but|so|well|also|oh|yeah|yes|plus|ok|okay|haha|lol|ugh|hmm+|tbh|ngl|btw|ps|honestly|personally|hey|hi|hello|by the way|to be honest|fyi|these days|nowadays|at work|at home)\b[\s,.:;!–—-]*)*"
_OFTEN = r"(?:(?:usually|normally|generally|typically|always|mostly|mainly|often|regularly|nearly always|almost always|tend to|also|just|still|pretty much|basically|religiously|only|currently|prefer to|like to) )"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun|week)days?"
_PART = r"(?:morning|evening|afternoon|night|lunchtime|weekend|weekday|week|day|month|fortnight|year|winter|summer|spring|autumn)"
_WHEN = (
    rf"(?:every (?:single |other |second )?(?:{_PART}|{_DAY})|each (?:{_PART}|{_DAY})|most (?:{_PART}s|{_DAY})|"
    rf"(?:once|twice|(?:two|three|four|five|six|a couple of|a few|\d+) ?(?:times|x)) (?:a|per|every) (?:day|week|month|fortnight|year)|"
    rf"(?:on |at |over )?(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:morning|evening|afternoon|night)s|weekends|weekdays|weeknights)|"
    rf"in the (?:mornings|evenings|afternoons)|(?:before|after) (?:bed|work|breakfast|lunch|dinner|school)|for (?:breakfast|lunch|dinner)|"
    rf"on the (?:train|bus|tube|metro|sofa|couch|way (?:to work|home))|on my (?:commute|lunch break|way (?:to work|home))|daily|all the time|all year round|everywhere(?: (?:we|i) go| with (?:me|us))?|while \w+ing|to relax|to unwind)"
)
_NOT_NOW = re.compile(
    r"\b(?:this|that|these|those|it|your?|he|she|they|today|tonight|now|tomorrow|yesterday|currently|moment|until|if|when(?! (?:i|we) \w+)|error|bug|fail\w*|crash\w*|wrong|broken|problem|trouble|issue|pain|ache\w*|headaches?|nightmares?|sick|meds|tablets?|pills?|doctor|hospital|homework|assignments?|for (?:my|our|the) (?:mother|father|mum|mom|dad|wife|husband|partner|kids?|children|son|daughter|boss|class|team|clients?)|forget|used to|should|could|would|might|must|meant|maybe|perhaps|probably|thinking (?:of|about)|going to|want to|need to|have to|had|was|were|did|last|ago|next)\b|\?",
    re.IGNORECASE,
)
"""Points at what is at hand, is past, planned or only supposed, or complains."""
_SINCE_NOW = re.compile(r"(?<=\w),? (?:now(?:adays)?|these days)\W*$", re.IGNORECASE)
"""Behind a habit it says that another was before: "I work days now"."""
_DEED = (
    r"(?:run|jog|swim|cycle|bike|walk|hike|climb|ski|row|surf|sail|dance|sing|paint|draw|sketch|knit|sew|crochet|bake|cook|fish|read|write|journal|meditate|stretch|train|work out|exercise|lift|play|practi[sc]e|watch|listen to|stream|"
    r"eat|drink|have (?!a (?:meeting|class|stand-?up|call|deadline|lesson|test|exam)\b|to\b|an? \w+ (?:meeting|call)\b)|make (?!sure\b|mistakes\b)|brew|order|do (?!not\b|n['’]t\b|have\b)|go (?!back\b|through\b|over\b|wrong\b)|ride|drive|commute|travel|shop|"
    r"take (?:the |a |my )?(?:bus|train|tube|metro|tram|ferry|subway|bike|walk|nap|bath|dog|kids|long walk|cold shower|stairs)\b|catch (?:the|a) \w+|get up|wake up|go to bed|sleep|nap|volunteer|study|revise|plan|tidy|iron|garden|batch[- ]?cook|meal[- ]?prep|skip|fast|camp|collect|wear|binge|work|get (?:an? )?(?:take-?away|take-?out|pizzas?|chips|chinese|curry|sushi))\b"
)
_OBJECT = r"(?:(?!(?:and|to|but|as|that|which|because|so|with an?|by|via)\b)[\w.+#/'’&-]+(?: (?!(?:to|but|that|which|because|so|get|gets|and i|does|do|is|are|has)\b)[\w.+#/'’&-]+){0,4}?)"
_TAIL = r"(?:,? (?:at (?:work|home|my (?:company|job|work))|for (?:everything|work|most things|all my \w+|my \w+|\w+)|mostly|mainly|btw|by the way|lol|daily|every day|exclusively|only|as my \w+(?: \w+)?)){0,3}"
_I_WE = r"(?:i|we)(?: (?:both|all))? "

_TRYING = re.compile(r"\btrying to\b", re.IGNORECASE)
_HABITS = r"(?:sugar|salt|meat|dairy|carbs?|alcohol|booze|beer|wine|caffeine|coffee|smoking|cigarettes|snacks?|snacking|sweets|chocolate|crisps|bread|gluten|fat|calories|fast food|junk food|junk|takeaways?|takeout|fried food|food|screen time|screens?|social media|(?:my )?phone|doomscrolling|tv|plastic|packaging|fizzy drinks|soda|swearing|spending|clothes|drinking|gambling)"
_GOOD = r"(?:vegetables|veg|veggies|fruit|protein|fibre|fiber|water|fish|greens|sleep|exercise|salads?|beans|wholegrains?|iron|steps|yoga|walking)"
_TITLE = r"(?-i:(?:The |A )?[A-Z][\w'’:-]+(?: (?:(?:of|the|and|in|to|a|on|with) )*[A-Z\d][\w'’:-]*){0,5})"
"""A name in capitals, of a work or a place."""
_FELT: tuple[tuple[Polarity, str], ...] = (("for", "loved|adored"), ("against", "hated|loathed"))
_PATTERNS: tuple[tuple[Polarity, str], ...] = (
    ("for", r"(?P<self>(?:i|we)(?:['’]ve| have)? (?:just |recently |now |all )*)(?=(?:gone|went|turned|become) (?:fully |completely )?(?:veggie|vegetarian|vegan|pescatarian|teetotal|gluten[- ]free|dairy[- ]free|plant[- ]based)\b)"),
    ("against", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=skip {_OBJECT} {_WHEN}\b)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:drink|take|have|eat) my (?:tea|coffee|espresso|eggs?|steak|burgers?|toast|pasta|curry|whisky|porridge) (?:black|white|with|without|rare|medium|well done|neat|straight|plain|spicy|hot|iced|scrambled|poached|fried|runny)\b)"),
    ("against", rf"(?P<self>(?:(?:i['’]?m|i am|we['’]?re) )?(?:really |always |also )*trying to )(?=(?:(?:eat|drink|have|use|buy|spend|watch|waste)(?: (?:way|much|a lot|far|a bit))? (?:less|fewer|no)|cut (?:down|back)(?: on)?|cut out|avoid|limit|reduce|quit|give up|stop|stay off|go easy on)(?: time on| eating| drinking| buying| using)?(?: (?:my|so much|red|processed|refined|added|single-use))* {_HABITS}\b)"),
    ("for", rf"(?P<self>(?:(?:i['’]?m|i am|we['’]?re) )?(?:really |always |also )*trying to )(?=(?:eat|drink|have|get|do)(?: in)?(?: (?:way|much|a lot|a bit))? more {_GOOD}\b|(?:walk|read|sleep|move|exercise|cook)(?: (?:a lot|a bit))? more\b)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:take|have|drink|put) (?:\w+ )?(?:milk|sugar|cream|honey|lemon|sweetener) in my (?:tea|coffee|porridge)\W*$)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:take|catch|get) the (?:bus|train|tube|tram|metro|ferry|subway) to (?:work|school|uni|college|the office)\W*$)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:wake up|get up|go to bed|start work|finish work) (?:at|around|by) (?:about )?(?:\d{{1,2}}(?:[:.]\d\d)? ?(?:am|pm)?|five|six|seven|eight|nine|ten|eleven|midnight|noon)(?: (?:for work|every day|most days|sharp))?\W*$)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:sign|end|close|finish|start|begin|open)(?: off)? (?:all )?my (?:e-?mails|mails|letters|messages|texts|replies)\b(?: off)? (?:with|as|by)\b)"),
    ("for", r"(?P<self>(?:i['’]?m|i am|we['’]?re) )(?:back )?(?=on (?:nights|days|earlies|lates|night shifts?|day shifts?)\W*$)"),
    *(
        (side, rf"(?P<self>{_I_WE}(?:really |absolutely |totally |just |both |all )*)(?=(?:{verbs}) {_TITLE}(?: too| as well| so much| a lot| btw| tho(?:ugh)?)?\W*$)")
        for side, verbs in _FELT
    ),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:cycle|bike|walk|run|scoot) to (?:work|school|uni|college|the (?:office|station|shops?))\W*$)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:do|get) (?:my|our) best (?:work|thinking|writing|ideas) )"),
    ("for", r"(?P<self>i (?:also |still |really )?)(?=(?:follow the (?:[\w'’-]+ ){0,2}(?:league|nba|nfl|cricket|football|rugby|tour|grand prix|f1)|support (?:my|our) local (?:team|club))\W*$)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?={_DEED}(?:[^.!?;:]*? )?{_WHEN}\b)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?!(?:get|have|feel|forget|need|want|see|fall|lose|miss|break|crash|fail|try|ask|call|pay|owe|earn|make|be)\b)[a-z]{{3,}} (?:[\w'’-]+ ){{0,3}}(?:once|twice|(?:two|three|four|five|six|\d) ?(?:times|x)) (?:a|per|every) (?:day|week|month|fortnight|year)\b)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}+)(?={_DEED})"),
    ("for", rf"(?P<self>{_WHEN},? (?:i|we) {_OFTEN}*)(?={_DEED})"),
    ("for", rf"(?P<self>{_WHEN},? (?:i['’]?m|we['’]?re) (?:usually|always|mostly|normally|generally) )(?=(?:in|on|at|out) )"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?:get|buy|do) (?:most of |all of |almost all |all |nearly all )?(?:(?:my|our) )?(?:\w+ )?(?:groceries|shopping|clothes|food|books|veg|vegetables|meat|bread|coffee) (?:at|from|in|online|second[- ]?hand|used)\b"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?:collect|bike|cycle|walk|knit|crochet|garden|meditate|volunteer|homebrew|play (?:the \w+|chess|guitar|piano|football|tennis|squash|bridge|golf|cricket|rugby|\w+ball))(?: (?:to work|everywhere|vinyl|stamps|\w+))?(?=\W*$)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=work (?:from home|remotely|(?:in|at) the office|on-?site|nights?(?: shifts?)?|days|day shifts|earlies|lates|shifts|part[- ]?time|freelance|weekends|in silence|alone|standing up|in (?:[\w-]+ ){0,2}(?:blocks|bursts|sprints|chunks)|with [\w-]+(?: \w+)? (?:on|playing|in the background))\b)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:use|swear by|stick to) (?:the |a |an )?(?:[\w-]+ )?(?:technique|method|flashcards?|checklists?|planner|to-?do lists?|timer|notebook|calendar|whiteboard)\b)"),
    ("for", rf"(?P<self>{_I_WE}{_OFTEN}*)(?=(?:eat|drink|read|watch|play|listen to) (?:(?:way |far )?too (?:much|many)|an? (?:lot|ton) of|lots of|loads of|tons of|so (?:much|many)) \w)"),
    ("for", r"(?P<self>(?:my )?(?:(?:all[- ]time|absolute|current) )?(?:fav(?:ou?rite|e)?s?) )(?!(?:part|bit|scene|line|moment|character|chapter|verse|thing|one|of)\b)(?=(?:[\w'’-]+ ){1,4}?(?:ever )?(?:is|are|has to be|have to be|has got to be) (?!(?:when|that|where|to|not|too|very|so|closed|shut|broken|gone|missing|out|full|late)\b)\w)"),
    ("for", r"(?P<self>)(?=favou?rite (?:[\w'’-]+ ){0,4}[\w'’-]+: \w)"),
    ("for", r"(?P<self>)(?=(?!(?:any|no|a|an|the|is|are|new|another|first|next|fellow|other|support|contact)\b)(?:[\w'’&-]+ ){1,3}(?:user|fan|lover|nerd|geek|buff|person|owl|bird|(?<=total )\w+|(?<=complete )\w+) here\W*$|(?!(?:any|no|a|an|the|is|are)\b)(?:[\w'’&-]+ ){1,3}(?:user|fan|lover) since )"),
    ("against", r"(?P<self>i (?:don['’]?t|do not|never|hardly ever|rarely|no longer) (?:really |ever |actually |usually |normally )?)(?=(?:eat|drink|watch|wear|drive|fly|smoke|gamble)\b(?! (?:to|because|and)\b)|use (?:any [\w'’-]+(?: [\w'’-]+)? (?:in|on|at) (?:the|my|our) \w+\W*$|(?:the )?(?:words?|phrases?|terms?|expressions?) [\"“'‘])|use (?!(?:the|any|an?|my|all|much|enough|up|that|this)\b)[\w.#+-]+(?: [\w.#+-]+)?\W*$|(?:work|deploy|shop|cook)(?: on)? (?:weekends|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\W*$|own a (?:car|tv|television|microwave|smartphone|dishwasher|printer)\W*$)"),
)  # fmt: skip
_TOLD: tuple[tuple[Polarity, re.Pattern[str]], ...] = tuple(
    (polarity, re.compile(_LED + pattern, re.IGNORECASE)) for polarity, pattern in _PATTERNS
)
_OF_TOOLS = re.compile(
    _LED
    + rf"(?P<self>(?:{_I_WE}{_OFTEN}*|everything (?:we (?:have|do|run) )?|our \w+(?: \w+)? (?=is |are |runs |uses )))"
    + r"(?:uses?|runs? on|run (?:everything |it all |all of it )?(?:in|on)|code in|write(?: \w+)? in|write|work (?:in|with|on)|develop (?:in|on|with)|program in|deploy (?:to|on|with)|test with|build (?:in|with|on)|design in|edit (?:in|with)|take (?:all (?:my )?)?notes in|do (?:everything|it all|all my \w+) in|keep (?:\w+ ){1,4}in|host (?:\w+ )?(?:on|with)|is (?:all )?(?:in|on|written in)|are (?:all )?(?:in|on)|live in) "
    + rf"(?P<what>{_OBJECT}(?: and {_OBJECT})?){_TAIL}(?:, (?:not|no|never) \w+| (?:instead of|rather than|over) \w+)?(?=\W*$)",
    re.IGNORECASE,
)
_MOVED = re.compile(
    _LED
    + r"(?P<self>(?:i|we)(?:['’]ve| have)? (?:(?:recently|just|finally|now|all|also|since) )*|just |finally )(?:moved|switched|migrated|gone|changed|converted|went|upgraded|moved back|gone back|switched back)(?: everything| it all| all of it| over| back)*(?: from (?P<from>[\w.+#/&-]+(?: [\w.+#/&-]+)?))? (?:over )?to "
    + rf"(?P<what>{_OBJECT}){_TAIL}(?: (?:now|recently|lately|last (?:week|month|year)|this (?:week|month|year)|a (?:while|few \w+) ago))?(?=\W*$)",
    re.IGNORECASE,
)
_ON_A = re.compile(
    _LED + r"(?P<self>(?:i['’]?m|i am|we['’]?re|we are|i['’]ve got|i have|i use|we use) )(?:all )?(?:on )?(?:an? |my )?(?P<what>" + _OBJECT + rf"){_TAIL}(?=\W*$)",
    re.IGNORECASE,
)  # fmt: skip
_RATHER = re.compile(
    _LED + r"(?P<self>)(?P<what>[\w.+#-]+)(?:, not|,? never) (?P<other>[\w.+#-]+)(?=\W*$)",
    re.IGNORECASE,
)
_BETTER = re.compile(r"^[\w'’ -]{3,30} > [\w'’ -]{3,30}(?=\W*$)")
_OTHER_THAN = re.compile(r"(?:, not | instead of | rather than |, never )\w+\W*$", re.IGNORECASE)
_BUFF = re.compile(
    _LED
    + r"(?P<self>(?:i['’]?m|i am) (?:an? )?(?:bit of an? |something of an? |total |complete |huge |big |massive |real |proper |lifelong |die-?hard |such an? |an? )*)"
    + r"(?!(?:big|huge|loyal|long)? ?(?:user|customer)\b)(?=(?:[\w'’-]{3,}(?:holic|worm|phile)\b|(?:gamer|foodie|lark|homebody|birder|bird-?watcher|(?:keen|avid|daily|regular) (?:runner|cyclist|hiker|swimmer|climber|gardener|baker|knitter|reader|skier|surfer|walker|cook))\b|(?:[\w'’-]+ ){1,3}(?:buff|nut|nerd|geek|fan|lover|fanatic|addict|junkie|enthusiast|freak|user|drinker|(?<=visual )learner|(?<=auditory )learner|person|guy|gal))(?: (?:here|myself|through and through|since \w+ \w+ \w+))?\W*$)",
    re.IGNORECASE,
)


@remembered(1_024)
def cue_in(words: str) -> Cue | None:
    """The cue of such a clause, over who does it; None if it is none."""
    words = _SINCE_NOW.sub("", words)
    if not 2 <= len(words.split()) <= MOST_WORDS:
        return None
    if (found := _MOVED.match(words)) and _fields.is_tool(found["what"]):
        return _cue(found, "for")
    if is_of_now(words):
        return None
    cue = _told_in(words)
    return cue if cue is None or sensitivity_of(words) is None else None


def is_of_now(words: str) -> bool:
    """True for what is at hand, past, planned or only supposed, for somebody else, or a complaint."""
    return _NOT_NOW.search(words) is not None


def _told_in(words: str) -> Cue | None:
    for polarity, pattern in _TOLD:
        if found := pattern.match(words):
            return _cue(found, polarity)
    if found := _tools_in(words):
        return _cue(found, "for")
    if _BETTER.match(words) and _fields.field_of(words) is not None:
        return Cue(0, 0, "for", "taste", STRENGTH)
    return _cue(found, "for") if (found := _BUFF.match(words)) else None


def field_of(text: str, likeliest: str, score: float) -> str | None:
    """The behaviour that the words of a field give, where they decide; None if the head does.

    Args:
        text: What somebody said of themselves.
        likeliest: The behaviour that the head holds likeliest.
        score: How likely, from 0 to 1.
    """
    if _at_hand.is_of_words(text):
        return "style.tone"
    if _fields.is_of_money(text):
        return "constraint.practical"
    if sensitivity_of(text) is not None:
        return None
    if named := _fields.of_a_favourite(text):
        return named
    if _fields.is_of_devices(text):
        return "taste.media"
    if _fields.is_of_tools(text) or is_of_tools(text):
        return "work.method"
    if likeliest.startswith("constraint.") and _TRYING.search(text):
        return _fields.field_of(text) or "taste.activity"
    if _fields.is_of_rhythm(text) and len(text.split()) <= MOST_WORDS:
        return "taste.activity"
    if score >= _fields.UNSURE or likeliest.startswith("constraint."):
        return None
    return _fields.field_of(text)


def is_of_tools(words: str) -> bool:
    """True if it says which tools somebody works with."""
    moved = _MOVED.match(words)
    return (moved is not None and _fields.is_tool(moved["what"])) or _tools_in(words) is not None


def _tools_in(words: str) -> re.Match[str] | None:
    found = _OF_TOOLS.match(words)
    if found and (
        _fields.is_of_tools(words)
        or _fields.begins_with_tool(found["what"])
        or _OTHER_THAN.search(words)
    ):
        return found
    found = _RATHER.match(words)
    if found and _fields.is_tool(found["what"]) and _fields.is_tool(found["other"]):
        return found
    found = _ON_A.match(words)
    return found if found and _fields.is_tool(found["what"]) else None


def _cue(found: re.Match[str], polarity: Polarity) -> Cue:
    start, end = found.span("self")
    return Cue(start, max(start, end - 1), polarity, "taste", STRENGTH)
