"""One user's memory: the methods of the public contract, awaited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from prefmem._engine import acting, portable
from prefmem._engine.moments import known
from prefmem.errors import UsageError
from prefmem.policy import answers
from prefmem.policy.answers import Finding
from prefmem.records import ProfileDelta, StoredProfile
from prefmem.stages import (
    consolidation,
    dynamics,
    forgetting,
    messages,
    narrowing,
    retention,
    userword,
)
from prefmem.stages.messages import checked_context
from prefmem.types import (
    Context,
    EpisodeHit,
    ErasureReceipt,
    Message,
    Personalization,
    Preference,
    Profile,
    Receipt,
    Revision,
    Scope,
    UserStatus,
)
from prefmem.underway import Saying

if TYPE_CHECKING:
    from prefmem._engine.engine import Engine

MAX_STATEMENT = 500
"""Characters of a statement that a user writes."""


@dataclass(frozen=True, slots=True)
class AsyncUserMemory:
    """The memory of one user of one tenant; made by `memory.user(...)`."""

    memory: Engine
    scope: Scope
    """Whose memory it is."""

    async def observe(
        self,
        messages: Sequence[Message],
        *,
        conversation: str,
        at: datetime | None = None,
        context: Context | Mapping[str, str | None] | None = None,
        during: Saying | None = None,
    ) -> Receipt:
        """Take in turns of a conversation; they are on disk before this returns.

        What was said outright is distilled before this returns too, where no other worker holds
        the user; a language model, if there is one, reads later. Observing the same messages again
        changes nothing.

        Args:
            messages: Chat messages, oldest first; only `user` text can become evidence.
            conversation: The application's id of the conversation.
            at: When the last of them was said, for messages without an `at` of their own; those
                before it are taken to be a millisecond apart. The default is now.
            context: The five factors that held, where the application knows them.
            during: What `saying` gave when the model was about to be asked; nothing is written if
                the user has had something removed since.

        Raises:
            UsageError: Bad input; nothing was written.
            StoreUnavailable: The store cannot be reached; nothing was written. Where it goes away
                once the turns are stored, this returns, and they wait.
        """
        write = partial(
            self.memory.observe,
            self.scope,
            messages,
            conversation=conversation,
            at=at,
            context=checked_context(context),
            age=None if during is None else during.age,
        )
        return await (write() if during is None else during.written(write))

    def saying(self) -> Saying:
        """Begin what the user says to a model, so that a removal knows of it; see `Saying`."""
        return self.memory.underway.began(self.scope, self.observe)

    async def personalize(
        self,
        messages: Sequence[Message],
        *,
        budget: int = 256,
        at: datetime | None = None,
        context: Context | Mapping[str, str | None] | None = None,
        conversation: str | None = None,
    ) -> Personalization:
        """What to send to the model for these messages, and why.

        Calls no language model, changes nothing and writes nothing while the caller waits.

        Args:
            messages: The request as the application would send it; left untouched.
            budget: Tokens that the block may take in all, by the model's own table.
            at: The time of the request; the default is now.
            context: The five factors, `audience` and `role`, where the application knows them.
            conversation: Which conversation it is, as in `observe`. What is wanted there only
                ("keep it short today") then reaches it even where those words are not sent along.

        Raises:
            UsageError: Bad input.
            StoreUnavailable: The store cannot be reached.
        """
        return await self.memory.reader.personalize(
            self.scope,
            messages,
            budget=budget,
            at=self.memory.time(self.scope, at),
            named=at is not None,
            context=checked_context(context),
            conversation=conversation,
        )

    async def profile(self, *, at: datetime | None = None) -> Profile:
        """The profile as it stands, or as it stood at `at`.

        Where a model distiller can word the summary better, it is asked in the background: the
        summary of the first call is ours, that of a later one the model's, if it says the same.
        """
        moment = self.memory.time(self.scope, at)
        parts, reader = self.memory.parts, self.memory.reader
        ready = await reader.newest(self.scope, moment)
        if at is None:
            moment = known(ready.stored.person, moment)
        elif (then := await self._as_it_stood(ready.stored, moment)) is not None:
            ready = await reader.ready(then, moment)
        stored, found = ready.stored, await reader.found(ready)
        held = dynamics.profile_at(ready.weighing, at=moment, policy=parts.policy)
        told = ready.told(held, parts.counter)
        if at is None and not stored.person.paused:  # or a model would be asked
            told = self.memory.wordings.told(self.scope, told)
        return Profile(
            user_id=self.scope.user,
            tenant=self.scope.tenant,
            revision=stored.revision,
            at=moment,
            preferences=held,
            personas=found,
            summary=told.text,
            clauses=told.clauses,
            paused=stored.person.paused,
        )

    async def history(self, preference_id: str) -> tuple[Revision, ...]:
        """What replaced what, when, on which evidence; oldest first.

        Raises:
            UnknownPreference: This user never had such a preference.
        """
        wanted = messages.checked_preference(self.scope, preference_id)
        found = await self.memory.parts.store.preferences.history(self.scope, wanted)
        if not found:
            raise messages.unknown(self.scope, wanted)
        return found

    async def episodes(self, query: str, *, limit: int = 5) -> tuple[EpisodeHit, ...]:
        """Search the raw turns: the episodic memory."""
        text = messages.checked_text(query, "query")
        if not text.strip():
            raise UsageError("the query is empty; say what to look for")
        return await self.memory.search(self.scope, text, messages.checked_limit(limit))

    async def correct(self, preference_id: str, statement: str) -> Preference:
        """Replace what is held by the user's own words; final until the user changes it.

        Raises:
            UsageError: No statement, or one that touches a class of sensitive content which only
                consent opens: nothing was written.
            UnknownPreference: This user has no such preference.
        """
        text = messages.checked_text(statement, "statement").strip()
        if not text or len(text) > MAX_STATEMENT:
            raise UsageError(f"a statement has 1 to {MAX_STATEMENT} characters, not {len(text)}")
        return await self._act(preference_id, "correct", text)

    async def confirm(self, preference_id: str) -> Preference:
        """The user says that it holds."""
        return await self._act(preference_id, "confirm")

    async def reject(self, preference_id: str) -> Preference:
        """The user says that it does not hold; it is not inferred again."""
        return await self._act(preference_id, "reject")

    async def pin(self, preference_id: str) -> Preference:
        """The user wants it kept, whatever its age."""
        return await self._act(preference_id, "pin")

    async def postpone(self, preference_id: str) -> Preference:
        """The user would rather not say now whether it holds; see `status().reconfirm`.

        Nobody asks for a month, then for two, and so on to two years. It stays as it is.
        """
        return await self._act(preference_id, "postpone")

    async def forget(
        self, preference_id: str | None = None, *, matching: str | None = None
    ) -> ErasureReceipt:
        """Erase a preference, or all that are about something: statement, quotes, vectors, turns.

        By `matching` also the turns in which the user names it and of which nothing is held: they
        wait, or were refused. What else they say and is not read yet goes with them.

        Raises:
            UsageError: Neither or both were named.
            UnknownPreference: This user has no such preference.
        """
        if (preference_id is None) == (matching is None):
            raise UsageError("name either a preference id or matching='what it is about'")
        if preference_id is not None:
            named = messages.checked_preference(self.scope, preference_id)
            await self.memory.eraser.chain(self.scope, named)  # an unknown one removes nothing
            await self.memory.underway.forgetting(self.scope)
            receipt = await self.memory.eraser.forget(self.scope, named)
        else:
            text = messages.checked_id(matching, "matching")
            await self.memory.underway.forgetting(self.scope)
            receipt = await self.memory.eraser.forget_matching(self.scope, text)
        self.memory.drop(self.scope)
        return receipt

    async def consent(self, sensitivity: str, granted: bool) -> None:
        """Open or close a class of sensitive content; closing erases what is held of it."""
        classes = self.memory.parts.policy.sensitivities
        if not isinstance(sensitivity, str) or sensitivity not in classes:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(
                f"no class of sensitive content {messages.shown(sensitivity)}; "
                f"there are {', '.join(classes)}"
            )
        if not isinstance(granted, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(
                f"consent {messages.shown(granted)} is neither True nor False; False erases"
            )
        await self.memory.underway.forgetting(self.scope)
        await self.memory.eraser.consent(self.scope, sensitivity, granted=granted)
        if not granted:
            self.memory.drop(self.scope)

    async def pause(self) -> None:
        """Learn nothing, and tell no model anything, until `resume`.

        What the person does themselves works all the same: they look at their profile, correct it,
        forget and export. `erase` removes a pause with all else.
        """
        await self.memory.committer.pause(self.scope, on=True)
        self.memory.wordings.drop(self.scope)  # what was to be asked is not, and may be again later

    async def resume(self) -> None:
        """Learn, and tell what applies, again."""
        await self.memory.committer.pause(self.scope, on=False)

    async def export(self) -> dict[str, Any]:
        """All that is held of this user, JSON-ready, with a schema and its version.

        `decisions` are the records of what was decided about requests, without text; `load` leaves
        them out.
        """
        return await portable.export(self.memory.parts, self.scope)

    async def load(self, export: Mapping[str, Any]) -> None:
        """Restore what `export` gave; only into a user of whom nothing is held.

        Raises:
            UsageError: Not an export, a newer version, or something is held already.
        """
        await portable.load(self.memory.committer, self.scope, export)
        self.memory.drop(self.scope)

    async def erase(self) -> ErasureReceipt:
        """Remove everything of this user, in every store.

        A pause and the answers about consent go too: who is observed afterwards is somebody new.
        Call `pause` after it where nothing is to be kept from then on.
        """
        self.memory.drop(self.scope)  # nothing is asked about this user any more
        await self.memory.underway.erasing(self.scope)
        receipt = await self.memory.finisher.erase(self.scope)
        self.memory.drop(self.scope)
        return receipt

    async def rebuild(self) -> int:
        """Derive the profile again from the ledger; how many preferences came out otherwise."""
        return await self.memory.rederiver.rebuild(self.scope)

    async def status(self) -> UserStatus:
        """How this memory stands: what lapses soon, what to ask about again, how narrow it grew."""
        parts, now = self.memory.parts, self.memory.time(self.scope, None)
        stored = await self.memory.profiles.newest(self.scope)
        now = known(stored.person, now)
        held = dynamics.profile_at(stored, at=now, policy=parts.policy)
        await parts.audit.flush()
        records = await parts.store.audit_of(forgetting.pseudonym(self.scope))
        decisions = [row for row in records if row.get("point") == "select"]
        applied = [one for row in decisions for one in row.get("preferences", ())]
        going = retention.past(stored, policy=parts.policy, at=now + retention.NOTICE)
        everything = dynamics.profile_at(stored, at=now, policy=parts.policy, include_closed=True)
        due = dynamics.to_reconfirm(held, now, person=stored.person)
        return UserStatus(
            paused=stored.person.paused,
            consents=dict(stored.person.consents),
            expiring=dynamics.expiring(held, now),
            removing=tuple(one for one in everything if one.id in going),
            reconfirm=None if stored.person.paused else next(iter(due), None),
            narrowness=narrowing.narrowness(applied),
            explored=narrowing.explored(decisions, policy=parts.policy),
        )

    async def audit(self, answer: str, personalization: Personalization) -> tuple[Finding, ...]:
        """Check an answer against the safeguards of its decision; what it does not keep.

        Plain signs in the text, no model, and a record of what was found. Where a model is lent to
        answer without the profile (`oversight`), a share of the answers is compared with its own:
        later, in the background; what came of it is in the audit records and in `status()`.

        Raises:
            UsageError: The answer is no text, or the other is not what `personalize` gave.
        """
        answer = messages.checked_text(answer, "answer")
        if not isinstance(personalization, Personalization):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(
                f"{messages.shown(personalization)} is no Personalization; pass what "
                "personalize() gave"
            )
        found = answers.audit(
            answer,
            decision=personalization.decision,
            policy=self.memory.parts.policy,
            applied=personalization.applied,
        )
        self.memory.overseer.audited(self.scope, answer, personalization, found)
        return found

    async def _act(
        self, preference_id: str, action: userword.Action, statement: str | None = None
    ) -> Preference:
        parts = self.memory.parts
        preference_id = messages.checked_preference(self.scope, preference_id)
        newest = await self.memory.profiles.newest(self.scope)
        now = self.memory.moments.next(self.scope, newest.person)

        def change(profile: StoredProfile) -> ProfileDelta:
            record = next((r for r in profile.records if r.id == preference_id), None)
            if record is None:
                raise messages.unknown(self.scope, preference_id)
            said = acting.word(record, action, statement, now)
            if action == "correct":
                acting.check(said, policy=parts.policy, person=profile.person)
            return consolidation.act(
                profile,
                preference_id=preference_id,
                action=action,
                statement=statement,
                evidence=said,
                now=now,
            )

        await self.memory.committer.change(self.scope, change, newest=newest)
        self.memory.moments.passed(self.scope, now)
        stored = await self.memory.profiles.newest(self.scope)
        found = next((r for r in stored.records if r.id == preference_id), None)
        if found is None:  # forgotten by another caller, right after
            raise messages.unknown(self.scope, preference_id)
        return dynamics.weigh(found, at=now, policy=parts.policy, person=stored.person)

    async def _as_it_stood(self, stored: StoredProfile, at: datetime) -> StoredProfile | None:
        """Derived again from the evidence there was at `at`; None if it is no other than now.

        The ledger is asked: what was said since may have left nothing but a mark, as of a wish that
        waits, on what was held long before.
        """
        ledger = await self.memory.parts.store.preferences.evidence(self.scope)
        there = [e for e in ledger if e.at <= at]
        if len(there) == len(ledger):
            return None
        observed = await self.memory.committer.observed(there)
        then, _ = consolidation.rebuild(self.scope, observed, person=stored.person, until=at)
        return replace(then, revision=stored.revision)
