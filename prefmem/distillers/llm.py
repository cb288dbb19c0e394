"""The distiller that asks a chat model: in the background, one call for each batch of turns."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from prefmem.distillers.batching import first_batches
from prefmem.distillers.completion import Completer, Completion
from prefmem.distillers.model import _wording
from prefmem.distillers.model._asking import Asker, Clock
from prefmem.distillers.model._findings import Findings, findings
from prefmem.distillers.model._question import Question, prompt, prompts, question, schema
from prefmem.distillers.openai import OpenAICompleter
from prefmem.errors import DistillerError, UsageError
from prefmem.policy import TierPolicy, load
from prefmem.records import Distillation, Segment, StoredProfile, Turn, Worded
from prefmem.stages import intake
from prefmem.stages.messages import shown
from prefmem.types import Evidence, Scope

if TYPE_CHECKING:
    from openai import AsyncOpenAI

PROMPT = "preferences_v1"
CHARACTERS_PER_TOKEN = 4
EARLIER = 2
"""Turns before a batch that are shown with it."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """Some turns being read: with what, and what came of it so far."""

    turns: Sequence[Turn]
    segments: Sequence[Segment]
    """Of all turns, what may speak for the user."""
    known: StoredProfile
    before: Sequence[Turn]
    """The last turns that were read already."""
    counters: Counter[str]
    evidence: dict[str, Evidence] = field(default_factory=dict[str, Evidence])
    withdrawn: dict[str, None] = field(default_factory=dict[str, None])
    done: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Conversations and ids of the turns that were read."""

    @property
    def read(self) -> int:
        """How many turns were read, up to the first that was not."""
        left = (n for n, t in enumerate(self.turns) if (t.conversation, t.id) not in self.done)
        return next(left, len(self.turns))

    def take(self, batch: Sequence[Turn], found: Findings | None) -> None:
        """Note what was found in a batch; `None` if there was nothing to ask about."""
        self.done.update((turn.conversation, turn.id) for turn in batch)
        if found is not None:
            self.counters.update(found.counters)
            self.evidence |= {e.id: e for e in found.evidence if e.id not in self.evidence}
            self.withdrawn |= dict.fromkeys(found.withdrawn)

    def earlier(self, batch: Sequence[Turn]) -> Sequence[Turn]:
        """The turns of the same conversation that came before a batch."""
        name = batch[0].conversation
        mine = [t for t in self.before if t.conversation == name and t.role != "system"]
        return mine[-EARLIER:]

    def spent(self) -> dict[str, int]:
        """What asking cost; what was refused in the turns is told when they are read."""
        return {name: n for name, n in self.counters.items() if name.startswith("model_")}

    def distillation(self) -> Distillation:
        """What came of it."""
        return Distillation(
            evidence=tuple(self.evidence.values()),
            withdrawn=tuple(self.withdrawn),
            counters={name: n for name, n in sorted(self.counters.items()) if n},
            read=self.read,
        )


def _check(*, batch_tokens: int, attempts: int, first_wait: float) -> None:
    """Refuse what would never ask, or never wait.

    Raises:
        UsageError: A number is out of its range.
    """
    for name, value in (("batch_tokens", batch_tokens), ("attempts", attempts)):
        if value < 1:
            raise UsageError(f"{name}={value} must be at least 1")
    if not 0.0 <= first_wait < math.inf:
        raise UsageError(f"first_wait={first_wait} must be a number of seconds, 0 or more")


