"""Things of which people have one at a time: an editor, a shift, a kind of phone.

Naming one says nothing against another; "we're on Azure now" does.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem._remembered import remembered

_KINDS: tuple[tuple[str, ...], ...] = (
    (r"nights?(?: shifts?)?", r"days?(?: shifts?)?", r"earl(?:y shifts?|ies)", r"late(?: shift)?s"),
    (r"night owl|evening person|night person", r"morning person|early (?:bird|riser)|(?:a )?lark"),
    (r"n?vim?|neovim", r"emacs", r"vs ?code|visual studio code", r"intellij", r"pycharm", r"sublime(?: text)?", r"xcode", r"cursor", r"zed", r"jupyter|notebooks?"),
    (r"aws", r"azure", r"gcp|google cloud", r"heroku", r"hetzner", r"on-?prem(?:ises)?"),
    (r"slack", r"teams", r"discord", r"mattermost"),
    (r"zoom", r"google meet", r"teams", r"webex"),
    (r"windows(?: \d+)?", r"mac(?:os|book(?: (?:pro|air))?)?|macs?", r"linux|ubuntu|debian|fedora|arch|mint|nixos"),
    (r"iphones?", r"android|pixel|galaxy|samsung"),
    (r"chrome", r"firefox", r"safari", r"edge", r"brave", r"vivaldi"),
    (r"postgres(?:ql)?", r"mysql", r"mariadb", r"sqlite", r"mongo(?:db)?", r"oracle"),
    (r"github", r"gitlab", r"bitbucket"),
    (r"npm", r"yarn", r"pnpm", r"bun"),
    (r"pip", r"poetry", r"conda", r"uv"),
    (r"notion", r"obsidian", r"evernote", r"onenote", r"logseq"),
    (r"jira", r"linear", r"asana", r"trello", r"monday\.com"),
    (r"react", r"vue", r"angular", r"svelte"),
    (r"photoshop", r"affinity", r"gimp"),
    (r"spotify", r"apple music", r"tidal", r"youtube music"),
    (r"vegan", r"vegetarian", r"pescatarian|pescetarian", r"keto", r"omnivore"),
    (r"e-?readers?|kindle|e-?books?", r"paper(?:backs?)?(?: books?)?|physical books?|print(?:ed)?(?: books?)?|real books", r"audio ?books?"),
    (r"window(?: seats?)?", r"aisle(?: seats?)?"),
    (r"oat milk", r"soy(?:a)? milk", r"almond milk", r"cow['’]?s milk|dairy milk|normal milk|regular milk"),
    (r"(?:cycl|bik)\w*[\w ]{0,12} to (?:work|school|the office)", r"bus to (?:work|school|the office)", r"(?:train|tube|tram|metro|subway) to (?:work|school|the office)", r"driv\w+[\w ]{0,12} to (?:work|school|the office)", r"walk\w*[\w ]{0,12} to (?:work|school|the office)"),
    (r"(?:coffees?|espresso) (?:\w+ )?black|black coffees?", r"(?:coffees?|espresso) (?:\w+ )?(?:with|and) (?:\w+ )?(?:milk|cream)|(?:milk|cream) in (?:\w+ )?coffees?|(?:white|milky) coffees?|lattes?|flat whites?|cappuccinos?"),
    (r"teas? (?:\w+ )?black|black teas?(?! with)", r"teas? (?:\w+ )?with (?:\w+ )?milk|milk in (?:\w+ )?teas?|milky teas?"),
    (r"(?:coffees?|teas?)[\w ]{0,20} with(?: \w+)? sugars?", r"(?:coffees?|teas?)[\w ]{0,20} without(?: \w+)? sugars?|unsweetened (?:coffees?|teas?)"),
    (r"work\w* (?:fully |mostly |full time )?(?:from home|remotely|at home)|remote work\w*|home office|wfh", r"(?:works? )?(?:back )?(?:in|at|into) (?:the|an) office(?! chair| party| plan)|work\w* on-?site|office-based"),
    (r"dark (?:mode|themes?)", r"light (?:mode|themes?)"),
    (r"renting|rent", r"own (?:my|our) (?:home|house|flat)|homeowner"),
)  # fmt: skip
"""Of each kind the alternatives, each by the words that name it."""
_ONE_OF: tuple[tuple[re.Pattern[str], ...], ...] = tuple(
    tuple(re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE) for words in kind)
    for kind in _KINDS
)


@remembered(8_192)
def named(text: str) -> frozenset[tuple[int, int]]:
    """The alternatives that a text names: number of the kind, number within it.

    Of a kind of which it names two, none: "moved from Slack to Teams" tells both.
    """
    return _named_of(_ONE_OF, text)


def _named_of(
    kinds: tuple[tuple[re.Pattern[str], ...], ...], text: str
) -> frozenset[tuple[int, int]]:
    found = [
        (n, k)
        for n, kind in enumerate(kinds)
        for k, pattern in enumerate(kind)
        if pattern.search(text)
    ]
    numbers = [n for n, _ in found]
    return frozenset(one for one in found if numbers.count(one[0]) == 1)


_FIELDS: tuple[tuple[str, ...], ...] = (
    (r"fantasy", r"crime(?: (?:novels?|fiction|stories))?|detective (?:novels?|stories)|whodunn?its?", r"sci-?fi|science fiction", r"romances?|romantic novels?", r"thrillers?", r"horror", r"historical (?:novels?|fiction)", r"biograph(?:y|ies)|memoirs?", r"poetry|poems", r"westerns?", r"comics?|graphic novels?|manga", r"short stories", r"classics", r"non-?fiction", r"comed(?:y|ies)", r"document(?:ary|aries)", r"action (?:films?|movies?)", r"musicals?", r"anime"),
    (r"jazz", r"(?:heavy |death |black )?metal", r"techno", r"classical(?: music)?", r"folk(?: music)?", r"hip-?hop|rap", r"country(?: music)?", r"punk", r"indie(?: rock)?", r"pop(?: music)?", r"blues", r"ambient(?: music)?", r"reggae", r"soul(?: music)?", r"opera", r"house music", r"lo-?fi", r"k-?pop", r"drum and bass"),
    (r"running|jogging|marathons?", r"swim(?:ming|s)?", r"cycling|bike rides?", r"climbing|bouldering", r"yoga", r"pilates", r"cross-?fit", r"weight ?lifting|lifting(?: weights)?|weight training", r"rowing", r"boxing|kick-?boxing", r"tennis", r"squash", r"badminton", r"golf", r"football|soccer", r"basketball", r"spinning|spin class(?:es)?", r"tai chi", r"zumba", r"martial arts|karate|judo"),
    (r"coffee|espresso", r"(?:green |black |herbal |mint |ginger )?teas?", r"matcha", r"cocoa|hot chocolate", r"cola|coke", r"juice", r"lemonade", r"kombucha"),
    (r"beers?|lager|ales?|ipas?", r"wines?", r"whisk(?:e)?y", r"gin", r"cocktails?", r"cider", r"rum", r"vodka", r"(?:alcohol-free|non-?alcoholic) \w+"),
    (r"knitting", r"crochet(?:ing)?", r"sewing|quilting", r"embroidery", r"pottery|ceramics", r"woodwork(?:ing)?|woodturning", r"painting|watercolou?rs?", r"drawing|sketching", r"origami", r"calligraphy", r"weaving"),
    (r"hotels?|resorts?", r"camping|tents?", r"hostels?", r"cruises?", r"(?:package|all-inclusive) holidays?", r"house swaps?", r"cabins?", r"canal boats?|narrowboats?", r"camper ?vans?|motorhomes?", r"guest ?houses?|b&bs?", r"road trips?", r"city breaks?"),
    (r"chess", r"bridge", r"poker", r"go", r"scrabble", r"crosswords?", r"sudokus?", r"jigsaws?(?: puzzles?)?", r"video games?", r"board games?"),
)  # fmt: skip
"""Things of which people have several; who moves on to one, and names nothing else, leaves one."""
_IN_FIELDS: tuple[tuple[re.Pattern[str], ...], ...] = tuple(
    tuple(re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE) for words in kind)
    for kind in _FIELDS
)


@remembered(8_192)
def _of_fields(text: str) -> frozenset[tuple[int, int]]:
    return _named_of(_IN_FIELDS, text)


def kin(held: str, said: str) -> bool:
    """True if two statements name two things of one field, of which people may have several."""
    return _differ(_of_fields(held), _of_fields(said))


def rival(held: str, said: str) -> bool:
    """True if two statements name two alternatives of one kind."""
    return _differ(named(held), named(said))


def _differ(mine: frozenset[tuple[int, int]], theirs: frozenset[tuple[int, int]]) -> bool:
    """True if of one kind one names this and the other that."""
    if not mine or not theirs:
        return False  # nearly always
    others = dict(theirs)
    return any(others.get(kind, one) != one for kind, one in mine)


def kinds(text: str) -> list[tuple[str, int]]:
    """What two statements share that may be rivals, or kin."""
    return [("kind", n) for n, _ in named(text)] + [("field", n) for n, _ in _of_fields(text)]
