"""Forgetting: for good, everywhere, and never learned again from old turns."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from prefmem import _remembered
from prefmem._engine.committing import RACES, Committer
from prefmem._engine.parts import CachedEmbedder
from prefmem.errors import RevisionConflict, StoreError
from prefmem.records import Command, Intent, ProfileDelta, StoredProfile, Turn
from prefmem.stages import forgetting, messages
from prefmem.stages.forgetting import TurnName
from prefmem.stages.retention import Due
from prefmem.stages.sensitivity import classes_of, touched
from prefmem.types import ErasureReceipt, Evidence, Revision, Scope

logger = logging.getLogger(__name__)
ALIKE = 0.55
"""Cosine from which a statement is what somebody asks to forget, where no word names it."""


class _Outrun(Exception):
    """Another writer committed between reading and removing."""

    def __init__(self, intent: str | None) -> None:
        super().__init__()
        self.intent = intent


@dataclass(frozen=True, slots=True)
class Eraser:
    """Removes a statement, its quotes, its vectors, and the turns' text it came from."""

    committer: Committer

    async def forget(self, scope: Scope, preference_id: str) -> ErasureReceipt:
        """Forget one preference and those it replaced.

        Raises:
            UnknownPreference: This user has no such preference.
        """
        store = self.committer.parts.store.preferences
        profile = await self.committer.profiles.newest(scope)
        history = await store.history(scope)
        chain = forgetting.chain(preference_id, profile.records, history)
        if not chain:
            raise messages.unknown(scope, preference_id)
        return await self._remove(scope, chain, ())

    async def forget_matching(
        self, scope: Scope, text: str, *, until: datetime | None = None
    ) -> ErasureReceipt:
        """Forget every preference that is about `text`, by its words or by its meaning."""
        store = self.committer.parts.store.preferences
        profile = await self.committer.profiles.newest(scope)
        history = await store.history(scope)
        said = {
            e.id
            for e in await store.evidence(scope)
            if forgetting.mentions(e, text) and (until is None or e.at <= until)
        }
        about = forgetting.resting_on(said, profile.records)
        chosen = about if said else await self._alike(profile, text)
        chains = [forgetting.chain(one, profile.records, history) for one in chosen]
        return await self._remove(scope, set[str]().union(*chains), said, until=until)

    async def forget_turns(self, scope: Scope, turns: Collection[TurnName]) -> ErasureReceipt:
        """Forget what these turns say, and their text."""
        ledger = await self.committer.parts.store.preferences.evidence(scope)
        said = {e.id for e in ledger if (e.conversation_id, e.message_id) in turns}
        return await self._remove(scope, (), said, turns=turns)

    async def forget_everything(self, scope: Scope, *, until: Turn) -> ErasureReceipt:
        """Forget all that was said up to a turn, the turn included, and all that came of it."""
        store = self.committer.parts.store
        turns = await store.turns.read(scope)
        said = {e.id for e in await store.preferences.evidence(scope) if e.at <= until.at}
        held = {r.id for r in (await self.committer.profiles.newest(scope)).records}
        named = {(t.conversation, t.id) for t in turns if t.position <= until.position}
        return await self._remove(scope, held, said, turns=named, until=until.at)

    async def meant_by(self, scope: Scope, command: Command) -> set[TurnName]:
        """The turns a bare "forget that" means: the command's own, and the user's one before it."""
        named = {(command.turn.conversation, command.turn.id)}
        if command.action == "do_not_remember":
            return named
        before = [
            (turn.conversation, turn.id)
            for turn in await self.committer.parts.store.turns.read(scope)
            if turn.role == "user"
            and turn.conversation == command.turn.conversation
            and turn.position < command.turn.position
        ]
        return named | set(before[-1:])

    async def consent(self, scope: Scope, sensitivity: str, *, granted: bool) -> None:
        """Open or close a class of sensitive content; closing erases what is held of it."""
        if not granted:
            await self._close_class(scope, sensitivity)
            return
        for one in await self.committer.parts.store.intents.unfinished():
            if one.scope == scope and one.body["kind"] == "close":
                await self._resume(one)  # or it would undo later what is granted now
        await self._answered(scope, sensitivity, granted=True)

    async def _answered(self, scope: Scope, sensitivity: str, *, granted: bool) -> None:
        def change(profile: StoredProfile) -> ProfileDelta:
            consents = {**profile.person.consents, sensitivity: granted}
            return ProfileDelta(person=replace(profile.person, consents=consents))

        await self.committer.change(scope, change)

    async def _close_class(
        self, scope: Scope, sensitivity: str, *, intent: str | None = None
    ) -> ErasureReceipt:
        """The answer first, so that nothing is learned meanwhile; an intent covers both."""
        if intent is None:
            wish = {"kind": "close", "sensitivity": sensitivity}
            intent = await self.committer.parts.store.intents.begin(scope, wish)
        await self._answered(scope, sensitivity, granted=False)
        store = self.committer.parts.store.preferences
        profile = await self.committer.profiles.newest(scope)
        said = {e.id for e in await store.evidence(scope) if sensitivity in touched(e)}
        chosen = {r.id for r in profile.records if r.sensitivity == sensitivity}
        chosen |= forgetting.resting_on(said, profile.records)
        # Also what was said of it and was refused, or told beside something that is kept.
        told = {
            (turn.conversation, turn.id)
            for turn in await self.committer.parts.store.turns.read(scope)
            if sensitivity in classes_of(turn.content)
        }
        return await self._remove(scope, chosen, said, turns=told, intent=intent)

    async def erase(self, scope: Scope, *, intent: str | None = None) -> ErasureReceipt:
        """Remove everything of this user, in every store.

        The ledger goes last, and the intent with it: killed before that, the rest is done by
        whoever opens the store next, or by the next sweep.
        """
        parts = self.committer.parts
        if intent is None:
            intent = await parts.store.intents.begin(scope, {"kind": "erase"})
        removed = {"episodes": await parts.episodes.erase(scope)}
        removed["audit"] = await parts.audit.erase(forgetting.pseudonym(scope))
        for place, count in (await parts.store.preferences.erase(scope, intent=intent)).items():
            removed[place] = removed.get(place, 0) + count
        return self._done(scope, removed)

    async def finish(self) -> int:
        """Go on with erasures that were cut off; how many were finished. Safe to repeat.

        One that cannot be finished now, because an index is away, is left for the next time.
        """
        done = 0
        for one in await self.committer.parts.store.intents.unfinished():
            try:
                await self._resume(one)
            except StoreError as error:
                logger.warning("an erasure cannot be finished yet; it is tried again: %s", error)
            else:
                done += 1
        return done

    async def _resume(self, begun: Intent) -> None:
        body = begun.body
        if body["kind"] == "erase":
            await self.erase(begun.scope, intent=begun.id)
            return
        if body["kind"] == "close":
            await self._close_class(begun.scope, body["sensitivity"], intent=begun.id)
            return
        until = body.get("until")
        await self._remove(
            begun.scope,
            body["preferences"],
            body["evidence"],
            turns=[(conversation, name) for conversation, name in body["turns"]],
            until=None if until is None else datetime.fromisoformat(until),
            intent=begun.id,
        )

    async def _alike(self, profile: StoredProfile, text: str) -> set[str]:
        if not profile.vectors:
            return set()
        query = (await self.committer.parts.reader.embed([text], purpose="query"))[0]
        return {i for i, rows in profile.vectors.items() if float(rows[0] @ query) >= ALIKE}

    async def _remove(
        self,
        scope: Scope,
        preferences: Collection[str],
        said: Collection[str],
        *,
        turns: Collection[TurnName] = (),
        until: datetime | None = None,
        intent: str | None = None,
    ) -> ErasureReceipt:
        """The index first, then ledger and profile in one commit: a crash leaves no half of it.

        Killed between the two, the intent that was written first is carried out by whoever opens
        the store next. What other evidence still supports is derived anew in the same commit.
        """
        for _ in range(RACES):
            try:
                return await self._removed(scope, preferences, said, turns, until, intent)
            except _Outrun as outrun:
                intent = outrun.intent
        raise RevisionConflict(
            f"others changed the profile of {scope.user!r} {RACES} times meanwhile; the wish is "
            "written down, and carried out within the hour"
        )

    async def _removed(
        self,
        scope: Scope,
        preferences: Collection[str],
        said: Collection[str],
        turns: Collection[TurnName],
        until: datetime | None,
        intent: str | None,
    ) -> ErasureReceipt:
        """Remove what goes by the newest profile.

        Raises:
            _Outrun: Another writer committed first.
        """
        parts = self.committer.parts
        store = parts.store.preferences
        profile = await self.committer.profiles.newest(scope)
        # After the profile: what others add from here on makes another try of it.
        ledger, history = await store.evidence(scope), await store.history(scope)
        named = set(said) | forgetting.evidence_of(preferences, profile.records, history)
        gone = forgetting.with_overlaps(ledger, named - forgetting.left_standing(named, ledger))
        lost = {e.id for e in gone} | named
        told = forgetting.told_by(lost, profile.records, history)
        lost |= forgetting.sparing({*preferences, *told, *lost}, ledger)
        due = Due(
            preferences=tuple(sorted({*preferences, *told})),
            evidence=tuple(sorted(lost)),
            turns=tuple(sorted({(e.conversation_id, e.message_id) for e in gone} | set(turns))),
        )
        person = replace(
            profile.person,
            forgotten=forgetting.marked(profile.person, gone, scope, until=until),
        )
        derived = await self._without(replace(profile, person=person), due, ledger, history)
        if intent is None and any((due.turns, due.evidence, due.preferences)):
            intent = await parts.store.intents.begin(scope, _wish(due, until))
        removed = {"episodes": await parts.episodes.erase(scope, due.turns)}
        try:
            removed |= await self._purged(profile, due, derived, intent)
        except RevisionConflict as error:
            raise _Outrun(intent) from error
        return self._done(scope, removed)

    async def _without(
        self,
        profile: StoredProfile,
        due: Due,
        ledger: Sequence[Evidence],
        history: Sequence[Revision],
    ) -> ProfileDelta:
        """What the evidence that stays says, where some goes: of all that rested on what goes, too.

        A preference of which something goes is made anew with its history, which told of it.
        """
        if not due.evidence:  # then nothing supports anything else than it did
            return ProfileDelta(person=profile.person)
        going, lost = set(due.preferences), set(due.evidence)
        left = replace(
            profile,
            records=tuple([r for r in profile.records if r.id not in going]),
            vectors={i: rows for i, rows in profile.vectors.items() if i not in going},
        )
        stays = [e for e in ledger if e.id not in lost]
        told = {r.preference_id for r in history} - going
        delta = await self.committer.derived(left, stays, told=told)
        return await self.committer.complete(left, delta)

    async def retire(
        self,
        profile: StoredProfile,
        due: Due,
        ledger: Sequence[Evidence],
        history: Sequence[Revision],
    ) -> ErasureReceipt:
        """Remove what is past its time; unlike what is forgotten, it may be learned again.

        The index first. Cut off in between, the next sweep finds the same and goes on.

        Raises:
            RevisionConflict: Another writer has changed the profile since.
        """
        parts, scope = self.committer.parts, profile.scope
        removed = {"episodes": await parts.episodes.erase(scope, due.turns)}
        derived = await self._without(profile, due, ledger, history)
        removed |= await self._purged(profile, due, derived, None)
        return self._done(scope, removed)

    async def _purged(
        self, profile: StoredProfile, due: Due, derived: ProfileDelta, intent: str | None
    ) -> dict[str, int]:
        """Remove what goes and commit what stays; what is there again is not counted as removed."""
        removed = await self.committer.parts.store.preferences.purge(
            profile.scope,
            turns=due.turns,
            evidence=due.evidence,
            preferences=due.preferences,
            person=derived.person or profile.person,
            derived=replace(derived, person=None),
            intent=intent,
            expected_revision=profile.revision,
        )
        again = len({r.id for r in derived.records}.intersection(due.preferences))
        for place in ("preferences", "vectors"):
            removed[place] = max(0, removed[place] - again)
        return removed

    def _done(self, scope: Scope, removed: dict[str, int]) -> ErasureReceipt:
        """The receipt, once this process remembers nothing of the words either."""
        parts = self.committer.parts
        _remembered.drop()
        for embedder in (parts.embedder, parts.reader):
            if isinstance(embedder, CachedEmbedder):
                embedder.drop()
        return ErasureReceipt(scope=scope, at=parts.clock.now(), removed=removed)


def _wish(due: Due, until: datetime | None) -> dict[str, Any]:
    """What an intent keeps of a forgetting: ids, no words."""
    return {
        "kind": "forget",
        "preferences": due.preferences,
        "evidence": due.evidence,
        "turns": due.turns,
        "until": until.isoformat() if until else None,
    }
