"""What selection asks of each preference whatever the request is, read once for many requests."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from prefmem.policy.question import ends
from prefmem.records import CLOSED, Candidate, Lines, Matrix, Request, Verdict
from prefmem.stages import compared, keys, needs
from prefmem.stages.expansions import is_dietary
from prefmem.stages.keydata import HEALTH
from prefmem.stages.taken import Taken
from prefmem.types import Applied, Preference

FORM = ("style.", "expertise.", "interaction.")
"""Behaviours about the form of an answer: they concern every answer."""
NAME = "identity.address"
CONSTRAINT = "constraint."
FAITH = "constraint.faith"
ALWAYS = "concerns every answer"
ABOUT = ""
"""The request is about it: said with the score."""
CANDIDATE_DISCOUNT = 0.7
"""What counts of the relevance of a preference that is not settled yet, when ranks are given."""
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


class Judged(NamedTuple):
    """A preference that the policy lets through: what is so as long as its verdict is the same."""

    name: str
    """The preference's id."""
    preference: Preference
    vectors: Matrix
    verdict: Verdict
    trait: Trait
    binding: bool
    """The answer must meet it; what was only seen once never binds."""
    simple: bool
    """Nothing of its own keeps it out, only its persona can ..."""
    why: str
    """... and so this is why it applies, where it may."""
    whole: bool
    """It ranks first, whatever its relevance."""
    counts: float
    """What counts of its relevance, when ranks are given."""
    applied: Applied
    """As a renderer sees it."""

    @classmethod
    def of(cls, candidate: Candidate, verdict: Verdict, trait: Trait) -> Judged:
        """What selection makes of a candidate under a verdict, once for many requests."""
        preference = candidate.preference
        settled = preference.status != "candidate" or preference.pinned
        binding = settled and verdict.force == "binding"
        likely = preference.outright or preference.confidence >= UNLIKELY
        return cls(
            name=preference.id,
            preference=preference,
            vectors=candidate.vectors,
            verdict=verdict,
            trait=trait,
            binding=binding,
            simple=likely and trait.plain,
            why=ALWAYS if trait.always else ABOUT,
            whole=trait.always or trait.occasional or trait.passing,
            counts=1.0 if settled or trait.always else CANDIDATE_DISCOUNT,
            applied=Applied(
                preference=preference,
                force="binding" if binding else "soft",
                # The policy lets a name and a limit reach some kinds of request only, and a limit
                # bind on some of these only: they would break the stable part.
                standing=trait.always and trait.form,
                safeguards=verdict.safeguards,
            ),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What is compared of candidates, made once for many requests; all in their order."""

    of: tuple[Preference, ...]
    """The preferences."""
    compared: compared.Prepared
    traits: Sequence[Trait]
    marks: Mask
    """(n, 5): `whole`, `constraint`, `health` and `dietary` of each, and what came with a change
    of mind."""
    wants: npt.NDArray[np.int64]
    """(n,): what each is about, by a name that holds in this process only, and the last bit: 1 if
    it is against that. Below 2 where it has no subject."""
    whole: Mask
    """(n,): True for what can apply whatever the request is about."""
    constraint: Mask
    """(n,): True for what also applies where only its situation is near."""
    constrained: bool
    """True if there is anything like that."""
    health: Mask
    """(n,): True for what health asks for: it also applies where nothing is to be chosen."""
    ailing: bool
    """True if there is anything like that."""
    dietary: Mask
    """(n,): True for what limits what somebody eats, for their health or faith."""
    rivals: frozenset[int]
    """Places of those that want of a subject the opposite of what others want of it."""
    turned: bool
    """True if any of them came with a change of mind."""
    lines: Lines
    """What a renderer wrote of them before."""
    judged: list[Judged | None]
    """What selection made of each under the latest verdict on it."""

    def after(self, moved: Sequence[int]) -> Prepared:
        """The same after the figures of those in the places `moved` have changed."""
        judged = self.judged.copy()
        for place in moved:
            judged[place] = None
        return replace(self, judged=judged)

    def needed(self, request: Request, kinds: Container[str]) -> Mask:
        """(n,): True for the needs that bear on a request by its words."""
        needed = np.zeros(len(self.of), dtype=np.bool_)
        if needs.of_food(request.text, kinds):
            needed |= self.dietary
        if needs.of_body(request.text, kinds, request.before):
            needed |= self.health
        return needed

    def named(self, text: str) -> Mask:
        """(n,): True where a text names what health asks for: "does pesto contain nuts"."""
        words = needs.named(keys.stems(ends(text)))
        named = np.zeros(len(self.of), dtype=np.bool_)
        for place in np.flatnonzero(self.health).tolist():
            named[place] = not words.isdisjoint(keys.content(self.of[place].subject))
        return named


def prepare(
    candidates: Sequence[Candidate], *, last: Prepared | None = None, taken: Taken | None = None
) -> Prepared:
    """Stack what holds while preferences keep their status.

    Args:
        candidates: What requests are compared with.
        last: What was made of those of the revision before ...
        taken: ... and which are the same: what was made of these is taken over.
    """
    if last is None or taken is None:
        last, taken = None, Taken.nothing(len(candidates))
    preferences = tuple([candidate.preference for candidate in candidates])
    new = [preferences[i] for i in taken.new]
    read = [Trait.of(one) for one in new]
    marked = np.array(list(map(_marks, new, read)), dtype=np.bool_).reshape(len(new), 5)
    marks = taken.rows(last and last.marks, marked)
    wants = taken.rows(last and last.wants, np.array(list(map(_wants, new)), dtype=np.int64))
    whole, constraint, health, dietary, turned = marks.T
    return Prepared(
        of=preferences,
        compared=compared.prepare(candidates, last=last and last.compared, taken=taken),
        traits=taken.values(last and last.traits, read),
        marks=marks,
        wants=wants,
        whole=whole,
        constraint=constraint,
        constrained=bool(constraint.any()),
        health=health,
        ailing=bool(health.any()),
        dietary=dietary,
        rivals=_rivals(wants),
        turned=bool(turned.any()),
        lines={} if last is None else _still(last, taken),
        judged=taken.values(last and last.judged, [None] * len(new)),
    )


def _still(last: Prepared, taken: Taken) -> Lines:
    """The lines of what is as it was; those who are still answered with `last` may add to it."""
    gone = {last.of[place].id for place in taken.gone(len(last.of))}
    return {name: line for name, line in last.lines.copy().items() if name[0] not in gone}


def _marks(one: Preference, trait: Trait) -> tuple[bool, ...]:
    """The columns of `Prepared.marks`."""
    whole = trait.always or trait.occasional or trait.passing
    health = one.behaviour == HEALTH
    dietary = (health or one.behaviour == FAITH) and is_dietary(one.statement, one.subject)
    return whole, trait.constraint, health, dietary, one.turned is not None


def _wants(one: Preference) -> int:
    about = hash((one.behaviour, one.subject)) & ~1 if one.subject else 0
    return about | (one.polarity == "against")


def _rivals(wants: npt.NDArray[np.int64]) -> frozenset[int]:
    """The places of those that could be in conflict with others."""
    ordered = np.sort(wants)
    both = ordered[:-1][(ordered[:-1] ^ ordered[1:]) == 1]  # all that differs is the side
    if not both.any():  # as a rule
        return frozenset()
    return frozenset(np.flatnonzero(np.isin(wants & ~1, both[both != 0])).tolist())
