"""The write path: waiting turns become evidence, evidence becomes a new profile."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import anyio

from prefmem._engine.committing import Committer
from prefmem._engine.erasing import Eraser
from prefmem._engine.parts import check_embedder
from prefmem.errors import DistillerError, LeaseLost
from prefmem.records import (
    Command,
    Distillation,
    Lease,
    PersonState,
    ProfileDelta,
    StoredProfile,
    Turn,
)
from prefmem.stages import consolidation, forgetting, intake, tiering
from prefmem.stages.forgetting import TurnName
from prefmem.types import Evidence, Scope

POSTPONED = "batches_postponed"
"""Counts how often turns were left waiting because a model was away."""


HELD_BACK = 900.0
"""Seconds between two looks at turns of whom memory is paused; they are due when it is resumed."""


class _Paused(Exception):
    """Memory was paused while a model was reading."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Distils and commits; holds no state of its own."""

    committer: Committer
    eraser: Eraser

    async def process(
        self, lease: Lease, turns: tuple[Turn, ...], before: tuple[Turn, ...]
    ) -> None:
        """Read `turns` under `lease` and commit what they say, with the cursor, in one commit.

        `before` are the few turns before them: an answer often names what was offered there.

        A distiller may read only the first of them: the cursor moves as far as it has read.

        Raises:
            DistillerError: They could not be read, or not now; nothing was written.
            LeaseLost: Another worker took over; nothing was written.
        """
        if not turns:
            return
        scope, end = lease.scope, turns[-1].position
        if lease.stage == "index":
            await self._indexed(lease, turns)
            return
        known = await self.committer.profiles.newest(scope)
        if lease.stage == "model" and known.person.paused:
            raise _held_back(scope)
        found = await self._distilled(lease, turns, before, known)
        cursor = end if found.read is None else _read_of(turns, found.read).position
        for command in found.commands:
            found = await self._obey(scope, found, command, turns)
        try:
            await self.learn(scope, found, lease=lease, cursor=cursor)
        except _Paused:
            spent = ProfileDelta(lease=lease, counters=found.counters)
            await self.committer.change(scope, lambda _: spent)
            raise _held_back(scope) from None

    async def _distilled(
        self,
        lease: Lease,
        turns: tuple[Turn, ...],
        before: tuple[Turn, ...],
        known: StoredProfile,
    ) -> Distillation:
        """What is found in turns; what was spent in vain is counted, too."""
        scope, committer = lease.scope, self.committer
        try:
            found = await committer.parts.distillers[lease.stage].distil(
                scope, turns, known=known, before=before
            )
        except DistillerError as failed:
            spent = {**failed.counters, POSTPONED: int(failed.retry_after is not None)}
            counters = {name: n for name, n in spent.items() if n}
            if counters:
                await committer.change(
                    scope, lambda _: ProfileDelta(lease=lease, counters=counters)
                )
            raise
        kept, refused = intake.vouched(found.evidence, (*before, *turns))
        counters = Counter(found.counters) + refused
        return replace(found, evidence=tuple(kept), counters=counters)

    async def _indexed(self, lease: Lease, turns: Sequence[Turn]) -> None:
        """Index turns under a lease; what is erased meanwhile is taken out again.

        Raises:
            EmbedderMismatch: The index is remade with another embedder; these turns stay waiting.
            LeaseLost: Another worker took over, or something was erased.
        """
        done = ProfileDelta(lease=lease, cursor=turns[-1].position)
        try:
            await self.index(lease.scope, turns)
            # After the vectors: whoever remakes the index from here on meets and replaces them.
            await check_embedder(self.committer.parts)
            await self.committer.change(lease.scope, lambda _: done)
        except (LeaseLost, anyio.get_cancelled_exc_class()):
            with anyio.CancelScope(shield=True):
                await self._without_erased(lease.scope, turns)
            raise

    async def _without_erased(self, scope: Scope, turns: Sequence[Turn]) -> None:
        """Take turns out of the index that the log has not, or not with their text."""
        parts, first = self.committer.parts, turns[0].position
        there = await parts.store.turns.read(scope, after=first - 1, limit=len(turns))
        kept = {(turn.conversation, turn.id) for turn in there if turn.content}
        named = {(turn.conversation, turn.id) for turn in turns}
        if gone := sorted(named - kept):
            await parts.episodes.erase(scope, gone)

    async def index(self, scope: Scope, turns: Sequence[Turn]) -> None:
        """Add turns to episodic memory."""
        parts = self.committer.parts
        spoken = [turn for turn in turns if turn.spoken]
        if spoken:
            texts = [turn.content for turn in spoken]
            vectors = await parts.embedder.embed(texts, purpose="document")
            await parts.episodes.append(scope, spoken, vectors)

    async def learn(
        self,
        scope: Scope,
        found: Distillation,
        *,
        lease: Lease | None = None,
        cursor: int | None = None,
    ) -> int:
        """Admit evidence by the policy, consolidate it, commit; the new revision."""
        parts = self.committer.parts
        now = parts.clock.now()
        newest = await self.committer.profiles.newest(scope)
        admitted, refused = self._admitted(found.evidence, newest.person, scope)
        counters = dict(Counter(found.counters) + refused)
        observed = await self.committer.observed(admitted)

        def done(profile: StoredProfile) -> ProfileDelta:
            if lease is not None and lease.stage == "model" and profile.person.paused:
                raise _Paused
            return ProfileDelta(lease=lease, cursor=cursor, counters=counters)

        def change(profile: StoredProfile) -> ProfileDelta:
            beside = done(profile)
            if not observed:
                return beside
            delta = consolidation.consolidate(profile, observed, now=now)
            return replace(delta, lease=lease, cursor=cursor, counters=counters)

        if found.withdrawn:
            return await self.committer.reconsider(
                scope, observed, found.withdrawn, done, newest=newest
            )
        return await self.committer.change(scope, change, newest=newest)

    def _admitted(
        self, evidence: Sequence[Evidence], person: PersonState, scope: Scope
    ) -> tuple[list[Evidence], Counter[str]]:
        parts = self.committer.parts
        forgotten = forgetting.forgotten(person)
        refused: Counter[str] = Counter()
        admitted: list[Evidence] = []
        for one in evidence:
            until = forgotten.get(forgetting.digest_of(one.quote, scope))
            reason = (
                "forgotten"
                if until is not None and one.at <= until
                else tiering.admit(one, policy=parts.policy, person=person)
            )
            if reason is None:
                admitted.append(one)
            else:
                refused[f"refused: {reason}"] += 1
        return admitted, refused

    async def heard_paused(self, scope: Scope, turns: Sequence[Turn]) -> tuple[Turn, ...]:
        """What may be taken in of turns that come while memory is paused: what resumes it, and on.

        A wish to be forgotten is carried out all the same. The turn that told it keeps its id and
        no word, so that it is not carried out once more when it is observed again.
        """
        _, commands, _ = intake.screen(turns)
        if not commands:
            return ()
        store = self.committer.parts.store
        known = {(turn.conversation, turn.id) for turn in await store.turns.read(scope)}
        for command in commands:
            told = command.turn
            if (told.conversation, told.id) in known:
                continue
            if command.action == "resume":
                await self.committer.pause(scope, on=False)
                return tuple(turns[turns.index(told) :])
            if command.action == "forget_all":
                await self.eraser.forget_everything(
                    scope, until=replace(told, position=sys.maxsize)
                )
            elif command.action == "forget" and command.target is not None:
                await self.eraser.forget_matching(scope, command.target, until=told.at)
            else:
                continue
            await store.turns.append(scope, [replace(told, content="")], due={})
        return ()

    async def _obey(
        self, scope: Scope, found: Distillation, command: Command, turns: Sequence[Turn]
    ) -> Distillation:
        """Carry out what the user asked of the memory itself; what is left is to be learned.

        Safe to repeat: a command names turns or a subject, never "the newest".
        """
        if command.action == "resume":
            await self.committer.pause(scope, on=False)
            return found
        if command.action == "pause":
            await self.committer.pause(scope, on=True)
            said = _until_resumed(turns, found.commands, command)
            if said:
                await self.eraser.forget_turns(scope, said)
            return _without(found, said)
        if command.action not in ("forget", "forget_all", "do_not_remember"):
            return found
        target, when = command.target, command.turn.at
        if command.action == "forget_all":
            await self.eraser.forget_everything(scope, until=command.turn)
            left = [e for e in found.evidence if e.at > when]
        elif target is not None:
            await self.eraser.forget_matching(scope, target, until=when)
            left = [e for e in found.evidence if e.at > when or not forgetting.mentions(e, target)]
        else:
            said = await self.eraser.meant_by(scope, command)
            await self.eraser.forget_turns(scope, said)
            return _without(found, said)
        return replace(found, evidence=tuple(left))


def _held_back(scope: Scope) -> DistillerError:
    return DistillerError(
        f"memory of {scope.user!r} is paused: no model is told what was said before, until it is "
        "resumed",
        retry_after=HELD_BACK,
    )


def _without(found: Distillation, said: Collection[TurnName]) -> Distillation:
    """What was found elsewhere than in these turns."""
    left = [e for e in found.evidence if (e.conversation_id, e.message_id) not in said]
    return replace(found, evidence=tuple(left))


def _until_resumed(
    turns: Sequence[Turn], commands: Sequence[Command], pause: Command
) -> set[TurnName]:
    """The turns that came along after the one that paused memory, and before it was resumed."""
    resumed = {c.turn.position for c in commands if c.action == "resume"}
    end = min((p for p in resumed if p > pause.turn.position), default=sys.maxsize)
    return {(t.conversation, t.id) for t in turns if pause.turn.position < t.position < end}


def _read_of(turns: Sequence[Turn], read: int) -> Turn:
    """The last turn that was read, of those that were given."""
    if not 1 <= read <= len(turns):
        raise DistillerError(
            f"the distiller says that it read {read} of {len(turns)} turns; one at least is read"
        )
    return turns[read - 1]
