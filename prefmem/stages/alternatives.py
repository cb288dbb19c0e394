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
    found = [
        (n, k)
        for n, kind in enumerate(_ONE_OF)
        for k, pattern in enumerate(kind)
        if pattern.search(text)
    ]
    kinds = [n for n, _ in found]
    return frozenset(one for one in found if kinds.count(one[0]) == 1)


def rival(held: str, said: str) -> bool:
    """True if two statements name two alternatives of one kind."""
    mine, theirs = dict(named(held)), dict(named(said))
    return any(theirs.get(kind, one) != one for kind, one in mine.items())