class ModelDistiller:
    """Reads turns with a chat model, in any language, and corrects what was noted before.

    Every quote is checked against the user's own words; what the model may report is bound by the
    policy's vocabulary. It reads one batch at a time, so that what was paid for is committed. A
    model that fails is asked again with growing pauses, and then the turns stay waiting.

    Args:
        model: Its name at the server, or a `Completer` (then the three that follow, and `timeout`,
            are unused).
        base_url: An OpenAI-compatible server; `None` is what the OpenAI client chooses.
        api_key: `None` lets the client read `OPENAI_API_KEY`.
        client: A client of yours.
        policy: Whose vocabulary is used; the default policy's if None.
        prompt_name: Which of the prompts that ship is used.
        batch_tokens: Turns of one conversation that are read in one call.
        idle: A pause after which the same conversation counts as another.
        attempts: How often one batch is asked about.
        first_wait: Seconds before the second attempt; each later one waits twice as long.
        timeout: Seconds for one request.
        summaries: Whether it words the summaries of profiles, too, where that keeps the facts.
        clock: Seconds that only grow, for the pauses of a model that is away.
    """

    def __init__(
        self,
        model: str | Completer,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        client: AsyncOpenAI | None = None,
        policy: TierPolicy | None = None,
        prompt_name: str = PROMPT,
        batch_tokens: int = 2_000,
        idle: timedelta = timedelta(hours=6),
        attempts: int = 3,
        first_wait: float = 1.0,
        timeout: float = 60.0,
        summaries: bool = True,
        clock: Clock | None = None,
    ) -> None:
        """Choose a model; nothing is opened yet.

        Raises:
            UsageError: `model` is neither a name nor a `Completer`, no prompt has the name, or a
                number is out of its range.
        """
        _check(batch_tokens=batch_tokens, attempts=attempts, first_wait=first_wait)
        if prompt_name not in (names := prompts()):
            known = ", ".join(map(repr, names))
            raise UsageError(f"no prompt is called {shown(prompt_name)}; pass one of: {known}")
        if isinstance(model, str):
            model = OpenAICompleter(
                model, client=client, base_url=base_url, api_key=api_key, timeout=timeout
            )
        if not isinstance(model, Completer):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(f"model {shown(model)} is neither a name nor a Completer; pass one")
        self._asker = Asker(model, attempts=attempts, first_wait=first_wait, clock=clock)
        held = policy or load()
        self._behaviours = [n for n, b in held.behaviours.items() if b.tier != "universal"]
        self._prompt = prompt(prompt_name, self._behaviours)
        self._schema = schema(self._behaviours)
        self._batch_tokens, self._idle = batch_tokens, idle
        self._summaries = summaries

    @property
    def source(self) -> str:
        """Prompt, hash of the prompt, and model: `llm/preferences_v1#1a2b3c4d@model`."""
        return f"llm/{self._prompt.version}@{self._asker.completer.name}"

    async def distil(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        known: StoredProfile,
        before: Sequence[Turn] = (),
    ) -> Distillation:
        """See `prefmem.ports.Distiller`: reads the first batch, and those it is interwoven with.

        Commands are the local distiller's, which reads first.
        """
        del scope
        batches = first_batches(turns, max_tokens=self._batch_tokens, idle=self._idle)
        run = turns[: sum(len(batch) for batch in batches)]
        segments, _, refused = intake.screen(run, before=before, any_language=True)
        reading = Reading(
            turns=run, segments=segments, known=known, before=before, counters=Counter(refused)
        )
        for batch in batches:
            try:
                await self._read(batch, reading)
            except DistillerError as failed:
                if reading.read:  # what was paid for is kept; the next call fails on the rest
                    break
                failed.tried, failed.counters = len(run), reading.spent()
                raise
        return reading.distillation()

    @property
    def words_summaries(self) -> bool:
        """See `prefmem.ports.Wording`."""
        return self._summaries

    async def word(self, clauses: Sequence[tuple[str, str]]) -> Worded:
        """See `prefmem.ports.Wording`: one call; a summary is worth no second one."""
        counters: Counter[str] = Counter()
        try:
            found = await self._asker.ask(
                prompt(_wording.PROMPT, ()).text,
                _wording.notes(clauses),
                _wording.SCHEMA,
                use=lambda answer: _wording.sentences(answer.text),
                counters=counters,
                attempts=1,
            )
        except DistillerError as failed:
            failed.counters = dict(counters)
            raise
        return Worded(sentences=found, counters=dict(counters))

    async def close(self) -> None:
        """Let go of connections that were opened here."""
        if isinstance(self._asker.completer, OpenAICompleter):
            await self._asker.completer.close()

    async def _read(self, batch: Sequence[Turn], reading: Reading) -> None:
        """Ask about a batch, or about as much of its beginning as the answer has room for.

        Raises:
            DistillerError: No attempt brought an answer that can be used.
        """
        while True:
            asked = question(
                batch,
                reading.segments,
                before=reading.earlier(batch),
                known=reading.known,
                max_characters=CHARACTERS_PER_TOKEN * self._batch_tokens,
            )
            found = None if asked is None else await self._ask(asked, reading.counters)
            if asked is None or found is not None:
                reading.take(batch, found)
                return
            if len(batch) == 1:
                raise DistillerError(
                    f"model {self._asker.completer.name!r} was cut off on a single turn; "
                    "allow longer answers"
                )
            batch = batch[: len(batch) // 2]

    async def _ask(self, asked: Question, counters: Counter[str]) -> Findings | None:
        """The findings, or None if the answer was cut off."""

        def use(answer: Completion) -> Findings | None:
            if answer.finish == "length":
                return None
            return findings(answer.text, asked, behaviours=self._behaviours, source=self.source)

        found = await self._asker.ask(
            self._prompt.text, asked.text, self._schema, use=use, counters=counters
        )
        counters["turns_cut"] += asked.cut if found is not None else 0
        return found
