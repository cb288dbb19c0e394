"""The policy's three questions: may it be stored, what does the request ask, may this be used.

Pure: the same input gives the same decision, and the order of preferences or rules changes nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from prefmem.policy.reading import Reading, Words, read, words_of
from prefmem.policy.tier import CHANNELS, OUTRIGHT, TIERS, Behaviour, Ruling, Situation, TierPolicy
from prefmem.records import Request, Verdict
from prefmem.stages.admission import CLAIMS, admit
from prefmem.stages.exploring import FREE, SUGGEST, Chance, drawn, goes_free, suggests
from prefmem.stages.taken import Counts, Taken, first_seen
from prefmem.types import Audience, Force, Preference, RequestDecision, Tier

__all__ = [
    "Words",
    "admit",
    "classify",
    "decide",
    "decided",
    "judge",
    "reads_alone",
    "ruled",
    "understand",
    "words_of",
]

_FADED = 0.5
"""Below this weight a preference colours an answer and binds it no more."""
_JUDGED = 32
"""Situations whose verdicts are kept with what is held."""
_OVER: dict[str, str] = {
    "superseded": "a newer preference replaced it",
    "expired": "its time has passed; confirm it to use it again",
    "rejected": "the user rejected it",
}
SHARED: Audience = "shared"
_UNNAMED = "unnamed_need"
_DISCLOSE = "disclose"


# --- the request --------------------------------------------------------------------------------


def decide(request: Request, *, policy: TierPolicy, decision_id: str) -> RequestDecision:
    """What the request asks for, and so which behaviours may adapt."""
    reading = understand(request)
    return decided(
        reading.kinds, reading.reasons, request=request, policy=policy, decision_id=decision_id
    )


def understand(request: Request, *, words: Words | None = None) -> Reading:
    """Which kinds of request it is read as, by words and heads.

    `words` are the words of its text, where they were read while its vectors were made.
    """
    said = words_of(request.text, request.before) if words is None else words
    return read(said, vector=request.vector, question_vector=request.question_vector)


def decided(
    kinds: Sequence[str],
    reasons: Sequence[str],
    *,
    request: Request,
    policy: TierPolicy,
    decision_id: str,
    chance: Chance | None = None,
) -> RequestDecision:
    """The decision for kinds that are known already (by a model that was asked instead).

    `chance` is what is drawn for its id, where that was done while vectors were made.
    """
    chance = chance or drawn(decision_id)
    situation = _situation(kinds, request)
    terms = _terms(policy, situation)
    safeguards, said, rules = terms.safeguards, terms.says, terms.rules
    beyond = policy.exploration.behaviours
    closed = bool(beyond) and beyond.issubset(terms.fixed)  # no taste to look beyond
    if policy.exploration.safeguard and not closed and suggests(policy, kinds, chance):
        safeguards = tuple(sorted({*safeguards, policy.exploration.safeguard}))
        said = (*said, "one suggestion from outside the profile is asked for")
        rules = (*rules, SUGGEST)
    if goes_free(policy, kinds, chance):
        said = (*said, "this recommendation is made without the profile's tastes")
        rules = (*rules, FREE)
    return RequestDecision(
        tier=terms.tier,
        adaptable=terms.adaptable,
        fixed=terms.fixed,
        safeguards=safeguards,
        reasons=(*said, *reasons),
        policy_revision=policy.revision,
        decision_id=decision_id,
        kinds=terms.kinds,
        rules=rules,
    )


class _Terms(NamedTuple):
    """What holds in a situation, whoever asks."""

    kinds: tuple[str, ...]
    tier: Tier
    adaptable: tuple[str, ...]
    fixed: tuple[str, ...]
    safeguards: tuple[str, ...]
    says: tuple[str, ...]
    rules: tuple[str, ...]


@lru_cache(maxsize=1024)
def _terms(policy: TierPolicy, situation: Situation) -> _Terms:
    names = tuple(sorted(situation.kinds))
    held = [policy.kinds[name] for name in names if name in policy.kinds]
    adaptable, fixed = _split(policy, situation)
    return _Terms(
        kinds=names,
        tier=_strictest([kind.tier for kind in held]),
        adaptable=adaptable,
        fixed=fixed,
        safeguards=tuple(sorted({name for kind in held for name in kind.safeguards})),
        says=tuple(kind.says for kind in held),
        rules=_met(policy, situation),
    )


def _met(policy: TierPolicy, situation: Situation) -> tuple[str, ...]:
    """Ids of the rules that hold here, but for what a tier says as such: that holds everywhere."""
    tiers = {f"behaviours.{name}" for name in policy.behaviours}
    holding = {rule.id for rule in policy.rules if rule.holds(situation)}
    return tuple(sorted(holding - tiers))


def ruled(
    used: Sequence[Preference],
    *,
    request: Request,
    decision: RequestDecision,
    policy: TierPolicy,
) -> tuple[str, ...]:
    """Ids of all rules behind a decision: those the request met, and those that let `used` pass."""
    known = frozenset([(one.behaviour, _channel(one), one.outright) for one in used])
    return _behind(policy, _situation(decision.kinds, request), decision.rules, known)


@lru_cache(maxsize=1024)
def _behind(
    policy: TierPolicy,
    situation: Situation,
    met: tuple[str, ...],
    known: frozenset[tuple[str, str, bool]],
) -> tuple[str, ...]:
    let = [_permit(policy, situation, *one).rules for one in known]
    return tuple(sorted({*met, *chain.from_iterable(let)}))


def _strictest(tiers: Sequence[Tier]) -> Tier:
    return TIERS[max(map(TIERS.index, tiers), default=1)]


def _situation(kinds: Iterable[str], request: Request) -> Situation:
    return _situated(tuple(kinds), request.context.audience or "self", request.context.role)


@lru_cache(maxsize=1024)
def _situated(kinds: tuple[str, ...], audience: Audience, role: str | None) -> Situation:
    """The very same object for the same request: what holds in it is remembered by that."""
    return Situation(kinds=frozenset(kinds), audience=audience, role=role)


def reads_alone(request: Request) -> bool:
    """True if nobody but the user reads the answer, and the user is not a minor."""
    return (request.context.audience or "self") == "self"


def _split(policy: TierPolicy, situation: Situation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    adaptable: list[str] = []
    fixed: list[str] = []
    for name in sorted(policy.behaviours):
        open_to = any(policy.ruling(name, c, situation).permitted for c in CHANNELS)
        (adaptable if open_to else fixed).append(name)
    return tuple(adaptable), tuple(fixed)


# --- each preference against it -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """Preferences sorted by what the policy looks at: what differs only in words is judged once."""

    examples: tuple[Preference, ...]
    """One preference of each class."""
    classes: Counts
    """For each preference the place of its class in `examples`."""
    judged: OrderedDict[Hashable, tuple[Verdict, ...]] = field(
        default_factory=OrderedDict[Hashable, "tuple[Verdict, ...]"]
    )
    """What `judge` said before, by what it looked at; the last few."""

    def after(self, preferences: Sequence[Preference], moved: Iterable[int]) -> Sorted:
        """The same preferences after the figures of those in the places `moved` have changed."""
        changed = (i for i in moved if _class_of(preferences[i]) != self._class(i))
        return self if next(changed, None) is None else classify(preferences)

    def _class(self, i: int) -> tuple[object, ...]:
        return _class_of(self.examples[int(self.classes[i])])


def classify(
    preferences: Sequence[Preference], *, last: Sorted | None = None, taken: Taken | None = None
) -> Sorted:
    """Sort preferences into classes that any policy judges alike.

    Args:
        preferences: What is held.
        last: What was held in the revision before, sorted; of this what is `taken` over.
        taken: Which preferences are the same.
    """
    if last is None or taken is None:
        taken, before = Taken.nothing(len(preferences)), np.empty(0, dtype=np.intp)
        known: dict[tuple[object, ...], int] = {}
    else:
        before, known = last.classes, {_class_of(one): n for n, one in enumerate(last.examples)}
    new = [known.setdefault(_class_of(preferences[i]), len(known)) for i in taken.new]
    first, classes = first_seen(taken.rows(before, np.array(new, dtype=np.intp)))
    return Sorted(tuple([preferences[i] for i in first]), classes)


def _class_of(one: Preference) -> tuple[object, ...]:
    """All that a policy looks at."""
    evidence = one.evidence
    return (
        one.behaviour,
        one.status,
        one.suspended,
        one.outright,
        one.pinned,
        one.weight < _FADED,
        evidence[0].kind if evidence else None,
        one.sensitivity,
    )


def judge(
    preferences: Sequence[Preference] | Sorted,
    *,
    request: Request,
    decision: RequestDecision,
    policy: TierPolicy,
) -> tuple[Verdict, ...]:
    """Binding, soft or withheld, for each preference, in the order given.

    Says what the policy says; whether a preference has to do with the request is selection's.

    Args:
        preferences: What is held, or the same sorted once for many requests (`classify`).
        request: What is asked.
        decision: What the policy says of the request.
        policy: The policy.
    """
    held = preferences if isinstance(preferences, Sorted) else classify(preferences)
    situation = _situation(decision.kinds, request)
    free = FREE in decision.rules
    key = (policy, situation, decision.fixed, free)
    found = held.judged.get(key)
    if found is None:
        court = _Court(policy, situation, frozenset(decision.fixed), free=free)
        verdicts = [_same(court.verdict(one)) for one in held.examples]
        found = held.judged[key] = tuple(map(verdicts.__getitem__, held.classes.tolist()))
        if len(held.judged) > _JUDGED:
            held.judged.popitem(last=False)
    return found


@lru_cache(maxsize=4096)
def _same(verdict: Verdict) -> Verdict:
    """The verdict, as the very object that it was when it was given first."""
    return verdict


class _Court:
    """Judges preferences, one of each class, for one request."""

    def __init__(
        self, policy: TierPolicy, situation: Situation, fixed: frozenset[str], *, free: bool
    ) -> None:
        self.policy = policy
        self.situation = situation
        self.fixed = fixed
        self.free = free

    def verdict(self, one: Preference) -> Verdict:
        held = self.policy.behaviours.get(one.behaviour)
        if held is None:
            return Verdict(force=None, reason=f"the policy knows no behaviour {one.behaviour!r}")
        over = self._over(one, held)
        if over:
            return Verdict(force=None, reason=over)
        if one.behaviour == CLAIMS:
            return Verdict(force=None, reason="a belief: kept as the user's claim, not as a fact")
        ruling = _permit(self.policy, self.situation, one.behaviour, _channel(one), one.outright)
        if not ruling.permitted:
            return Verdict(force=None, reason=ruling.reason)
        if one.sensitivity and held.tier == "personalizable" and self.situation.audience == SHARED:
            return Verdict(force=None, reason="it tells something private, and others read this")
        if one.behaviour in self.fixed:
            return Verdict(force=None, reason=f"{held.says}: not adapted to anybody here")
        if self.free and one.behaviour in self.policy.exploration.behaviours:
            return Verdict(force=None, reason="this recommendation is made without the profile")
        if one.status == "candidate" and held.tier == "safeguarded" and not held.fails_on:
            return Verdict(force=None, reason=f"{held.says}: said once; confirm it to use it")
        force = self._force(one, held, ruling)
        said = _without_telling_whose(ruling.safeguards)
        return Verdict(force=force, reason=_because(force, held), safeguards=said)

    def _over(self, one: Preference, held: Behaviour) -> str | None:
        if one.status in _OVER:
            return _OVER[one.status]
        if held.fails_on:  # in doubt it stays on
            return None
        if one.suspended:
            return "the reason it was given for has ended"
        if one.status == "contested":
            return "what the user said lately speaks against it; confirm or reject it"
        return None

    def _force(self, one: Preference, held: Behaviour, ruling: Ruling) -> Force:
        if held.fails_on:
            return "soft" if ruling.soft else "binding"
        if ruling.soft or one.status == "candidate" or one.weight < _FADED:
            return "soft"
        return "binding" if held.force == "binding" or one.pinned else "soft"


def _without_telling_whose(safeguards: tuple[str, ...]) -> tuple[str, ...]:
    """Where nobody is to hear whose need is met, it is not said that a preference was."""
    if _UNNAMED not in safeguards:
        return safeguards
    return tuple([name for name in safeguards if name != _DISCLOSE])


def _channel(one: Preference) -> str:
    return one.evidence[0].kind if one.evidence else "observed"


def _permit(
    policy: TierPolicy, situation: Situation, behaviour: str, channel: str, outright: bool
) -> Ruling:
    """By the channel it is known through; what was said outright counts as stated."""
    ruling = policy.ruling(behaviour, channel, situation)
    if ruling.permitted or not outright or channel in OUTRIGHT:
        return ruling
    return policy.ruling(behaviour, "stated", situation)


def _because(force: Force, held: Behaviour) -> str:
    return (
        f"{held.says}: the answer must meet it"
        if force == "binding"
        else f"{held.says}: may colour it"
    )
