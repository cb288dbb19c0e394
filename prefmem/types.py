"""The nouns of the public face: frozen values, all keyword-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal, Self, cast

from prefmem._late import Late
from prefmem.errors import UsageError

Role = Literal["system", "user", "assistant", "tool"]
Polarity = Literal["for", "against"]
Tier = Literal["personalizable", "safeguarded", "universal"]
Status = Literal["candidate", "active", "contested", "superseded", "expired", "rejected"]
Stability = Literal["genuine", "constructed", "undecided"]
Kind = Literal[
    "instruction",
    "stated",
    "corrected",
    "chosen",
    "rejected",
    "observed",
    "elicited",
    "retracted",
]
Force = Literal["binding", "soft"]
Audience = Literal["self", "shared", "minor"]
Change = Literal[
    "created", "confirmed", "strengthened", "narrowed", "reversed", "replaced", "ended",
    "contested", "suspended", "resumed", "corrected", "rejected", "pinned", "postponed", "expired",
]  # fmt: skip
Message = Mapping[str, Any]
"""A chat message as chat APIs use it: `role`, `content`, optionally `id` and `at`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose memory it is; every read and write names one."""

    tenant: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The five factors that a preference may depend on, and two facts of a request.

    An unset factor matches anything. `audience` and `role` describe a request (who the answer is
    for, and which duty the assistant has); preferences leave them unset.
    """

    task: str | None = None
    expertise: str | None = None
    values: str | None = None
    culture: str | None = None
    situation: str | None = None
    audience: Audience | None = None
    role: str | None = None

    @classmethod
    def of(cls, value: Context | Mapping[str, str | None] | None) -> Self:
        """Read a context from what a caller passed.

        Raises:
            UsageError: An unknown factor, or a value that is not text.
        """
        if value is None:
            return cls()
        if isinstance(value, Context):
            value = {f.name: getattr(value, f.name) for f in fields(value)}
        if not isinstance(value, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(f"context {value!r} is no mapping; pass factors by name")
        known = {f.name for f in fields(cls)}
        for key, text in cast("Mapping[str, object]", value).items():
            if key not in known:
                raise UsageError(f"context has no factor {key!r}; use any of {sorted(known)}")
            if text is not None and not (isinstance(text, str) and text.strip()):
                raise UsageError(f"context {key}={text!r} must be non-empty text or None")
        audience = value.get("audience")
        if audience not in (None, "self", "shared", "minor"):
            raise UsageError(f"audience {audience!r} must be 'self', 'shared' or 'minor'")
        return cls(**dict(value))  # pyright: ignore[reportArgumentType]

    def factors(self) -> dict[str, str]:
        """The factors that are set, without `audience` and `role`."""
        names = ("task", "expertise", "values", "culture", "situation")
        if self is ANYWHERE:
            return {}
        return {n: v for n in names if (v := getattr(self, n)) is not None}


ANYWHERE = Context()
"""The context that sets no factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One observed reason to believe something about a user."""

    id: str
    quote: str
    """Verbatim span of the user's turn."""
    conversation_id: str
    message_id: str
    kind: Kind
    polarity: Polarity
    strength: float
    """How much it counts, 0 to 1, before the weight of its kind."""
    context: Context = ANYWHERE
    at: datetime
    """When the user said it (valid time, UTC)."""
    source: str
    """Which distiller, which version: `local/3`, `llm/preferences_v1@gpt-x`, `user`."""
    behaviour: str
    """A name of the policy's vocabulary."""
    subject: str
    """What it is about, normalised: lower case, singular where possible ("coriander")."""
    statement: str
    """A short third-person phrase that stands alone ("Avoids gluten (severe intolerance)")."""
    reason: str | None = None
    """The stated reason, verbatim ("I'm training for a marathon"): the driver."""
    lasting: bool = True
    """False for what holds in this conversation only (a mood, "for now")."""
    sensitivity: str | None = None
    """The policy's class of sensitive content, if it is one (`health`, `faith`, …)."""
    condition: str = ""
    """How it came up (channel, wording, option order): repeats under one condition show nothing."""
    target: str | None = None
    """The preference that this acts on, where the user or a distiller named one by id."""
    learned_at: datetime | None = None
    """When the ledger took it in (transaction time, UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """What a user tends to want, derived from evidence, as it stands at the time asked for."""

    id: str
    statement: str
    behaviour: str
    polarity: Polarity
    tier: Tier
    status: Status
    stability: Stability
    confidence: float
    """How sure it is that this holds, 0 to 1."""
    weight: float
    """How much it counts at the time asked for, 0 to 1."""
    context: Context = ANYWHERE
    pinned: bool = False
    valid_from: datetime
    valid_to: datetime | None = None
    superseded_by: str | None = None
    evidence: tuple[Evidence, ...] = ()
    subject: str = ""
    driver: str | None = None
    """The stated reason it hangs on."""
    suspended: bool = False
    """True while its driver has ended."""
    outright: bool = False
    """True if the user said it in so many words."""
    last_confirmed: datetime | None = None
    """When the user last gave evidence for it."""
    doubted: datetime | None = None
    """When the user announced a change that may be about it; None once they said it again."""
    turned: datetime | None = None
    """When the user announced a change by saying it; None if it was told beside what was held."""
    sensitivity: str | None = None
    conversation: str | None = None
    """The conversation in which alone it holds ("keep it short today"); None for what lasts."""
    lapses: datetime | None = None
    """When it lapses unless the user shows it again; None for what silence does not end."""
    postponed: datetime | None = None
    """Until when the user does not want to be asked whether it still holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change of one preference: what it became, when, and on which evidence."""

    preference_id: str
    at: datetime
    change: Change
    statement: str
    polarity: Polarity
    status: Status
    valid_from: datetime
    valid_to: datetime | None = None
    superseded_by: str | None = None
    evidence: tuple[str, ...] = ()
    """Ids of the evidence that led to it."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One of the few people that a person is: preferences that belong together."""

    name: str
    context: Context = ANYWHERE
    preferences: tuple[str, ...] = ()
    """Ids of its preferences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A piece of the summary, and the preferences that it tells."""

    text: str
    preferences: tuple[str, ...]
    title: str = ""
    """The persona or the family of behaviours under which it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A user's preferences at one time."""

    user_id: str
    tenant: str
    revision: int
    at: datetime
    preferences: tuple[Preference, ...] = ()
    personas: tuple[Persona, ...] = ()
    summary: str = ""
    """The semantic summary as text."""
    clauses: tuple[Clause, ...] = ()
    """The summary piece by piece, each with the preferences that it tells."""
    paused: bool = False
    """Memory is paused now: this is for the person to see, and for no model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What `observe` took in."""

    accepted: int
    duplicates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextBlock:
    """What goes into the prompt."""

    text: str = ""
    stable: str = ""
    """Byte-identical until the profile's revision changes."""
    volatile: str = ""
    """What this request adds."""
    tokens: int = 0
    """Tokens of `text`, by the model's own table."""
    revision: int = 0
    """The profile's revision it was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDecision:
    """What the tier policy says of a request."""

    tier: Tier = "personalizable"
    adaptable: tuple[str, ...] = ()
    """Behaviours that may adapt."""
    fixed: tuple[str, ...] = ()
    """Behaviours that may not."""
    safeguards: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    policy_revision: str = ""
    decision_id: str = ""
    kinds: tuple[str, ...] = ()
    """Which kinds of request it is read as."""
    rules: tuple[str, ...] = ()
    """Ids of the policy's rules that this request meets; those on a behaviour as such are not
    among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A preference that reaches the prompt."""

    preference: Preference
    force: Force
    persona: str | None = None
    reason: str = ""
    scores: Mapping[str, float] = field(default_factory=dict[str, float])
    """The figures that decided, by name."""
    standing: bool = False
    """True if it holds whatever is asked, so that it belongs to the stable part of the block."""
    safeguards: tuple[str, ...] = ()
    """Names of the safeguards that it may only be used with."""
    written: str = ""
    """How the block tells it, where that is less than its statement; it ends with "…" then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A preference that is held and does not reach the prompt."""

    preference: Preference
    reason: str
    scores: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, kw_only=True)
class Personalization:
    """What to send to the model, and why."""

    messages: list[dict[str, Any]]
    """A new list; the caller's is untouched."""
    block: ContextBlock
    decision: RequestDecision
    applied: Late[tuple[Applied, ...]] = Late(())  # noqa: RUF009 - a descriptor
    withheld: Late[tuple[Withheld, ...]] = Late(())  # noqa: RUF009 - a descriptor

    def __getstate__(self) -> dict[str, Any]:
        """For copies and pickles: everything, worked out."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def explain(self) -> str:
        """For people: one line for each preference held, applied or not, with the reason."""
        lines = [f"Request: {self.decision.tier} ({', '.join(self.decision.kinds) or 'general'})"]
        lines += [f"  {reason}" for reason in self.decision.reasons]
        for one in self.applied:
            via = f" as {one.persona}" if one.persona else ""
            told = f"; told in brief: {one.written!r}" if one.written else ""
            lines.append(f"+ {one.preference.statement} [{one.force}{via}]: {one.reason}{told}")
        lines += [f"- {one.preference.statement}: {one.reason}" for one in self.withheld]
        lines.append(f"{self.block.tokens} tokens, profile revision {self.block.revision}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeHit:
    """A raw turn found in episodic memory."""

    conversation_id: str
    message_id: str
    role: Role
    content: str
    at: datetime
    score: float
    """Cosine similarity to the query, -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReceipt:
    """What was removed, and where."""

    scope: Scope
    at: datetime
    removed: Mapping[str, int]
    """Items removed, by place: `turns`, `evidence`, `preferences`, `history`, `vectors`, …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryStatus:
    """What waits, failed and was refused, over a whole store."""

    users: int = 0
    turns: int = 0
    preferences: int = 0
    waiting: int = 0
    """Turns observed and not yet distilled."""
    oldest_waiting: datetime | None = None
    parked: int = 0
    """Turns that failed too often and were set aside."""
    failures: int = 0
    refused: Mapping[str, int] = field(default_factory=dict[str, int])
    """What was kept out at write time, by reason."""
    counters: Mapping[str, int] = field(default_factory=dict[str, int])
    """Model calls, model tokens, dropped quotes, unread turns, … by name."""
    unfinished: int = 0
    """Erasures that have begun and are not finished in every place; the next sweep goes on."""
    embedder: str = ""
    store: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserStatus:
    """How one user's memory stands."""

    paused: bool = False
    consents: Mapping[str, bool] = field(default_factory=dict[str, bool])
    expiring: tuple[Preference, ...] = ()
    """What lapses within two weeks unless the user shows it again, soonest first."""
    removing: tuple[Preference, ...] = ()
    """What the policy's retention removes within two weeks, unless the user shows it again."""
    reconfirm: Preference | None = None
    """The one preference to ask about again, because it is old and matters."""
    narrowness: float = 0.0
    """How concentrated the preferences applied lately were: 0 is even, 1 a single one."""
    explored: float = 0.0
    """Share of the latest recommendations that looked beyond the profile, or left tastes out."""
