"""Words that announce a change, which `stages.leaving` reads: data, without logic."""

from __future__ import annotations

_HAVE = (
    r"(?:i've|i have|have|has|he has|she has|they have)\s+"
    r"(?:actually |really |recently |since |just |now |finally |also )?"
)
_BACK_TO = (
    r"\b(?:i'm|i am|we're|we are|i've gone|gone|went) back (?:to|on) "
    r"(?!work\b|school\b|normal\b|you\b|the office\b|bed\b|sleep\b|square\b|"
    r"(?:the|my|our) (?:start|beginning|flat|house|hotel|desk|car)\b)"
)
_EFFORT = (
    r"\b(?:put|spend|invest) (?:more of )?(?:my|our) (?:energy|time|effort|money)\b.{0,120}"
    r"\b(?:rather than|instead of|and not)\b"
)
ENDED = (
    r"\bno longer\b",
    r"\bany ?more\b",
    r"\bused to\b",
    _HAVE
    + r"(?:gone off|moved (?:away|on|past)|switched|stopped|quit|given up|grown (?:tired|bored)|"
    r"changed|lost interest|outgrown|soured|pivoted|replaced|abandoned|dropped|ditched)",
    r"\b(?:changed|changing|change) (?:my|his|her|their) mind\b",
    r"\bswitch(?:ed|ing) (?:to|from|over|away)\b",
    r"\bstopped (?:\w+ing)\b",
    r"\bgave up\b",
    r"\bgiv(?:en|ing) up\b",
    r"\bmov(?:ed|e|ing) (?:away from|on from|past)\b",
    r"\bgone off\b",
    r"\bgot(?:ten)? (?:tired|sick|bored) of\b",
    r"\b(?:tired|sick|bored|weary) of\b",
    r"\b(?:i'm|i am) (?:(?:so+|beyond|totally|completely|all|just|now|finally|officially) )*"
    r"(?:done|finished|through) with\b",
    r"\bpull(?:ing|ed)? back from\b",
    r"\brethought\b",
    r"\bdon't bother\b",
    r"\bwaste of time\b",
    r"\bover it\b",
    r"\b(?:fallen|fell|falling) (?:\w+ )?out of love\b",
    r"\b(?:worn off|wore off|worn thin)\b",
    r"\bwhile (?:it|they) lasted\b",
    r"\bbeen there,? done that\b",
    r"\b(?:these days|nowadays|lately),? (?:i'm |i am )?(?:much |far )?more of an?\b",
    r"\bmore of an? (?:[\w'-]+ ){1,4}(?:these days|nowadays|now)\b",
    r"\b(?:no more|enough|sick|tired) of (?:those|them|these|that (?:stuff|kind|sort))\b",
)
"""Words that say that something ended."""
_ALTOGETHER = (
    r"\bthese days\b",
    r"\bnowadays\b",
    _BACK_TO,
    r"\bchange of heart\b",
    r"\bfrom now on\b",
    r"\bgoing forward\b",
    r"\breconsider",
    r"\b(?:change[ds]?|changing|switch(?:ed|ing)?) (?:direction|course|tack|tune)\b",
    r"\bi(?:'ve| have)? (?:changed|switched) gears\b",
    _EFFORT,
)
"""Words that announce a change of mind, and that the passage around them turns on."""
CHANGED = (
    *_ALTOGETHER,
    r"\blately\b",
    _HAVE + r"(?:come to|grown|gone back|started|become|begun|decided|reali[sz]ed|shifted|turned|"
    r"found myself|found that|learned to|been (?:feeling|thinking|leaning|gravitating|preferring))",
    r"\bafter (?:some |much |my )?(?:reflecti|thinking|consider)",
    r"\bon second thou?ght",
    r"\bturns out\b",
    r"\b(?:what|how|where|all) (?:i|we) (?:\w+ ){1,2}(?:now|these days|nowadays)\b",
    r"\bnow i\b",
    r"\bi now\b",
    r"\bnow\W*$",
    r"\b(?:moved|migrated|converted|switched|went back|gone back) "
    r"(?:everything |it all |over |back )*to\b",
    r"\b(?:for|to) me now\b",
    r"\bnow (?:prefer|feel|find|think|want|avoid|enjoy|like|hate|love|just)s?\b",
    r"\brethinking\b",
    r"\b(?:starting|beginning) to (?:prefer|feel|find|think|like|enjoy|appreciate)\b",
    r"\bi'd (?:much )?rather\b",
    r"\bactually (?:prefer|started|find|think|want|realiz|appreciat|enjoy|like)",
    r"\b(?:begun|beginning|started) to\b",
)
"""Words that may announce a change of mind."""
TURNED = (
    *_ALTOGETHER,
    r"\b(?:my|our) (?:palate|tastes?|priorities|habits?|preferences?|outlook|needs) "
    r"(?:has|have) (?:\w+ )?(?:changed|shifted|evolved)\b",
    r"\bon second thought",
    r"\bre(?:thought|thinking)\b",
    r"\bnow (?:prefer|feel|find|think|want|avoid|just)s?\b",
    r"\b(?:i|they) now\b",
    r"\bsomething (?:else|different)\b",
    r"\b(?:i'd|would) (?:much )?rather\b",
)
"""Words that a whole passage of change turns on."""
