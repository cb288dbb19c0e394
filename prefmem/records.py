"""What is kept and what passes between stages: the stored forms behind the public nouns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from prefmem._late import Late
from prefmem.types import (
    ANYWHERE,
    Applied,
    Context,
    ContextBlock,
    Evidence,
    Force,
    Polarity,
    Preference,
    Receipt,
    Revision,
    Role,
    Scope,
    Stability,
    Status,
    Withheld,
)

Vector = npt.NDArray[np.float32]
"""One embedding, shape (d,), unit length."""
Matrix = npt.NDArray[np.float32]
"""Embeddings, shape (n, d), rows of unit length."""
StageName = Literal["local", "model", "index"]
CLOSED: frozenset[Status] = frozenset({"superseded", "expired", "rejected"})
"""Statuses of what is held no longer."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TokenStates:
    """What an embedder makes of each token of a text."""

    hidden: Matrix
    """Shape (tokens, 384), with those that it puts around the text."""
    places: Sequence[tuple[int, int]]
    """Where each token stands in its text."""
    first: int
    """The first token of the text itself."""
    last: int
    """The one behind its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message as the ledger keeps it."""

    conversation: str
    id: str
    role: Role
    content: str
    at: datetime
    context: Context = ANYWHERE
    position: int = 0
    """Place in the user's log, counted from 1; 0 before it is stored."""

    @property
    def spoken(self) -> bool:
        """True for what is said in a conversation: text, and not the application's own."""
        return self.role != "system" and bool(self.content.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A span of a user's turn that may speak for the user (not quoted, pasted, code or ours)."""

    turn: Turn
    start: int
    end: int

    @property
    def text(self) -> str:
        """The span, verbatim."""
        return self.turn.content[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a user asks of the memory itself."""

    action: Literal[
        "forget", "forget_all", "do_not_remember", "recall", "no_memory", "pause", "resume"
    ]
    turn: Turn
    target: str | None = None
    """What it is about, in the user's words; None means what was said last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distillation:
    """What a distiller found in some turns."""

    evidence: tuple[Evidence, ...] = ()
    commands: tuple[Command, ...] = ()
    withdrawn: tuple[str, ...] = ()
    """Ids of earlier evidence that this reading takes back."""
    counters: Mapping[str, int] = field(default_factory=dict[str, int])
    """What was refused or could not be read, by reason; calls and tokens of a model."""
    read: int | None = None
    """How many of the turns, from the first on, were read; the others stay waiting. None: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence by a model, and the numbers of the clauses (from 1) that it says it tells."""

    text: str
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A summary in a model's words, unchecked."""

    sentences: tuple[Sentence, ...]
    counters: Mapping[str, int] = field(default_factory=dict[str, int])
    """Calls and tokens of the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceRecord:
    """A derived preference as it is stored: everything but what time and policy decide."""

    id: str
    subject: str
    behaviour: str
    context: Context = ANYWHERE
    statement: str
    polarity: Polarity
    status: Status
    stability: Stability = "undecided"
    pinned: bool = False
    decided: Literal["corrected", "confirmed", "rejected"] | None = None
    """The user's own word on it: final until the user changes it."""
    outright: bool = False
    lasting: bool = True
    valid_from: datetime
    valid_to: datetime | None = None
    superseded_by: str | None = None
    supersedes: tuple[str, ...] = ()
    driver: str | None = None
    suspended: bool = False
    sensitivity: str | None = None
    last_confirmed: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    """The evidence that counts most, newest first, bounded (the ledger has all of it)."""
    evidence_count: int = 0
    drift: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """State of `stages.dynamics`, JSON-ready; other rooms pass it on unread."""
    applies_to: tuple[str, ...] = ()
    """Where it applies, in words, made when it is written (`stages.selection`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonState:
    """What is kept of a person as a whole."""

    paused: bool = False
    consents: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """Class of sensitive content to the user's word; a class that is absent was never asked."""
    timescales: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Learned per class by `stages.dynamics`, JSON-ready."""
    forgotten: tuple[str, ...] = ()
    """Digests of what was erased, so that it is never learned again (no text)."""
    learned_at: datetime | None = None
    """When the ledger took something in last. What it takes in next is later, whatever clocks say:
    a profile is derived again in the order in which it was learned."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoredProfile:
    """A user's derived preferences at one revision, with their vectors."""

    scope: Scope
    revision: int = 0
    """Grows with every commit; 0 for a user who was never seen."""
    records: tuple[PreferenceRecord, ...] = ()
    """All that are not closed, and closed ones that the stages still need; ordered by id."""
    vectors: Mapping[str, Matrix] = field(default_factory=dict[str, Matrix])
    """Preference id to (1 + expansions, d): the statement first, then `applies_to`."""
    person: PersonState = field(default_factory=PersonState)
    marks: Mapping[str, int] = field(default_factory=dict[str, int])
    """A store's own: by preference id the hash of the row it was read from, salted anew in every
    process. What has the same at the next reading need not be decoded again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to distil one user's waiting turns, until it runs out."""

    scope: Scope
    stage: StageName
    token: int
    """Fencing token: a commit with an older one is refused."""
    cursor: int
    """Position of the last turn that this stage has read."""
    attempts: int = 0
    careful: int = 0
    """Turns up to this position are read one by one: a batch with them failed."""
    until: datetime

    def at_once(self, batch: int) -> int:
        """How many turns are read at once, of a batch."""
        return 1 if self.careful > self.cursor else batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What came of turns that were appended, and the right to distil them at once."""

    receipt: Receipt
    lease: Lease | None = None
    """None if nothing was new, if another worker holds the user, or if a failure puts it off."""
    turns: tuple[Turn, ...] = ()
    """In order: the few before the lease's cursor, then the first that wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """An erasure that has begun and is not finished in every place."""

    scope: Scope
    id: str
    at: datetime
    """When it began, by the store's clock."""
    body: Mapping[str, Any]
    """What is to be erased, by ids, JSON-ready; the engine's own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProfileDelta:
    """One atomic change of a user's memory."""

    records: tuple[PreferenceRecord, ...] = ()
    """Inserted, or replaced by id."""
    vectors: Mapping[str, Matrix] = field(default_factory=dict[str, Matrix])
    dropped: tuple[str, ...] = ()
    """Preference ids to remove (their record and vectors; history stays)."""
    evidence: tuple[Evidence, ...] = ()
    """Appended to the ledger; an id that is there already is a no-op."""
    withdrawn: tuple[str, ...] = ()
    """Evidence ids that no longer count."""
    revisions: tuple[Revision, ...] = ()
    """Appended to the history."""
    person: PersonState | None = None
    counters: Mapping[str, int] = field(default_factory=dict[str, int])
    lease: Lease | None = None
    """If set, the commit is refused unless the lease still holds, and ..."""
    cursor: int | None = None
    """... moves this stage's cursor to here."""
    due: tuple[StageName, ...] = ()
    """Stages for which what waits is due now, whatever had put it off."""

    @property
    def empty(self) -> bool:
        """True if it would change nothing that a reader sees."""
        return not (
            self.records or self.dropped or self.evidence or self.withdrawn or self.revisions
            or self.person
        )  # fmt: skip


NOTHING = ProfileDelta()
"""Changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """What is asked now, as the stages read it."""

    text: str
    """The newest user text."""
    dialogue: tuple[str, ...] = ()
    """Earlier user texts of this call, oldest first, the last few."""
    vector: Vector
    question_vector: Vector | None = None
    """That of the sentence that asks, where the text has more than one."""
    dialogue_vector: Vector | None = None
    context: Context = ANYWHERE
    conversation: str | None = None
    """The application's id of the conversation, if it said which it is."""
    said: tuple[str, ...] = ()
    """All user texts of this call, oldest first."""

    @property
    def before(self) -> tuple[str, ...]:
        """The user texts before the newest, oldest first."""
        return self.said[:-1] or self.dialogue


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """A preference that could be used, with what selection compares."""

    preference: Preference
    vectors: Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the policy says of one preference for one request."""

    force: Force | None
    """None: withheld."""
    reason: str
    safeguards: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Attention:
    """Which personas speak for a request."""

    speaking: Late[tuple[str, ...]] = Late(())  # noqa: RUF009 - a descriptor
    """Names of those that speak; empty when there are none or only what they share may."""
    personas: Late[Mapping[str, str]] = Late(dict[str, str])  # noqa: RUF009 - a descriptor
    """Preference id to the persona it belongs to; absent: shared by all."""
    everyone: bool = False
    """True if all of them speak: nothing is kept out for its persona, and nobody waits to hear
    which there are."""
    weigh: Callable[[], Mapping[str, float]] = dict[str, float]
    """Persona name to attention, summing to 1, the largest first: nobody waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One decision, without text."""

    decision_id: str
    at: datetime
    policy: str
    policy_revision: str
    point: Literal["write", "select", "render", "output", "erase"]
    pseudonym: str
    request_hash: str
    preferences: tuple[str, ...]
    tier: str
    safeguards: tuple[str, ...]
    rules: tuple[str, ...]
    """Ids of the rules that decided: those that the request meets, and those that let a
    preference through."""
    reason: str
    kinds: tuple[str, ...] = ()
    """Which kinds of request it was read as."""


Lines = dict[tuple[str, int], tuple[str, int]]
"""Preference id and most characters (0: any number) to the line that says it, and its tokens."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Selection:
    """What selection chose, in order, and what it left out."""

    applied: tuple[Applied, ...] = ()
    """What applies, best first: all that a block is written from, and no more."""
    told: Callable[[Iterable[Applied]], tuple[Applied, ...]] = tuple
    """Some of what applies, as it was rendered, with its persona, reason and scores: a request does
    not wait for these, and most of what applies finds no room."""
    withheld: Late[tuple[Withheld, ...]] = Late(())  # noqa: RUF009 - a descriptor
    lines: Lines = field(default_factory=dict[tuple[str, int], tuple[str, int]])
    """A renderer's own: what it wrote of these preferences before. Kept with the profile, as long
    as its statements are what they are, and gone with it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rendered:
    """A block, with what is in it and what is not."""

    block: ContextBlock
    applied: tuple[Applied, ...] = ()
    withheld: Late[tuple[Withheld, ...]] = Late(())  # noqa: RUF009 - a descriptor
