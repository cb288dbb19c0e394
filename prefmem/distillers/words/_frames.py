"""What stands around the words that say a preference: reasons, links, questions, plans, hedges."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

CALLS_FOR = (
    r"(?:(?:just|maybe|perhaps|please|then) )*(?:(?:an?|the|another|my) (?:\w+ )?(?:taxi|cab|uber|lyft|minicab|ambulance|doctor|car|ride|driver|limo(?:usine)?|plumber|electrician|locksmith|lawyer|waiter|nurse)\b|"
    r"(?:later|tomorrow|today|tonight|back|again|now|asap|maybe|when\w*|if|at|on|in|before|after|once|soon|any ?time|immediately|this|next|as soon|every|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)"
)
"""Behind "call me": what is to be done, and no name."""
SAYING = r"(?:(?:an?|the) )?(?:crazy|mad|weird|odd|strange|nuts|old[- ]fashioned|old[- ]school|cynic(?:al)?|biased|na[iï]ve|paranoid|picky|boring|selfish|lazy|spoil(?:ed|t)|snob(?:bish)?|stubborn|silly|stupid|greedy|sentimental|romantic|optimist\w*|pessimist\w*)\b"
"""Behind "call me": how one may be judged for what is said next."""
REASON = re.compile(
    r"(?:\b(?:because(?: of)?|since|due to|on account of|thanks to|for)\b(?P<reason>[^,;.!?]{4,160}))",
    re.IGNORECASE,
)
SINCE_WHEN = re.compile(
    r"since (?:the|last|then|childhood|my (?:teens|birth|childhood)|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|\d+|i (?:was|moved|started|turned|had|got|left))\b",
    re.IGNORECASE,
)
LED_BY_REASON = re.compile(
    r"^\W*(?:(?:and|so|but|well)\W+)?(?:since|because|as|now that|given that|due to|thanks to|on account of|because of)\s++(?P<reason>[^.!?]{8,120}?),?\s++"
    r"(?=i (?:(?:now|also|only|always|really|usually|mostly|generally) )?(?:prefer|avoid|like|love|eat|only|tend|don['’]?t|can['’]?t|hate|stick|enjoy|favou?r)\b)",
    re.IGNORECASE,
)
LED_BY_FAITH = re.compile(
    r"^\W*(?:(?:and|but|also|since|as|because)\s+)?(?:(?:as (?:an? )?|being (?:an? )?|i['’]?m (?:an? )?|i am (?:an? )?|we['’]?re |we are )(?:(?:practi[sc]ing|devout|observant|strict|orthodox|both|all) )*"
    r"(?:christian|catholic|protestant|muslim|jew(?:ish)?|hindu|buddhist|sikh|jain|mormon|adventist|rastafarian)s?|"
    r"(?:i|we) (?:keep|observe|fast during|fast for) (?:strict )?(?:the sabbath|sabbath|shabbat|shabbos|ramadan|lent|kosher))(?:,? (?:and|so)(?: so)?|,| -)\s+(?:(?:please|pls|so)\s+)*",
    re.IGNORECASE,
)
"""What somebody wants to eat is kept without the faith that it follows from."""
FOR_REASON = re.compile(r"\bfor [\w' -]{2,40}\breasons?\b", re.IGNORECASE)
LED_BY_LINK = re.compile(
    r"^\W*(?:(?:it|that|this|which)(?:['’]s| is)? (?:just |also |really |exactly |partly )?(?:reminds? me (?:of )?(?:how|that|why|the way)|why|because|shows (?:how|why)))(?: much)?\s+(?=i\b)",
    re.IGNORECASE,
)
THE_MORE = re.compile(
    r"^\W*(?:(?:and|but|yet|so|still)\b,? )*the (?:more|less|\w+er) [^,.;]{3,70}, the more (?=i\b)",
    re.IGNORECASE,
)
"""Before what somebody comes to like the more of: "the longer I stay away, the more I …"."""
WITHIN_QUESTION = re.compile(
    r"^\W*(?:is it|isn['’]?t it|is that|am i|is there|are there|do (?:other )?people|does (?:any|every)one|why (?:do|is|are|does|am))\b[^.!?]{0,60}?"
    r"\b(?:that|because|if|when|who|and)\s+(?=(?:i\s+)?(?:really |just |absolutely )?(?:can['’]?t|cannot|don['’]?t|do not|hate|love|like|prefer|dislike|avoid|never|always|do|enjoy|refuse|need|want)\b)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"“][^\"”]{3,}[\"”]")
PLAN = re.compile(
    r"^\W*(?:(?:and|so|well|now|recently|lately|also|oh|anyway|btw|by the way|actually)\W+)*(?:i['’]?ve been|i have been|i['’]?m|i am|i was)\s+(?:(?:also|just|really|currently|still)\s+)*"
    r"(?:think|look|try|plan|consider|mean|work|wonder|hop|research|search|toy|struggl|debat|plann|explor|attempt)\w*ing\b",
    re.IGNORECASE,
)
LED_BY_OWN = re.compile(
    r"^\W*(?:(?:and|but|also|well)\W+)*(?:since|because|as|given that|seeing that)\s+(?:i|i['’]m|i['’]ve)\b",
    re.IGNORECASE,
)
FOLLOWING = re.compile(
    r"^\W*i(?:['’]d like to|['’]d love to| would (?:like|love) to| want(?:ed)? to| need| think| thought| guess| wonder|['’]?m (?:looking|wondering|hoping|trying|thinking|curious|planning|considering|not sure)|['’]ve been)\b",
    re.IGNORECASE,
)
HEDGED_NEED = re.compile(
    r"\b(?:might|may|could|will|i['’]ll) (?:\w+ )?(?:need|have) to\b|\b(?:need|have|try|trying) to\b",
    re.IGNORECASE,
)
AS_SOMEONE = re.compile(
    r"^\W*(?:(?:and|so|but|also|well)\W+)*(?:as|being) (?:someone|somebody|one|an? (?:\w+ ){0,2}(?:person|\w+)) (?:who|that)\b",
    re.IGNORECASE,
)
BARE_REQUEST_TAIL = re.compile(
    r"(?:,|\s)+(?:(?:so )?(?:(?:when|where|how|why|who)(?: much| many| long| often)? (?=(?:can|could|do|would|is|are)\b))?(?:what|which|can|could|do|would|(?<=when )(?:is|are)|(?<=where )(?:is|are)|please|suggest|recommend|got|know)\b[^,]*\??)$|"
    r"(?:,\s*(?:so )?|\sso )any\b[^,]*\??$|"
    r",?\s+or (?:is|am|are|does|do) (?:it|that|i|this|there|other)\b[^,]*\??$|"
    r"\sany (?:\w+ ){0,2}(?:ideas?|recommendations?|recs|suggestions?|tips?|advice|thoughts?|pointers)\b[^,]*\??$",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:maybe|perhaps|might|possibly|sort of|kind of|kinda|sorta|i guess|i suppose|probably|not sure|sometimes|occasionally|a bit|a little|somewhat|slightly)\b",
    re.IGNORECASE,
)
PAST_EVENT = re.compile(
    r"\b(?:tomorrow|next (?:week|month|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|yesterday|last (?:night|week|month|year|summer|winter|spring|time|weekend)|\w+ (?:days|weeks|months|years) ago|the other day|once|this morning|earlier today|when i was (?:a kid|young|little|\w+ years old|in))\b",
    re.IGNORECASE,
)
TENTATIVE = re.compile(
    r"\bi['’]?m afraid (?:i|that|it|not|so)\b|\b(?:the (?:idea|thought|concept|notion|sound|suggestions?|tips?) (?:of|for|about)|(?:that|your|this) (?:idea|suggestion|advice|answer|tip)|not sure|"
    r"looking (?:to|for|at|into|forward)|thinking (?:about|of)|been (?:working|looking|thinking|meaning|trying|doing|considering|wondering|on the road)|"
    r"interested in (?:learning|hearing|knowing|exploring|seeing|the)|want(?:ed)? to (?:make sure|ensure|know|learn|keep|be|give|get)|will (?:definitely |probably )?(?:need|try|have) to|"
    r"find myself|when i was|back then|as a kid|reminds?|haha|lol|lmao|xd|years ago|grew up|need to|have to|has to|had to|couldn['’]?t|could not|would give|"
    r"my (?:students?|patients?|clients?|customers?|class|team|kids|children|job|shop|lessons|teaching))\b",
    re.IGNORECASE,
)
LAUGHED = re.compile(
    r"^\W*(?:haha\w*|hah|lol|lmao|xd)\b|\b(?:haha\w*|lol|lmao|xd)\W*$", re.IGNORECASE
)
"""A laugh around what is said takes nothing back."""
IMPERATIVE = re.compile(
    r"^\W*(?:(?:please|from now on|going forward|in (?:the )?future|by default|and|but|also|ok|okay|hey|so|then|actually|instead|yo|oi|omg|lol|alright|right|listen|look|pls|plz|mate|dude|bro|just)[, ]+){0,4}"
    r"(?:never|always|stop|don['’]?t|do not|use|keep|give|call|address|speak|talk|reply|respond|answer|write|be|put|show|explain|skip|drop|no|assume|ask|make|avoid|start|end|include|format|present|go|convert|refer|let|treat|tell|push|remind|quiz|two|three|one)\b",
    re.IGNORECASE,
)
TURNED = re.compile(
    r"^\s*(?:much |more |strongly |always |really )*(?:not\b|never\b|to (?:avoid|stay away|steer|skip|not)\b|avoiding\b|staying away)|^\s*(?:that |if )?(?:you|people) (?:not|don['’]?t)\b",
    re.IGNORECASE,
)
LIKE_SAID = re.compile(
    r"like (?:i|we)(?:['’]ve)? (?:\w+ )?(?:said|mentioned|told|explained|wrote)\b", re.IGNORECASE
)
"""It points back at what was said: "like I said, no dairy"."""
BEFORE_LIKE = re.compile(
    r"(?:^|\b(?:i|i'd|i've|we|to|and|or|but|really|also|always|not|never|would|do|don't|dont|just|quite|generally|usually|mostly|especially|particularly|still|actually|both|much|ever|who|personally|honestly|definitely|absolutely|typically|normally|prefer|\w+ly))\W*$",
    re.IGNORECASE,
)
OWN_SUBJECT = re.compile(r"\b(?:i|i['’]?(?:m|ve|d|ll)|im|ive|my|me|mine|myself)\b", re.IGNORECASE)
US = re.compile(r"\b(?:we|us|our)\b", re.IGNORECASE)

NEVER = re.compile(
    r"i(?:['’](?:ve|ll|d))? (?:(?:have|would|will|really|just|also|simply) )*never (?:ever |really )*(?!(?:miss|skip|say no|tire|get (?:tired|bored|enough)|go (?:\w+ )?without|stop|regret|fail|lose|forget|grow out|let|turn down|refuse|pass up|disappoint)\b)(?!.*\b(?:without|other than|except|unless|any other|anything (?:but|else))\b)\w+",
    re.IGNORECASE,
)
"""What somebody never does, they do not want; not so "I never miss …", "I never go without …"."""
OF_A_BUSINESS = re.compile(
    r"\b(?:we|our (?:shop|company|firm|bakery|restaurant|hotel|team|app|server|customers?|clients?|users?|products?|office))\b(?: \w+){0,3}? (?:accept|sell|ship|deliver|offer|serve|hire|deploy|charge|stock|close|open|support|process|guarantee|refund|uses?|runs?|provide)s?\b",
    re.IGNORECASE,
)
DID_NOT = re.compile(
    r"did(?:n['’]?t| not)\s+(?:(?:\w+ly|even|ever|at all) )*(?!(?:like|enjoy|love|care|want|appeal|click|feel|agree|trust|gel|vibe|dig|mind|see the|get much|sit|work for|suit|appreciate|take to|interest)\b)\w",
    re.IGNORECASE,
)
"""What did not happen once is no dislike: "I didn't sleep"."""


_ORDER_LED = re.compile(
    r"^\W*(?:(?:and|but|so|uh|um|ok|okay|please)\W+)*(?:take|put|leave|make|give|cut|add|remove|change|turn|fix|keep|write|drop|get|send|show|tell) (?:me |us )?(?:it|that|the|this|these|those|my|out|off|in|an?|some)\b[^,;.]{2,60}? (?=i(?:['’]\w+)? (?!(?:can|could|need|want|asked|said|sent|wrote|gave|have|had|was|am)\b)\w)",
    re.IGNORECASE,
)
"""An order that whoever dictates runs on from: "take out the big words I talk plain"."""


def ordered(text: str) -> int:
    """Where in a text begins what its speaker says of themselves behind an order; 0 if at once."""
    found = _ORDER_LED.match(text)
    return found.end() if found else 0


def is_quoted(text: str, place: int) -> bool:
    """True if a place in a sentence stands within quotation marks, and not all of it does."""
    whole = len(text.strip())
    return any(
        quote.start() < place < quote.end() and len(quote.group()) < whole
        for quote in QUOTED.finditer(text)
    )


def framed(text: str, least: int) -> tuple[int, re.Match[str] | None]:
    """How many characters only lead up to what is said, and the reason among them, if one is.

    Args:
        text: The words that may state a preference.
        least: Where their first cue begins.
    """
    led = len(text) - len(text.lstrip("\"“”'‘*_( "))
    link = (
        LED_BY_LINK.match(text)
        or THE_MORE.match(text)
        or WITHIN_QUESTION.match(text)
        or LED_BY_FAITH.match(text)
    )
    if link and link.end() <= least:
        led = link.end()
    if 0 < (order := ordered(text)) <= least:
        led = order
    reason = LED_BY_REASON.match(text)
    if reason and reason.end() <= least:
        return reason.end(), reason
    return led, reason if led else None
