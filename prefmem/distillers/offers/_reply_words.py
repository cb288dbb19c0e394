"""Words of a short reply as they stand in a statement: "Wants films without horror"."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.offers._reply_parts import Wish
from prefmem.distillers.offers._sought import Sought
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._statements import plain, statement_of
from prefmem.distillers.words._third_person import third
from prefmem.stages import keys


def worded(wish: Wish, sought: Sought | None, *, lasting: bool) -> tuple[str, str]:
    """A wish in the third person, and what it is a wish about where the wish leaves that open."""
    what = named(wish.what)
    about = sought.name if sought and sought.name and not names(what, sought.name) else ""
    verb = "Wants" if lasting else "Turned down" if wish.polarity == "against" else "Asked for"
    if wish.form == "limit":
        return f"{verb} {about + ' of ' if about else ''}at most {_spelt(what)}", ""
    if wish.form == "without":
        if not lasting:
            return f"{verb} {what}", about
        none = "not" if what.startswith("too ") else "no"
        return (f"Wants {about} without {what}", "") if about else (f"Wants {none} {what}", "")
    if wish.form == "never":
        return statement_of(f"I {what}"), ""
    if wish.form == "rather":
        return (
            f"{'Prefers' if lasting else verb} {what} {'to' if lasting else 'over'} {named(wish.other)}",
            about,
        )
    if wish.form in ("nothing", "too"):
        how = "nowhere" if wish.how.lower().startswith("no") and "where" in wish.how else "nothing"
        too = "too " if wish.form == "too" else ""
        if too and not lasting:
            return f"Found it too {what}", about
        return f"{'Wants' if lasting else 'Asked for'} {how} {too}{what}", about
    if wish.form == "mostly":
        return f"{wish.how.capitalize()} likes {what}", about
    if about and what.endswith(" ones"):
        what, about = f"{what.removesuffix('ones')}{about}", ""
    only = wish.form == "only" and re.match(r"(?:some|any)\w+ ", what) is None
    return f"{verb} {'only ' if only and lasting else ''}{what}", about


def names(what: str, about: str) -> bool:
    """True if what is wanted names the thing itself: "no horror films"."""
    return not keys.content(what).isdisjoint(keys.content(about))


def named(what: str) -> str:
    """Words as they stand within a statement, with names of languages and peoples in capitals."""
    what = _LANGUAGE.sub(lambda m: m.group().capitalize(), what)
    what = re.sub(r"\bmyself\b", "themselves", re.sub(r"\bmy\b", "their", what))
    return re.sub(r"\bi\b", "they", what, flags=re.IGNORECASE)


_LANGUAGE = re.compile(
    r"\b(?:english|spanish|french|german|italian|japanese|korean|chinese|portuguese|dutch|polish|russian|turkish|arabic|greek|indian|mexican|thai|swedish|danish|irish|scottish)\b"
)


def _spelt(value: str) -> str:
    """A limit with its unit in full: "20 mins" is "20 minutes"."""
    value = re.sub(r"(?<=\d)(?=[a-z])", " ", value)
    value = re.sub(r"\bmins?\b", "minutes", value, flags=re.IGNORECASE)
    return re.sub(r"\b(?:hrs?|h)\b", "hours", value, flags=re.IGNORECASE)


def reason_of(text: str) -> str:
    """A reason as it stands in brackets behind a wish."""
    if brief := _BRIEF.match(text):
        return f"is {brief['is']}" if brief["is"] else third(brief["does"])
    told = statement_of(re.sub(r"^(?:the|his|her) ", "", text)) or plain(text)
    return lowered_at_start(told)


_BRIEF = re.compile(
    r"^(?:(?:i['’]?m|i am|we['’]?re|we are) (?P<is>[\w-]+)|(?:i|we) (?P<does>[a-z]+))$",
    re.IGNORECASE,
)
"""A reason of one word, which is too little for a statement: "I drive"."""
