"""Which class of sensitive content a statement touches, by its words; never by guessing."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("health", r"\b(?:allerg\w+|intoleran\w+|anaphyla\w+|c(?:o)?eliac|diabet\w+|asthma\w*|dyslexi\w+|adhd|autis\w+|bipolar|depress(?:ion|ed)|anxiety (?:disorder|attacks?)?|ptsd|ocd|phobia|phobic|claustrophob\w*|agoraphob\w*|vertigo|epilep\w+|seizures?|migraines?|arthritis|chronic|disab\w+|wheelchair|hearing (?:loss|aids?|impair\w+)|hard of hearing|deaf|blind|visually impaired|colou?r[- ]?blind|pregnan\w+|insomnia|hypertension|blood pressure|cholesterol|ibs|crohn\w*|gerd|acid reflux|eczema|psoriasis|lupus|cancer|hiv|medication|antidepressants?|surgery|injur(?:y|ies|ed)|bad (?:knees?|back|hip|shoulder)|motion sick\w*|heart (?:condition|disease|problem)|eating disorder|in recovery|recovering (?:alcoholic|addict)|mental health|panic attacks?|sensory (?:issues|overload|processing)|fibromyalgia|thyroid|gout|epipen|low fodmap|mobility (?:issues|problems|impair\w+)|sleep apn\w+)\b"),
        ("faith", r"\b(?:christian\w*|catholic\w*|protestant|muslim|islam\w*|jew(?:ish)?|judaism|hindu\w*|buddhis\w+|sikh\w*|atheis\w+|agnostic|mormon|lds|jehovah\w*|orthodox|quaker|pagan|wicca\w*|my (?:faith|religion|church|mosque|temple|synagogue)|religious (?:beliefs?|reasons|person)|god\b|pray(?:er|ers|ing)?|bible|quran|torah|kosher|halal|haram|ramadan|sabbath|shabbat|lent\b)\b"),
        ("politics", r"\b(?:republicans?|democrats?|conservative politic\w*|liberal politic\w*|left[- ](?:wing|leaning)|right[- ](?:wing|leaning)|socialis\w+|communis\w+|capitalis\w+|libertarian\w*|marxis\w+|anarchis\w+|labou?r party|tories|tory|green party|trump|biden|maga|brexit|abortion|pro-?(?:life|choice)|gun control|second amendment|political\w*|politics|partisan|progressive (?:politics|values)|vote[ds]? for|immigration)\b"),
        ("orientation", r"\b(?:gay|lesbian|bisexual|bi\b|queer|straight (?:man|woman|guy|girl)|pansexual|asexual|lgbt\w*|same[- ]sex|heterosexual|homosexual|polyamor\w+|sexual orientation)\b"),
        ("identity", r"\b(?:trans(?:gender)?|non-?binary|genderqueer|gender[- ]?fluid|my pronouns|they/them)\b"),
        ("ethnicity", r"\b(?:as an? (?:black|white|asian|latin[oax]|hispanic|african[- ]american|native american|indigenous|arab|mixed[- ]race)\b|my (?:ethnicity|race|ethnic)|i(?:'m| am) (?:black|latin[oax]|hispanic|african[- ]american|indigenous|native american)\b|immigrant)\b"),
        ("finances", r"\b(?:my (?:salary|income|debts?|mortgage|credit (?:score|card debt)|student loans?)|in debt|bankrupt\w*|low income|paycheck to paycheck|on benefits|on welfare)\b"),
        ("trade_union", r"\b(?:(?:trade|labou?r) union|union (?:member|rep|steward))\b"),
        ("criminal", r"\b(?:criminal record|felon\w*|on parole|on probation|arrested|convicted)\b"),
    )
)  # fmt: skip


def sensitivity_of(text: str) -> str | None:
    """The first class whose words are in a text, or None."""
    return next((name for name, pattern in CLASSES if pattern.search(text)), None)
