"""Mature content is known by its words, whatever field a head puts it in.

Only what is made for adults alone: sex and graphic violence. What adults do, eat or learn is not
("mature cheddar", "adult education"), nor is what is explicit otherwise ("explicit instructions").
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

from dataclasses import replace

from prefmem.stages.lowered import low, lowered
from prefmem.types import Evidence

MATURE = "content.mature"
_WORKS = (
    r"(?:content|material|stuff|films?|movies?|cinema|videos?|shows?|series|tv|anime|manga|comics?|games?|video games?|books?|novels?|stor(?:y|ies)|fiction|"
    r"fan ?fic(?:tion|s)?|romances?|romantasy|literature|lyrics|scenes?|art|photos?|pictures?|images?|magazines?|(?:web)?sites?|entertainment|themes?|imagery|role-?play|chats?)"
)
_MATURE = lowered(
    r"\b(?:porn\w*|erotic\w*|hentai|ecchi|nsfw|smut(?:ty)?|bdsm|fetish\w*|orgy|orgies|threesomes?|striptease|strippers?|strip (?:clubs?|poker|shows?)|lap ?dances?|swingers?['’]? (?:clubs?|parties)|"
    r"masturbat\w+|sexting|dirty talk|onlyfans|nudity|x{3}|kinky(?! (?:hair|curls?|coils?|boots))|"
    rf"nude (?:scenes?|photos?|pictures?|models?|shows?)|topless (?:bars?|scenes?)|sex (?:scenes?|toys?|shops?|shows?|clubs?|chats?|stories|tapes?|games?|fantas(?:y|ies)|dolls?|cams?)|sexual(?:ly)? (?:explicit\w*|charged|graphic|fantas(?:y|ies)|acts?|{_WORKS})|"
    r"(?:explicit|graphic|rough|hot|casual|kinky|gratuitous|lots of|plenty of|more|books? with|films? with|stories with|love|loves|like|likes|enjoy|enjoys|and) sex\b(?! (?:ed\b|education|and the city|pistols|differences|discrimination|therap\w+|workers?|chromosomes?|determination))|sex and (?:violence|gore|swearing|nudity)|"
    rf"(?:sexually )?explicit (?:sex\w*|adult|erotic\w*|violence|gore|nudity|{_WORKS})\b(?! (?:warnings?|filters?|labels?|ratings?|blockers?))|"
    rf"(?<!young )(?<!young-)(?<!new )adult(?:[- ]only)? {_WORKS}\b(?! (?:club|group|circle|clubs|groups|night|filters?|blockers?))|adults?[- ]only {_WORKS}|adult (?:toys?|shops?|stores?)|mature {_WORKS}\b(?! (?:warnings?|filters?|ratings?))|"
    rf"(?:steamy|raunchy|spicy|sexy|lewd|naughty) (?:sex )?(?:films?|movies?|books?|novels?|stor(?:y|ies)|fiction|fan ?fic(?:tion|s)?|romances?|romantasy|scenes?|literature)|"
    r"(?:r|x|xxx|18|m)[- ]rated|rated (?:r|x|18|nc-?17|xxx)\b|nc-?17|18\+(?= \w)|"
    rf"graphic (?:violence|gore|horror|torture|death|injur\w+|sex\w*|nudity|fight scenes|{_WORKS.replace('novels?|', '').replace('art|', '')})\b|(?:ultra|extremely|very|really|brutally|gratuitously)[- ]violen\w+|(?:extreme|brutal|gratuitous|bloody) violence|snuff films?|torture porn|splatter(?:punk|core| (?:films?|movies?|horror|books?))|"
    r"(?<!\bal )gore\b(?![- ]?(?:tex|vidal|verbinski|district))|gory\b(?! detail))",
)
_TURNED = lowered(
    r"(?:\b(?:no|not|never|without|nothing|less|avoid\w*|except|unless|hates?|dislikes?|free of|free from|rather than|instead of|other than|minus|skips?|leave out|cannot|off|too much)\b|n['’]t\b|-free\b)[^,;.!?]{0,30}$"
)
"""Before what is not wanted: "thrillers are fine as long as there is no gore"."""
_FIELDS = ("taste.", "topic.", "value.", "style.")


def is_mature(text: str) -> bool:
    """True if a text asks for content that is made for adults alone."""
    said = low(text)
    return any(_TURNED.search(said[: m.start()]) is None for m in _MATURE.finditer(said))


def for_adults(one: Evidence) -> Evidence:
    """Evidence of a taste that touches mature content, as what it is.

    A dislike of it is a taste like any other, and keeps it from everybody.
    """
    if not one.behaviour.startswith(_FIELDS):
        return one
    if one.kind == "retracted":
        touches = _MATURE.search(low(one.statement)) is not None
    else:
        touches = one.polarity == "for" and (is_mature(one.statement) or is_mature(one.quote))
    return replace(one, behaviour=MATURE) if touches else one
