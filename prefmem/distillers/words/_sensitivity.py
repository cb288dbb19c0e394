"""Which class of sensitive content a statement touches, by its words; never by guessing."""

from __future__ import annotations

from prefmem.stages.sensitivity import classes_of


def sensitivity_of(text: str) -> str | None:
    """The first class whose words are in a text, or None."""
    return next(iter(classes_of(text)), None)
