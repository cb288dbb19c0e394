"""The summary in a model's words: asked for when nobody waits, checked, kept while it holds."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from prefmem._engine.errands import Errand, Errands
from prefmem._engine.parts import Parts
from prefmem._engine.profiles import KEPT
from prefmem.errors import DistillerError, RevisionConflict, StoreError
from prefmem.ports import Wording
from prefmem.records import ProfileDelta
from prefmem.stages import summary
from prefmem.stages.summary import Summary
from prefmem.types import Scope

logger = logging.getLogger(__name__)
RACES = 8
"""How often counting what was spent is tried again when another writer was faster."""


@dataclass(frozen=True, slots=True)
class _Worded:
    """A summary and its wording; the summary itself while there is no better one."""

    plain: Summary
    told: Summary


@dataclass(slots=True, eq=False)
class Wordings:
    """Words summaries where the model distiller can; nothing of it is on disk.

    A wording holds for the summary that it was made of, clause by clause and preference by
    preference, and is let go as soon as there is another.
    """

    parts: Parts
    errands: Errands
    _kept: OrderedDict[Scope, _Worded] = field(default_factory=OrderedDict[Scope, _Worded])

    @property
    def model(self) -> Wording | None:
        """Who words, if anybody does."""
        model = self.parts.distillers.get("model")
        return model if isinstance(model, Wording) and model.words_summaries else None

    def told(self, scope: Scope, plain: Summary) -> Summary:
        """The wording of a summary, or the summary as it is: then the next call may have one."""
        kept = self._kept.get(scope)
        if kept is not None and kept.plain == plain:
            self._kept.move_to_end(scope)
            return kept.told
        self._kept.pop(scope, None)
        model = self.model
        if model is None or not plain.clauses:
            return plain

        async def word(errand: Errand) -> None:
            await self._word(errand, model, plain)

        if self.errands.later(scope, word):
            self._keep(scope, plain, plain)
        return plain

    def drop(self, scope: Scope) -> None:
        """Let go of what is kept of a user."""
        self._kept.pop(scope, None)

    async def _word(self, errand: Errand, model: Wording, plain: Summary) -> None:
        """Ask for a wording, and keep it if it says the same; asked again if the model is away."""
        scope = errand.scope
        try:
            found = await model.word([(one.title, one.text) for one in plain.clauses])
        except DistillerError as failed:
            logger.info("a summary stays as it is: %s", failed)
            if failed.retry_after is not None:
                self.drop(scope)
            await self._count(errand, failed.counters)
            return
        except Exception:
            # A plug-in's own bug. It must not stop the memory, nor go unseen.
            logger.exception("wording a summary failed")
            return
        told = summary.reworded(found.sentences, plain, counter=self.parts.counter)
        outcome = "summaries_refused" if told is None else "summaries_worded"
        await self._count(errand, {**found.counters, outcome: 1})
        kept = self._kept.get(scope)
        if told is not None and not errand.void and kept is not None and kept.plain == plain:
            self._keep(scope, plain, told)

    def _keep(self, scope: Scope, plain: Summary, told: Summary) -> None:
        self._kept[scope] = _Worded(plain, told)
        self._kept.move_to_end(scope)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    async def _count(self, errand: Errand, counters: Mapping[str, int]) -> None:
        """Add to the tenant's counters; never for a user of whom nothing is held any more."""
        store = self.parts.store.preferences
        delta = ProfileDelta(counters={name: n for name, n in counters.items() if n})
        for _ in range(RACES):
            try:
                profile = await store.profile(errand.scope)
                if delta.counters and profile.revision and not errand.void:
                    await store.commit(errand.scope, delta, expected_revision=profile.revision)
            except RevisionConflict:
                continue
            except StoreError as error:
                logger.warning("what wording a summary cost could not be counted: %s", error)
            return
