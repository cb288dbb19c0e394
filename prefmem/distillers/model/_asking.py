"""Asking a chat model until it gives an answer that can be used, and knowing when it is away."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import anyio

from prefmem.distillers.completion import Completer, Completion, TransientFailure
from prefmem.errors import DistillerError

Use = TypeVar("Use")
Clock = Callable[[], float]
"""Seconds that only grow."""
logger = logging.getLogger(__name__)
LONGEST_WAIT = 20.0
"""Seconds that are waited here; whoever asks for more gets the turns left waiting instead."""
FIRST_PAUSE = 5.0
"""Seconds that a model that is away is left alone; each later pause is twice as long."""
LONGEST_PAUSE = 900.0
PING = 'Answer with {"ok": true} and nothing else.'
PONG: Mapping[str, Any] = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}},
    "required": ["ok"],
    "additionalProperties": False,
}


class Unusable(ValueError):
    """The model answered, and the answer cannot be used."""


class Asker:
    """Asks one model, for whoever needs it.

    An answer that cannot be used is the question's fault, and an error says so. A model that gives
    no answer at all is away: the error has `retry_after`, and until then nobody asks it anything.
    """

    def __init__(
        self, completer: Completer, *, attempts: int, first_wait: float, clock: Clock | None = None
    ) -> None:
        """Keep how to ask; nothing is asked yet. Arguments are those of `ModelDistiller`."""
        self.completer = completer
        self._attempts = attempts
        self._first_wait = first_wait
        self._clock = clock or time.monotonic
        self._pauses = 0
        self._until = 0.0
        self._why = ""

    async def ask(
        self,
        system: str,
        user: str,
        schema: Mapping[str, Any],
        *,
        use: Callable[[Completion], Use],
        counters: Counter[str],
        attempts: int | None = None,
    ) -> Use:
        """What `use` makes of an answer; asked again where it raises `Unusable`.

        `attempts` is for a question that is not worth as many as others are.

        Raises:
            DistillerError: No attempt brought an answer that can be used.
        """
        self._left_alone()
        wait, most = self._first_wait, attempts or self._attempts
        for attempt in range(1, most + 1):
            try:
                return self._usable(use, await self._answer(system, user, schema, counters))
            except TransientFailure as failed:
                asked_for = failed.retry_after or 0.0
                if attempt == most or asked_for > LONGEST_WAIT:
                    given_up = f"given up after {attempt} of {most} attempts"
                    raise await self._error(failed, given_up, counters) from failed
                logger.info("model distiller: attempt %d failed: %s", attempt, failed)
                counters["model_retries"] += 1
                await anyio.sleep(min(LONGEST_WAIT, max(wait, asked_for)))
                wait *= 2
            except DistillerError as failed:
                raise self._away(failed) if failed.retry_after is not None else failed from failed
        raise DistillerError(f"attempts={most} must be at least 1")

    async def _answer(
        self, system: str, user: str, schema: Mapping[str, Any], counters: Counter[str]
    ) -> Completion:
        answer = await self.completer.complete(system, user, schema)
        self._pauses = 0
        counters["model_calls"] += 1
        counters["model_tokens_in"] += answer.tokens_in
        counters["model_tokens_out"] += answer.tokens_out
        return answer

    def _usable(self, use: Callable[[Completion], Use], answer: Completion) -> Use:
        if answer.finish == "refused":
            raise _Bad(f"model {self.completer.name!r} refused to answer")
        try:
            return use(answer)
        except Unusable as broken:
            raise _Bad(f"model {self.completer.name!r} gave no usable answer: {broken}") from broken

    async def _error(
        self, failed: TransientFailure, given_up: str, counters: Counter[str]
    ) -> DistillerError:
        """Whose fault a failure is: the question's, or that of a model that is away."""
        told = DistillerError(f"{failed}; {given_up}", retry_after=failed.retry_after)
        if isinstance(failed, _Bad):
            return told
        if failed.retry_after is None and await self._is_there(counters):
            return DistillerError(f"{told}; it does answer other questions")
        return self._away(told)

    async def _is_there(self, counters: Counter[str]) -> bool:
        """True if the model answers the shortest of questions: then ours is what it cannot bear."""
        try:
            await self._answer(PING, "ok?", PONG, counters)
        except DistillerError:
            return False
        return True

    def _away(self, failed: DistillerError) -> DistillerError:
        pause = max(FIRST_PAUSE * 2 ** min(self._pauses, 16), failed.retry_after or 0.0)
        pause = min(pause, LONGEST_PAUSE)
        self._pauses += 1
        self._until, self._why = self._clock() + pause, str(failed)
        logger.warning("model distiller: away, asked again in %.0f s: %s", pause, failed)
        return DistillerError(str(failed), retry_after=pause)

    def _left_alone(self) -> None:
        left = self._until - self._clock()
        if left > 0:
            raise DistillerError(
                f"model {self.completer.name!r} is away and asked again in {left:.0f} s; "
                f"it failed with: {self._why}",
                retry_after=left,
            )


class _Bad(TransientFailure):
    """An answer came, and is of no use."""
