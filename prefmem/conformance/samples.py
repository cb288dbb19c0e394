"""Small values that contracts are written with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from prefmem.records import Matrix, PersonState, PreferenceRecord, ProfileDelta, Turn
from prefmem.types import Context, Evidence, Revision, Scope

DAY = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
ADA = Scope(tenant="acme", user="ada")
OTHERS = (
    Scope(tenant="acme", user="ad"),
    Scope(tenant="acme", user="ada "),
    Scope(tenant="acmea", user="da"),
    Scope(tenant="other", user="ada"),
    Scope(tenant="ACME", user="Ada"),
    Scope(tenant="acme", user="%"),
)
"""Users whose names are easily taken for Ada's."""


def turn(name: str = "1", *, conversation: str = "c", **fields: Any) -> Turn:
    """A turn of the user."""
    given: dict[str, Any] = {"role": "user", "content": f"turn {name}", "at": DAY} | fields
    return Turn(conversation=conversation, id=name, **given)


def evidence(name: str = "e1", **fields: Any) -> Evidence:
    """Something the user said."""
    given: dict[str, Any] = {
        "quote": "short answers, please",
        "conversation_id": "c",
        "message_id": "1",
        "kind": "stated",
        "polarity": "for",
        "strength": 0.1 + 0.2,
        "context": Context(task="debugging"),
        "at": DAY,
        "source": "local/1",
        "behaviour": "style.verbosity",
        "subject": "answer length",
        "statement": "Prefers short answers — «kurz» 🙂",
        "reason": "I read on my phone",
        "condition": "chat",
        "learned_at": DAY + timedelta(days=1),
    }
    return Evidence(id=name, **given | fields)


def record(name: str = "p1", **fields: Any) -> PreferenceRecord:
    """A preference, with every kind of field set."""
    given: dict[str, Any] = {
        "subject": "answer length",
        "behaviour": "style.verbosity",
        "context": Context(task="debugging", culture="nl"),
        "statement": "Prefers short answers",
        "polarity": "for",
        "status": "active",
        "stability": "genuine",
        "pinned": True,
        "decided": "confirmed",
        "outright": True,
        "lasting": False,
        "valid_from": DAY,
        "valid_to": DAY + timedelta(microseconds=1),
        "supersedes": ("p0",),
        "driver": "reads on a phone",
        "last_confirmed": DAY,
        "evidence": (evidence(),),
        "evidence_count": 3,
        "drift": {"runs": [0.1, 1 / 3, 1e-300], "n": 2},
        "applies_to": ("answers", "replies"),
    }
    return PreferenceRecord(id=name, **given | fields)


def revision(name: str = "p1", **fields: Any) -> Revision:
    """What became of a preference."""
    given: dict[str, Any] = {
        "at": DAY,
        "change": "created",
        "statement": "Prefers short answers",
        "polarity": "for",
        "status": "active",
        "valid_from": DAY,
        "evidence": ("e1",),
        "reason": "said so",
    }
    return Revision(preference_id=name, **given | fields)


def vectors(seed: int = 0, rows: int = 3) -> Matrix:
    """Unit vectors, rounded to half precision: a store need not keep more."""
    made = np.random.default_rng(seed).normal(size=(rows, 16))
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(np.float16).astype(np.float32)


def delta(name: str = "1", **fields: Any) -> ProfileDelta:
    """A change that adds one preference, its evidence and its history."""
    given: dict[str, Any] = {
        "records": (record(f"p{name}"),),
        "vectors": {f"p{name}": vectors()},
        "evidence": (evidence(f"e{name}"),),
        "revisions": (revision(f"p{name}"),),
    }
    return ProfileDelta(**given | fields)


PERSON = PersonState(
    paused=True,
    consents={"health": True, "faith": False},
    timescales={"taste": {"shape": 2.0, "rate": 0.1}},
    forgotten=("a" * 32, "b" * 32),
)
