"""Words of a field of life, and the behaviour that a preference with them is about."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.stages import artefacts

_ALSO_WORDS = r"rust|swift|ruby|julia|spring|react|bun|redux|spark|git|cursor|yarn|poetry|uv|cargo|brew|ruff|arch|mint|windows(?: \d+)?|pixel|sheets|word|outlook|slack|teams|zoom|discord|linear|notion|sketch|premiere|brave|edge|safari|chrome|sap|latex|wix|stata|tabs|spaces|(?-i:Go|R)"
"""Tools whose names are words of other fields, too: "safari", "poetry"."""
_TOOLS = (
    rf"{artefacts.TOOLS}|"
    r"linux|ubuntu|debian|fedora|nixos|macos|mac(?:book)?(?: (?:pro|air|mini))?|chromebook|thinkpad|ipad|iphone|android(?: phone)?|"
    r"excel|google (?:docs|calendar|drive|workspace)|powerpoint|gmail|thunderbird|office 365|libreoffice|(?:microsoft |ms )teams|jira|confluence|asana|trello|monday\.com|obsidian|evernote|onenote|logseq|todoist|airtable|"
    r"figma|photoshop|illustrator|lightroom|indesign|canva|blender|gimp|procreate|autocad|solidworks|davinci(?: resolve)?|final cut|ableton|logic pro|"
    r"firefox|vivaldi|salesforce|hubspot|shopify|wordpress|squarespace|spss|overleaf|zotero|scrivener|anki"
)
_TOOL = re.compile(rf"(?<![\w.-])(?:{_TOOLS})(?![\w-]|\.\w)", re.IGNORECASE)
_ON_ONE = re.compile(rf"\b(?:on|to|got an?|have an?) (?:{_TOOLS})(?![\w-]|\.\w)", re.IGNORECASE)
_DEVICES = r"(?:(?:ps|playstation ?)[345]|xbox(?: (?:one|series [xs]))?|(?:nintendo )?switch(?: 2)?|steam deck|kindle|kobo|e-?reader|oculus|quest [23])"
"""Of whoever plays and reads: what is looked for must run on them."""
_ONE_TOOL = re.compile(rf"^(?:{_TOOLS}|{_ALSO_WORDS}|{_DEVICES})(?: v?\d[\w.]*)*$", re.IGNORECASE)
_ON_DEVICE = re.compile(
    rf"\b(?:on|have|got|own|use) (?:an? |my |the |our )?(?:\w+ )?{_DEVICES}\b(?! (?:to|over|from|off)\b)",
    re.IGNORECASE,
)
_WORKING = re.compile(
    r"\b(?:use|using|uses|run|runs|running|code|coding|program|programming|prefer|over|(?:got|have) an?|write|writing|work|working|develop|deploy|test|build|design|edit|notes?|host|user|switched|everything|everywhere|(?:is|are) (?:all )?(?:in|on|written in)|on an?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:(?:on|have|got|with) an? (?:(?:\w+ )?(?:tight|small|limited|strict|low|shoestring|student|modest|tiny) )?budget|(?:tight|shoestring) budget|my budget|can['’]?t afford|money(?:['’]s| is) (?:\w+ ){0,2}tight|skint|on a shoestring|strapped for cash)\b",
    re.IGNORECASE,
)
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (behaviour, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for behaviour, words in (
        ("taste.activity", r"chess|play(?:s|ing)? (?:the )?(?:piano|guitar|violin|drums|cello|flute|bridge|poker|squash|golf|tennis|football|cricket|rugby|hockey|\w+ball)|knit\w*|crochet\w*|sewing|yoga|pilates|gym|hik(?:e|es|ing)|camping|climb\w*|swim\w*|jog\w*|run|running|cycl\w+|bik(?:e|ing)|fishing|gardening|garden|allotment|surf\w*|ski(?:ing)?|bird-?watching"),
        ("taste.food", r"barbecue|bbq|curr(?:y|ies)|brew|tea|coffee|beer|wine|breakfast|lunch|dinner|chips|tacos?|pizza|pasta|sushi|ramen|cheese|chocolate|bread|salads?|soups?|desserts?|vegetables|fruits?|cilantro|coriander|tofu|fish|meat|drink|eat|takeaway|takeout"),
        ("taste.media", r"soaps?|soap operas?|sitcoms?|true crime|podcasts?|films?|movies?|tv|television|series|novels?|books?|albums?|vinyl|jazz|rap|rock|metal|opera|musicals?|comed(?:y|ies)|horror|anime|documentar(?:y|ies)|video games|author|band|radio"),
        ("taste.travel", r"road trips?|hotels?|hostels?|beach(?:es)?|city breaks?|aisle|window seat|cruises?|flights?|flying|trains?"),
        ("taste.shopping", r"groceries|clothes|second[- ]?hand|thrift\w*|brands?|charity shops?"),
    )
)  # fmt: skip
_FAVOURITE = re.compile(
    r"\b(?:fav(?:ou?rite|e)?|go-?to|comfort) (?P<what>(?:[\w'’-]+ ){0,2}?[\w'’-]+)(?= (?:is|are|has|was|in|of|ever|by far|to)\b|:|\W*$)",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (behaviour, re.compile(rf"(?:^|\s)(?:{words})s?$", re.IGNORECASE))
    for behaviour, words in (
        ("taste.general", r"colou?r|season|animal|number|flower|tree|smell|day|month|time of (?:day|year)"),
        ("taste.food", r"food|dish|meal|snack|drink|dessert|pudding|fruit|vegetable|cuisine|takeaway|takeout|restaurant|sandwich|sweet|cake|cheese|beer|wine|cocktail|pizza|soup|recipe"),
        ("taste.media", r"book|novel|author|writer|poet|painter|artist|film|movie|director|actor|actress|show|series|sitcom|podcast|band|singer|song|album|composer|genre|game|comic"),
        ("taste.activity", r"sport|team|club|hobby|exercise|workout|player"),
        ("taste.travel", r"place|city|cities|country|destination|holiday|beach|airline|hotel"),
        ("taste.shopping", r"shop|store|brand|supermarket"),
        ("work.method", r"editor|language|framework|tool|app|ide"),
    )
)  # fmt: skip
_OF_WORK = re.compile(
    r"\b(?:pomodoro|(?:daily |morning )?stand-?ups?(?! comed\w+| specials?| comics?)|sprints?|when (?:i|we) work|works? (?:nights?|days|earlies|lates|shifts)|on (?:nights|days|earlies|lates)|(?:night|day|early|late) shifts?)\b",
    re.IGNORECASE,
)
_RHYTHM = re.compile(
    r"\b(?:night owl|morning person|early (?:bird|riser)|evening person|not do mornings|mornings)\b",
    re.IGNORECASE,
)
UNSURE = 0.6
"""Score of the likeliest behaviour below which the words of a field decide."""


def is_tool(text: str) -> bool:
    """True if it names one tool of work, and nothing else."""
    return _ONE_TOOL.match(text.strip(" .!")) is not None


def begins_with_tool(text: str) -> bool:
    """True if the first word of a text is a tool of work."""
    return is_tool(text.split(" ")[0].rstrip(",.;!")) or is_tool(text)


def is_of_tools(text: str) -> bool:
    """True if it tells which tools or ways somebody works with."""
    if _OF_WORK.search(text) or artefacts.is_of_code(text):
        return True
    return (
        _TOOL.search(text) is not None
        and (_WORKING.search(text) or _ON_ONE.search(text)) is not None
    )


def is_of_devices(text: str) -> bool:
    """True if it tells on what somebody plays or reads."""
    return _ON_DEVICE.search(text) is not None


def is_of_money(text: str) -> bool:
    """True if it tells that there is little money."""
    return _MONEY.search(text) is not None


def of_a_favourite(text: str) -> str | None:
    """The behaviour of a favourite by what it is one of: "my favourite place"; None if unknown."""
    found = _FAVOURITE.search(text)
    if found is None:
        return None
    return next((name for name, kind in _KINDS if kind.search(found["what"])), None)


def is_of_rhythm(text: str) -> bool:
    """True if it tells when somebody is awake and at their best."""
    return _RHYTHM.search(text) is not None


def field_of(text: str) -> str | None:
    """The one behaviour whose words are in a text; None if there is none, or more than one."""
    found = [behaviour for behaviour, pattern in _FIELDS if pattern.search(text)]
    return found[0] if len(found) == 1 else None
