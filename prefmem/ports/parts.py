"""What reads, writes nothing of its own, and is swapped one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from prefmem.records import (
    AuditRecord,
    Distillation,
    Matrix,
    Rendered,
    Selection,
    StoredProfile,
    Turn,
    Worded,
)
from prefmem.types import RequestDecision, Scope


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""
        ...


class TokenCounter(Protocol):
    """Counts tokens as the model's own table does; never fewer."""

    def count(self, text: str) -> int:
        """Tokens of `text`."""
        ...


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors. Deterministic: a text's vector does not depend on its batch."""

    @property
    def fingerprint(self) -> str:
        """Names model, weights and pooling; equal fingerprints mean comparable vectors."""
        ...

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """Unit vectors, shape (len(texts), d), in the order of `texts`.

        Raises:
            EmbedderError: The model cannot be loaded or failed.
        """
        ...


@runtime_checkable
class Distiller(Protocol):
    """Reads turns and finds evidence; never sees another user's turns, never writes."""

    @property
    def source(self) -> str:
        """Name and version, as evidence records it."""
        ...

    async def distil(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        known: StoredProfile,
        before: Sequence[Turn] = (),
    ) -> Distillation:
        """Evidence in `turns`; every quote is verbatim in the user turn that it names.

        `turns` are consecutive turns of the log, of one or more conversations, after the cursor;
        `before` are the few turns before them, read already: what options "the second one" means.
        Turns of role `assistant` and `tool` are context. Called again with the same turns it
        gives the same evidence ids. It may read only the first of them, one at least, and say so
        (`Distillation.read`): what it read is committed before it is given the others.

        Raises:
            DistillerError: It could not read; the turns stay waiting.
        """
        ...


@runtime_checkable
class Wording(Protocol):
    """Words a summary better; a distiller may do it, too. What it says is checked, not trusted."""

    @property
    def words_summaries(self) -> bool:
        """False where the application wants none of it: then nothing is asked."""
        ...

    async def word(self, clauses: Sequence[tuple[str, str]]) -> Worded:
        """Sentences that tell `clauses` (heading, text), each with the clauses that it tells.

        Raises:
            DistillerError: The model failed; the summary stays as it is.
        """
        ...


class Renderer(Protocol):
    """Turns a selection into the text that goes into the prompt. Pure; never over budget."""

    def render(
        self,
        selection: Selection,
        *,
        decision: RequestDecision,
        safeguards: Mapping[str, str],
        duties: Sequence[str] = (),
        budget: int,
        counter: TokenCounter,
        revision: int,
    ) -> Rendered:
        """A block of at most `budget` tokens, what made it in, and what did not.

        What is in `selection.applied` has no reason and no scores yet. What is given back as
        `Rendered.applied` need not have them: they are added when somebody reads them.
        """
        ...


class AuditSink(Protocol):
    """Where decisions are recorded, off the hot path."""

    def record(self, entry: AuditRecord) -> None:
        """Take one record; never blocks, never raises."""
        ...

    async def flush(self) -> None:
        """Write what is buffered, and remove what is past its time."""
        ...

    async def erase(self, pseudonym: str) -> int:
        """Remove the records of one pseudonym, buffered ones too; how many."""
        ...
