"""Forgetting: for good, everywhere, and never learned again from old turns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from prefmem import _remembered
from prefmem._engine.committing import RACES, Committer
from prefmem._engine.parts import CachedEmbedder
from prefmem.errors import RevisionConflict
from prefmem.records import Command, Intent, ProfileDelta, StoredProfile, Turn
from prefmem.stages import forgetting, messages
from prefmem.stages.forgetting import Reach, TurnName
from prefmem.stages.retention import Due
from prefmem.stages.sensitivity import classes_of, touched
from prefmem.types import ErasureReceipt, Evidence, Revision, Scope

ALIKE = 0.55
"""Cosine from which a statement is what somebody asks to forget, where no word names it."""


class _Outrun(Exception):
    """Another writer committed between reading and removing."""

    def __init__(self, intent: str | None, reach: Reach | None) -> None:
        super().__init__()
        self.intent = intent
        self.reach = reach


@dataclass(frozen=True, slots=True)
class Eraser:
    """Removes a statement, its quotes, its vectors, and the turns' text it came from."""

    committer: Committer

    async def forget(self, scope: Scope, preference_id: str) -> ErasureReceipt:
        """Forget one preference and those it replaced.

        Raises:
            UnknownPreference: This user has no such preference.
        """
        return await self.remove(scope, await self.chain(scope, preference_id), ())

    async def chain(self, scope: Scope, preference_id: str) -> set[str]:
        """One preference and those it replaced.

        Raises:
            UnknownPreference: This user has no such preference.
        """
        store = self.committer.parts.store.preferences
        profile = await self.committer.profiles.newest(scope)
        history = await store.history(scope)
        chain = forgetting.chain(preference_id, profile.records, history)
        if not chain:
            raise messages.unknown(scope, preference_id)
        return chain

    async def forget_matching(
        self, scope: Scope, text: str, *, until: datetime | None = None
    ) -> ErasureReceipt:
        """Forget every preference that is about `text`, by its words or by its meaning.

        Without `until` the turns go too in which the user names it, whether a stage has read them
        or not: what waits is not learned, and what was refused is not kept. With it, what is being
        read now stays for whoever reads it, and leaves out what is to be forgotten.
        """
        store = self.committer.parts.store.preferences
        profile = await self.committer.profiles.newest(scope)
        history = await store.history(scope)
        said = {
            e.id
            for e in await store.evidence(scope, withdrawn=True)
            if forgetting.mentions(e, text) and (until is None or e.at <= until)
        }
        about = forgetting.resting_on(said, profile.records)
        named = any(e.id in said for e in await store.evidence(scope))
        chosen = about if named else await self._alike(profile, text)
        chains = [forgetting.chain(one, profile.records, history) for one in chosen]
        turns = set[TurnName]()
        if until is None:
            log = await self.committer.parts.store.turns.read(scope)
            turns = forgetting.told_by_user(log, text)
        return await self.remove(scope, set[str]().union(*chains), said, turns=turns, until=until)

    async def forget_turns(self, scope: Scope, turns: Collection[TurnName]) -> ErasureReceipt:
        """Forget what these turns say, and their text."""
        store = self.committer.parts.store.preferences
        ledger = await store.evidence(scope, withdrawn=True)
        said = {e.id for e in ledger if (e.conversation_id, e.message_id) in turns}
        return await self.remove(scope, (), said, turns=turns)

    async def forget_everything(self, scope: Scope, *, until: Turn) -> ErasureReceipt:
        """Forget all that was said up to a turn, the turn included, and all that came of it."""
        store = self.committer.parts.store
        turns = await store.turns.read(scope)
        ledger = await store.preferences.evidence(scope, withdrawn=True)
        said = {e.id for e in ledger if e.at <= until.at}
        held = {r.id for r in (await self.committer.profiles.newest(scope)).records}
        named = {(t.conversation, t.id) for t in turns if t.position <= until.position}
        return await self.remove(scope, held, said, turns=named, until=until.at)

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
            await self.close_class(scope, sensitivity)
            return
        for one in await self.committer.parts.store.intents.unfinished():
            if one.scope == scope and one.body["kind"] == "close":
                await self.resume_closing(one)  # or it would undo later what is granted now
        await self._answered(scope, sensitivity, granted=True)

    async def resume_closing(self, begun: Intent) -> None:
        """Go on with the closing of a class that was cut off."""
        name, reach = begun.body["sensitivity"], Reach.read(begun.body)
        await self.close_class(begun.scope, name, intent=begun.id, reach=reach)

    async def _answered(self, scope: Scope, sensitivity: str, *, granted: bool) -> None:
        def change(profile: StoredProfile) -> ProfileDelta:
            consents = {**profile.person.consents, sensitivity: granted}
            return ProfileDelta(person=replace(profile.person, consents=consents))

        await self.committer.change(scope, change)

    async def close_class(
        self,
        scope: Scope,
        sensitivity: str,
        *,
        intent: str | None = None,
        reach: Reach | None = None,
    ) -> ErasureReceipt:
        """The answer first, so that nothing is learned meanwhile; an intent covers both."""
        if intent is None:
            reach = await self.reach(scope)
            wish = {"kind": "close", "sensitivity": sensitivity, **reach.plain()}
            intent = await self.committer.parts.store.intents.begin(scope, wish)
        await self._answered(scope, sensitivity, granted=False)
        store = self.committer.parts.store.preferences
        profile = await self.committer.profiles.newest(scope)
        ledger = await store.evidence(scope, withdrawn=True)
        said = {e.id for e in ledger if sensitivity in touched(e)}
        chosen = {r.id for r in profile.records if r.sensitivity == sensitivity}
        chosen |= forgetting.resting_on(said, profile.records)
        # Also what was said of it and was refused, or told beside something that is kept.
        told = {
            (turn.conversation, turn.id)
            for turn in await self.committer.parts.store.turns.read(scope)
            if sensitivity in classes_of(turn.content)
            and (reach is None or turn.position <= reach.position)
        }
        return await self.remove(scope, chosen, said, turns=told, intent=intent, reach=reach)

    async def reach(self, scope: Scope) -> Reach:
        """All that is held of a user now."""
        person = (await self.committer.profiles.newest(scope)).person
        return Reach.of(await self.committer.parts.store.turns.read(scope), person)

    async def _alike(self, profile: StoredProfile, text: str) -> set[str]:
        if not profile.vectors:
            return set()
        query = (await self.committer.parts.reader.embed([text], purpose="query"))[0]
        return {i for i, rows in profile.vectors.items() if float(rows[0] @ query) >= ALIKE}

    async def remove(
        self,
        scope: Scope,
        preferences: Collection[str],
        said: Collection[str],
        *,
        turns: Collection[TurnName] = (),
        until: datetime | None = None,
        intent: str | None = None,
        reach: Reach | None = None,
    ) -> ErasureReceipt:
        """The index first, then ledger and profile in one commit: a crash leaves no half of it.

        Killed between the two, the intent that was written first is carried out by whoever opens
        the store next. What other evidence still supports is derived anew in the same commit.
        With `reach`, nothing goes that was said after it.
        """
        for _ in range(RACES):
            try:
                return await self._removed(scope, preferences, said, turns, until, intent, reach)
            except _Outrun as outrun:
                intent, reach = outrun.intent, outrun.reach
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
        reach: Reach | None,
    ) -> ErasureReceipt:
        """Remove what goes by the newest profile.

        Raises:
            _Outrun: Another writer committed first.
        """
        parts = self.committer.parts
        store = parts.store.preferences
        profile = await self.committer.profiles.newest(scope)
        # After the profile: what others add from here on makes another try of it.
        counted, history = await store.evidence(scope), await store.history(scope)
        ledger = await store.evidence(scope, withdrawn=True)
        beyond = await self._beyond(profile, preferences, ledger, reach)
        there = [e for e in ledger if e.id not in beyond]
        named = set(said) | forgetting.evidence_of(preferences, profile.records, history)
        named -= beyond
        gone = forgetting.with_overlaps(there, named - forgetting.left_standing(named, there))
        gone += forgetting.left_over(gone, turns, there, counted)
        lost = {e.id for e in gone} | named
        told = forgetting.told_by(lost, profile.records, history)
        gone += forgetting.repeating(gone, told, there)
        due = _due(preferences, told, gone, lost, turns, there)
        marks = forgetting.marked(profile.person, gone, scope, until=until)
        person = replace(profile.person, forgotten=marks)
        derived = await self._without(replace(profile, person=person), due, counted, history)
        if intent is None and any((due.turns, due.evidence, due.preferences)):
            reach = await self.reach(scope)
            intent = await parts.store.intents.begin(scope, _wish(due, until, reach))
        removed = {"episodes": await parts.episodes.erase(scope, due.turns)}
        try:
            removed |= await self._purged(profile, due, derived, intent)
        except RevisionConflict as error:
            raise _Outrun(intent, reach) from error
        return self.done(scope, removed)

    async def _beyond(
        self,
        profile: StoredProfile,
        preferences: Collection[str],
        ledger: Sequence[Evidence],
        reach: Reach | None,
    ) -> set[str]:
        """Ids of the evidence that stays, whatever goes: what was said since an erasure began."""
        if reach is None:
            return set()
        turns = await self.committer.parts.store.turns.read(profile.scope)
        beyond = reach.beyond(ledger, turns)
        return beyond - forgetting.without_support(beyond, ledger, preferences, profile.records)

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
        return self.done(scope, removed)

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

    def done(self, scope: Scope, removed: dict[str, int]) -> ErasureReceipt:
        """The receipt, once this process remembers nothing of the words either."""
        parts = self.committer.parts
        _remembered.drop()
        for embedder in (parts.embedder, parts.reader):
            if isinstance(embedder, CachedEmbedder):
                embedder.drop()
        return ErasureReceipt(scope=scope, at=parts.clock.now(), removed=removed)


def _due(
    preferences: Collection[str],
    told: Collection[str],
    gone: Sequence[Evidence],
    lost: Collection[str],
    turns: Collection[TurnName],
    ledger: Sequence[Evidence],
) -> Due:
    """All that goes where this evidence does, in an order that does not tell why."""
    ids = {e.id for e in gone} | set(lost)
    ids |= forgetting.sparing({*preferences, *told, *ids}, ledger)
    return Due(
        preferences=tuple(sorted({*preferences, *told})),
        evidence=tuple(sorted(ids)),
        turns=tuple(sorted({(e.conversation_id, e.message_id) for e in gone} | set(turns))),
    )


def _wish(due: Due, until: datetime | None, reach: Reach) -> dict[str, Any]:
    """What an intent keeps of a forgetting: ids, no words."""
    return {
        "kind": "forget",
        "preferences": due.preferences,
        "evidence": due.evidence,
        "turns": due.turns,
        "until": until.isoformat() if until else None,
        **reach.plain(),
    }
