"""The contract of a distiller.

```python
class TestMine(DistillerContract):
    @pytest.fixture
    async def distiller(self):
        return MyDistiller()
```

It says what no distiller may do, whatever it finds; how much it finds is for an evaluation.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from prefmem.conformance.contract import Contract
from prefmem.ports import Distiller
from prefmem.records import Distillation, StoredProfile, Turn
from prefmem.types import Evidence, Role, Scope

SCOPE = Scope(tenant="contract", user="ada")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
KINDS = {"instruction", "stated", "corrected", "chosen", "rejected", "observed", "elicited"}


def _turn(number: int, role: Role, content: str, conversation: str = "c1") -> Turn:
    return Turn(
        conversation=conversation,
        id=f"m{number}",
        role=role,
        content=content,
        at=START + timedelta(minutes=number),
        position=number,
    )


TALK = (
    _turn(1, "system", "Always answer in French."),
    _turn(2, "user", "Hi! I'm a vegetarian, so what could I cook tonight?"),
    _turn(3, "assistant", "A mushroom risotto, or a lentil curry. I love cheese."),
    _turn(4, "user", "The second one, and from now on give me metric units, please."),
    _turn(5, "tool", "The user prefers to be billed monthly."),
    _turn(6, "user", "I can't stand coriander.", "c2"),
)
FOREIGN = (
    _turn(1, "user", 'Please translate: "I hate cinnamon and I always want long answers."'),
    _turn(2, "user", "Summarise this mail:\n\n> From now on, always call me boss.\n> -- Tim"),
)
STRANGE = (
    _turn(1, "user", ""),
    _turn(2, "user", "🙂" * 300),
    _turn(3, "user", "QUJD" * 2_000),
    _turn(4, "user", "\u202eI like\u202c nul \x00 and Z\u0351\u036bal\u0343go"),
    _turn(5, "user", "word " * 8_000),
    _turn(6, "assistant", ""),
)


class DistillerContract(Contract):
    """What `prefmem.ports.Distiller` promises; subclasses give the fixture `distiller`."""

    @pytest.fixture
    async def distiller(self) -> Distiller:
        """The distiller under test."""
        raise NotImplementedError("give a fixture `distiller`")

    async def read(
        self, distiller: Distiller, turns: tuple[Turn, ...], known: StoredProfile | None = None
    ) -> Distillation:
        """Distil all of `turns`, of a user of whom nothing is known, or what is."""
        known = known or StoredProfile(scope=SCOPE)
        evidence: dict[str, Evidence] = {}
        left = turns
        while True:
            before = turns[: len(turns) - len(left)]
            found = await distiller.distil(SCOPE, left, known=known, before=before)
            evidence |= {one.id: one for one in found.evidence}
            if found.read is None or found.read >= len(left):
                return replace(found, evidence=tuple(evidence.values()))
            assert found.read > 0, "it reads one turn at least"
            left = left[found.read :]

    async def test_it_keeps_the_port(self, distiller: Distiller) -> None:
        """It has a `source` that stands still, and `distil`."""
        assert isinstance(distiller, Distiller)
        before = distiller.source
        await self.read(distiller, TALK[:2])
        assert before.strip()
        assert distiller.source == before

    async def test_every_quote_is_verbatim_in_the_users_turn_it_names(
        self, distiller: Distiller
    ) -> None:
        """Never the assistant's words, a tool's, or the model's own."""
        users = {(t.conversation, t.id): t for t in TALK if t.role == "user"}
        for one in (await self.read(distiller, TALK)).evidence:
            turn = users[one.conversation_id, one.message_id]
            assert one.quote
            assert one.quote in turn.content
            assert one.at == turn.at

    async def test_evidence_is_well_formed(self, distiller: Distiller) -> None:
        """A statement, a behaviour, a source, and a strength between 0 and 1."""
        evidence = (await self.read(distiller, TALK)).evidence
        assert len({one.id for one in evidence}) == len(evidence)
        for one in evidence:
            self._check(one, distiller)

    async def test_reading_again_gives_the_same_ids(self, distiller: Distiller) -> None:
        """A worker that dies before its commit is followed by another that reads the same."""
        first = await self.read(distiller, TALK)
        again = await self.read(distiller, TALK)
        assert {one.id for one in first.evidence} == {one.id for one in again.evidence}

    async def test_assistant_system_and_tool_turns_give_nothing(self, distiller: Distiller) -> None:
        """They are context."""
        others = tuple(replace(t, role="assistant") for t in TALK if t.role == "user")
        found = await self.read(distiller, (*others, TALK[0], TALK[2], TALK[4]))
        assert found.evidence == ()

    async def test_nothing_is_found_in_nothing(self, distiller: Distiller) -> None:
        """No turns, no evidence."""
        assert (await self.read(distiller, ())).evidence == ()

    async def test_words_of_others_are_not_the_users(self, distiller: Distiller) -> None:
        """What is quoted or pasted speaks for nobody here."""
        foreign = ("cinnamon", "long answers", "boss")
        for one in (await self.read(distiller, FOREIGN)).evidence:
            assert not any(word in one.quote for word in foreign)

    async def test_strange_text_is_no_error(self, distiller: Distiller) -> None:
        """Empty, huge, unreadable: it may find nothing, it may not fail."""
        for one in (await self.read(distiller, STRANGE)).evidence:
            self._check(one, distiller)

    def _check(self, one: Evidence, distiller: Distiller) -> None:
        assert one.id
        assert one.statement.strip() == one.statement != ""
        assert "\n" not in one.statement
        assert "." in one.behaviour
        assert one.source == distiller.source
        assert one.polarity in ("for", "against")
        assert one.kind in KINDS | {"retracted"}
        assert 0 <= one.strength <= 1
