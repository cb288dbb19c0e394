"""The distiller that asks a chat model: in the background, one call for each batch of turns."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import anyio

from prefmem.distillers._findings import Findings, Malformed, findings
from prefmem.distillers._question import Question, prompt, question, schema
from prefmem.distillers.batching import batches
from prefmem.distillers.completion import Completer, Completion, TransientFailure
from prefmem.distillers.openai import OpenAICompleter
from prefmem.errors import DistillerError
from prefmem.policy import TierPolicy, load
from prefmem.records import Distillation, Segment, StoredProfile, Turn
from prefmem.stages import intake
from prefmem.types import Evidence, Scope

if TYPE_CHECKING:
    from openai import AsyncOpenAI

logger = logging.getLogger(__name__)
PROMPT = "preferences_v1"
LONGEST_WAIT = 20.0
"""Seconds that are waited here; whoever asks for more gets the turns left waiting instead."""
CHARACTERS_PER_TOKEN = 4
EARLIER = 2
"""Turns before a batch that are shown with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a batch is read with."""

    segments: Sequence[Segment]
    """Of all turns, what may speak for the user."""
    known: StoredProfile
    before: Sequence[Turn]
    """The last turns of its conversation that were read already."""


class ModelDistiller:
    """Reads turns with a chat model, in any language, and corrects what was noted before.

    Every quote is checked against the user's own words; what the model may report is bound by the
    policy's vocabulary. A model that fails is asked again with growing pauses, and then the turns
    stay waiting.
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
    ) -> None:
        """Choose a model; nothing is opened yet.

        Args:
            model: Its name at the server, or a `Completer` (then the four that follow are unused).
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
        """
        self._completer = (
            OpenAICompleter(
                model, client=client, base_url=base_url, api_key=api_key, timeout=timeout
            )
            if isinstance(model, str)
            else model
        )
        held = policy or load()
        self._behaviours = [n for n, b in held.behaviours.items() if b.tier != "universal"]
        self._prompt = prompt(prompt_name, self._behaviours)
        self._schema = schema(self._behaviours)
        self._batch_tokens = batch_tokens
        self._idle = idle
        self._attempts = attempts
        self._first_wait = first_wait

    @property
    def source(self) -> str:
        """Prompt, hash of the prompt, and model: `llm/preferences_v1#1a2b3c4d@model`."""
        return f"llm/{self._prompt.version}@{self._completer.name}"

    async def distil(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        known: StoredProfile,
        before: Sequence[Turn] = (),
    ) -> Distillation:
        """See `prefmem.ports.Distiller`. Commands are the local distiller's, which reads first."""
        del scope
        counters: Counter[str] = Counter()
        evidence: dict[str, Evidence] = {}
        withdrawn: dict[str, None] = {}
        segments, _, refused = intake.screen(turns, before=before, any_language=True)
        counters.update(refused)
        for batch in batches(turns, max_tokens=self._batch_tokens, idle=self._idle):
            reading = Reading(segments=segments, known=known, before=_earlier(batch, before))
            for found in await self._read(batch, reading, counters):
                counters.update(found.counters)
                evidence |= {one.id: one for one in found.evidence if one.id not in evidence}
                withdrawn |= dict.fromkeys(found.withdrawn)
        return Distillation(
            evidence=tuple(evidence.values()),
            withdrawn=tuple(withdrawn),
            counters={name: n for name, n in sorted(counters.items()) if n},
        )

    async def close(self) -> None:
        """Let go of connections that were opened here."""
        if isinstance(self._completer, OpenAICompleter):
            await self._completer.close()

    async def _read(
        self, batch: Sequence[Turn], reading: Reading, counters: Counter[str]
    ) -> list[Findings]:
        """Ask about a batch; about its halves where the answer does not fit.

        Raises:
            DistillerError: No attempt brought an answer that can be used.
        """
        asked = question(
            batch,
            reading.segments,
            before=reading.before,
            known=reading.known,
            max_characters=CHARACTERS_PER_TOKEN * self._batch_tokens,
        )
        if asked is None:
            return []
        found = await self._ask(asked, counters)
        if found is not None:
            counters["turns_cut"] += asked.cut
            return [found]
        middle = len(batch) // 2
        if not middle:
            raise DistillerError(
                f"model {self._completer.name!r} was cut off on a single turn; allow longer answers"
            )
        halves = (batch[:middle], batch[middle:])
        return [one for half in halves for one in await self._read(half, reading, counters)]

    async def _ask(self, asked: Question, counters: Counter[str]) -> Findings | None:
        """The findings, or None if the answer was cut off."""
        wait = self._first_wait
        for attempt in range(1, self._attempts + 1):
            try:
                answer = await self._completer.complete(self._prompt.text, asked.text, self._schema)
                _count(answer, counters)
                if answer.finish == "length":
                    return None
                return self._checked(answer, asked)
            except TransientFailure as failed:
                asked_for = failed.retry_after
                if attempt == self._attempts or (asked_for or 0.0) > LONGEST_WAIT:
                    raise DistillerError(
                        f"{failed}; given up after {attempt} of {self._attempts} attempts",
                        retry_after=asked_for,
                    ) from failed
                logger.info("model distiller: attempt %d failed: %s", attempt, failed)
                counters["model_retries"] += 1
                await anyio.sleep(min(LONGEST_WAIT, max(wait, asked_for or 0.0)))
                wait *= 2
        raise DistillerError(f"attempts={self._attempts} must be at least 1")

    def _checked(self, answer: Completion, asked: Question) -> Findings:
        if answer.finish == "refused":
            raise TransientFailure(f"model {self._completer.name!r} refused to answer")
        try:
            return findings(answer.text, asked, behaviours=self._behaviours, source=self.source)
        except Malformed as broken:
            raise TransientFailure(
                f"model {self._completer.name!r} gave no usable answer: {broken}"
            ) from broken


def _earlier(batch: Sequence[Turn], before: Sequence[Turn]) -> Sequence[Turn]:
    mine = [t for t in before if t.conversation == batch[0].conversation and t.role != "system"]
    return mine[-EARLIER:]


def _count(answer: Completion, counters: Counter[str]) -> None:
    counters["model_calls"] += 1
    counters["model_tokens_in"] += answer.tokens_in
    counters["model_tokens_out"] += answer.tokens_out
