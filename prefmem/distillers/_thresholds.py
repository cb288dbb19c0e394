"""How sure a head has to be: less for plain words, more where something speaks against them."""

from __future__ import annotations

from prefmem.distillers.answers import _standing, _styles
from prefmem.distillers.answers._styles import Style
from prefmem.distillers.offers._choices import Choice
from prefmem.distillers.person import _everyday
from prefmem.distillers.reading import _apart
from prefmem.distillers.reading._features import is_outright
from prefmem.distillers.reading._span import MAX_SURE_WORDS, Span
from prefmem.distillers.words import _cues
from prefmem.distillers.words._elided import completed

PLAIN = 0.85
"""Strength of a cue that says it in so many words."""
MADE_PLAIN = 0.4
"""Taken off the threshold for a choice that turns the others down in so many words."""
PICKED = 0.1
"""Taken off for a choice that turns nothing down."""
DOUBT = 0.25
"""Added to the threshold where more than usual speaks against a span."""
WEAK = 0.2
"""Added where the words alone say little: a habit, something that has an effect on somebody."""
UNNAMED = 0.65
"""Strength of a cue that no word says: the phrasing alone."""
UNSAID = 0.3
"""Added there."""
OUTRIGHT = 0.2
"""Taken off where a span opens with "I" and a word that says nothing else."""
PLAINLY = 0.45
"""Taken off instead where, besides, it points at nothing: no "this", no "my boss", no "your"."""
NAMED = 0.15
"""Needed of a span that gives a name or pronouns."""
ASKED = 0.2
"""Taken off for a wish about answers that says that it lasts."""
MOST = 0.95
NEVER = 1.1
UNLIKE = 0.2
"""Probability by phrasing below which no head was ever sure enough of a habit."""
UNLIKE_UNNAMED = 0.43
"""The same where no word says it."""
ALWAYS = 0.0
"""Needed of what must not be missed: an allergy, a wish that says that it holds from now on."""


def needed(span: Span, threshold: float) -> float:
    """How sure the head has to be of a span: less for plain words, more where there is doubt."""
    if len(span.text.split()) > MAX_SURE_WORDS and not is_outright(span.text):
        return NEVER
    style = _styles.style_of(span.text)
    if _is_plain(span, style):
        return NAMED if span.doubtful else ALWAYS
    if style is not None and style.behaviour == "identity.address":
        return NAMED
    if span.kind == "instruction":
        if _styles.is_of_a_text(span.text):
            return NEVER
        lasts = _cues.asks_lastingly(span.text) or _styles.is_of_all_answers(span.text)
        threshold += -ASKED if lasts else WEAK
    elif is_outright(completed(span.text)) and span.cue.kind != "habit" and not span.hedged:
        threshold -= OUTRIGHT if _cues.points(span.text) else PLAINLY
    elif span.cue.kind == "habit" or span.cue.strength < PLAIN:
        threshold += WEAK if span.cue.strength > UNNAMED else UNSAID
    if span.tentative:
        threshold += WEAK
    return min(MOST, threshold + (DOUBT if span.doubtful else 0.0))


def is_worth_asking(span: Span) -> bool:
    """False for words that say little and are put as hardly any preference is.

    An embedding costs ten times what all else does that is read of a sentence: it is spared where
    the head would say no.
    """
    if span.cue.kind != "habit" or span.kind == "instruction" or span.phrased is None:
        return True
    least = UNLIKE if span.cue.strength > UNNAMED else UNLIKE_UNNAMED
    return span.phrased.sure >= least or needed(span, MOST) < MOST


def _is_plain(span: Span, style: Style | None) -> bool:
    """True for what no head is asked about: it says so itself."""
    if (
        span.lasts
        or _standing.deed_in(span.text)
        or (style is not None and _styles.is_standing(span.text))
    ):
        return True
    if span.cue.strength == _everyday.STRENGTH:
        return True
    if _cues.is_condition(span.text) or span.cue.strength == _apart.RULED_OUT:
        return not span.doubtful
    unsure = span.doubtful or span.tentative or span.hedged
    return not unsure and _cues.is_unmistakable(span.text) and not _cues.points(span.text)


def needed_of_choice(choice: Choice) -> float:
    """Added to the threshold of a choice: least where the others are turned down."""
    return -MADE_PLAIN if choice.explicit else -PICKED
