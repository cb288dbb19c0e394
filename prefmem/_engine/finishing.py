"""Erasing a whole person, and going on with erasures that were cut off."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from prefmem._engine.committing import Committer
from prefmem._engine.erasing import Eraser
from prefmem.errors import StoreError
from prefmem.records import Intent, ProfileDelta, StoredProfile
from prefmem.stages import forgetting, userword
from prefmem.stages.forgetting import Reach
from prefmem.types import ErasureReceipt, Scope

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finisher:
    """Erases people, and finishes what was begun: that was there then, and nothing said since."""

    eraser: Eraser

    @property
    def _committer(self) -> Committer:
        return self.eraser.committer

    async def erase(self, scope: Scope) -> ErasureReceipt:
        """Remove everything of this user, in every store.

        The ledger goes last, and the intent with it: killed before that, the rest is done by
        whoever opens the store next, or by the next sweep.
        """
        reach = await self.eraser.reach(scope)
        wish = {"kind": "erase", **reach.plain()}
        intent = await self._committer.parts.store.intents.begin(scope, wish)
        await self._committer.change(scope, _anew)
        return await self._erased(scope, intent)

    async def _erased(self, scope: Scope, intent: str) -> ErasureReceipt:
        parts = self._committer.parts
        # First: whoever is about to store what was said before knows of it, in other processes too.
        decisions = await parts.audit.erase(forgetting.pseudonym(scope))
        removed = {"episodes": await parts.episodes.erase(scope), "audit": decisions}
        for place, count in (await parts.store.preferences.erase(scope, intent=intent)).items():
            removed[place] = removed.get(place, 0) + count
        return self.eraser.done(scope, removed)

    async def finish(self) -> int:
        """Go on with erasures that were cut off; how many were finished. Safe to repeat.

        One that cannot be finished now, because an index is away, is left for the next time.
        """
        done = 0
        for one in await self._committer.parts.store.intents.unfinished():
            try:
                await self._resume(one)
            except StoreError as error:
                logger.warning("an erasure cannot be finished yet; it is tried again: %s", error)
            else:
                done += 1
        return done

    async def _resume(self, begun: Intent) -> None:
        body, reach = begun.body, Reach.read(begun.body)
        if body["kind"] == "erase":
            if reach is not None and await self._is_back(begun.scope, reach):
                await self._erased_up_to(begun.scope, begun.id, reach)
            else:
                await self._erased(begun.scope, begun.id)
            return
        if body["kind"] == "close":
            await self.eraser.resume_closing(begun)
            return
        until = body.get("until")
        await self.eraser.remove(
            begun.scope,
            body["preferences"],
            body["evidence"],
            turns=[(conversation, name) for conversation, name in body["turns"]],
            until=None if until is None else datetime.fromisoformat(until),
            intent=begun.id,
            reach=reach,
        )

    async def _is_back(self, scope: Scope, reach: Reach) -> bool:
        """True if a user has said, done or decided something since they were to be erased."""
        store = self._committer.parts.store
        person = (await self._committer.profiles.newest(scope)).person
        if person.paused or person.consents or await store.turns.read(scope, after=reach.position):
            return True
        words = [e for e in await store.preferences.evidence(scope) if userword.is_action(e)]
        return bool(reach.beyond(words, ()))

    async def _erased_up_to(self, scope: Scope, intent: str, reach: Reach) -> ErasureReceipt:
        """Remove everything of a user that was there when the erasure began, and no more.

        Of the turns the ids stay, without text; the records of decisions go as they are: all of
        them rest on what goes.
        """
        parts = self._committer.parts
        rows = await parts.store.export_rows(scope)
        held = {r.id for r in (await self._committer.profiles.newest(scope)).records}
        held |= {row["preference_id"] for row in rows["history"]}
        later = {
            (turn.conversation, turn.id)
            for turn in await parts.store.turns.read(scope, after=reach.position)
        }
        turns = {(row["conversation"], row["id"]) for row in rows["turns"]} - later
        said = {
            row["id"]
            for row in (*rows["evidence"], *rows["withdrawn"])
            if (row["conversation_id"], row["message_id"]) not in later
        }
        await parts.audit.erase(forgetting.pseudonym(scope))
        return await self.eraser.remove(scope, held, said, turns=turns, intent=intent, reach=reach)


def _anew(profile: StoredProfile) -> ProfileDelta:
    """What a person who is to be erased has decided is over at once, whenever the rest goes."""
    person = replace(profile.person, paused=False, consents={})
    return ProfileDelta() if person == profile.person else ProfileDelta(person=person)
