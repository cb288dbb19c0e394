"""What selection asks of each preference whatever the request is, read once for many requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from prefmem.records import Candidate, Lines
from prefmem.stages import compared
from prefmem.types import Preference

FORM = ("style.", "expertise.", "interaction.")
"""Behaviours about the form of an answer: they concern every answer."""
NAME = "identity.address"
CONSTRAINT = "constraint."
CLOSED = ("superseded", "expired", "rejected")
UNLIKELY = 0.5
"""Confidence below which what was only shown is rather not so than so."""
Mask = npt.NDArray[np.bool_]


class Trait(NamedTuple):
    """What selection asks of a preference whatever the request is: read once for many requests."""

    always: bool
    """It holds whatever is asked: form, the user's name, pinned constraints."""
    occasional: bool
    """Form that is wanted in one context only."""
    passing: bool
    """It holds in one conversation only."""
    form: bool
    constraint: bool
    conditions: tuple[str, ...]
    """The factors of its context."""
    plain: bool
    """Neither its end nor its context can keep it out: only the policy, its persona and doubt."""

    @classmethod
    def of(cls, preference: Preference) -> Trait:
        """Read a preference."""
        behaviour = preference.behaviour
        form, constraint = behaviour.startswith(FORM), behaviour.startswith(CONSTRAINT)
        conditions = tuple(preference.context.factors().values())
        if form or behaviour == NAME:
            always = preference.status != "candidate"
        else:
            always = preference.pinned and constraint
        passing = preference.conversation is not None
        return cls(
            always=always and not conditions and not passing,
            occasional=form and bool(conditions),
            passing=passing and form,
            form=form,
            constraint=constraint,
            conditions=conditions,
            plain=not (conditions or passing or preference.suspended or preference.valid_to)
            and preference.status not in CLOSED,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What is compared of candidates, made once for many requests; all in their order."""

    of: tuple[Preference, ...]
    """The preferences."""
    compared: compared.Prepared
    traits: tuple[Trait, ...]
    whole: Mask
    """(n,): True for what can apply whatever the request is about."""
    plain: Mask
    """(n,): True for what only being near makes apply, and nothing of its own keeps out."""
    constraint: Mask
    """(n,): True for what also applies where only its situation is near."""
    constrained: bool
    """True if there is anything like that."""
    rivals: frozenset[int]
    """Places of those that want of a subject the opposite of what others want of it."""
    lines: Lines = field(default_factory=dict[tuple[str, int], tuple[str, int]])
    """What a renderer wrote of them before."""


def prepare(candidates: Sequence[Candidate], *, last: Prepared | None = None) -> Prepared:
    """Stack what holds while preferences keep their status; what is as in `last` is taken over."""
    preferences = tuple([candidate.preference for candidate in candidates])
    read = {} if last is None else {id(p): t for p, t in zip(last.of, last.traits, strict=True)}
    traits = tuple([read.get(id(one)) or Trait.of(one) for one in preferences])
    return Prepared(
        of=preferences,
        compared=compared.prepare(candidates, last=None if last is None else last.compared),
        traits=traits,
        whole=np.array([t.always or t.occasional or t.passing for t in traits], dtype=np.bool_),
        plain=np.array([t.plain and not t.always for t in traits], dtype=np.bool_),
        constraint=np.array([t.constraint for t in traits], dtype=np.bool_),
        constrained=any(t.constraint for t in traits),
        rivals=_rivals(preferences),
    )


def _rivals(preferences: Sequence[Preference]) -> frozenset[int]:
    """The places of those that could be in conflict with others."""
    by_subject: dict[tuple[str, str], list[int]] = {}
    for i, one in enumerate(preferences):
        if one.subject:
            by_subject.setdefault((one.behaviour, one.subject), []).append(i)
    found = (
        places
        for places in by_subject.values()
        if len({preferences[i].polarity for i in places}) > 1
    )
    return frozenset(i for places in found for i in places)
