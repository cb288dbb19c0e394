"""People with as many preferences as a measurement needs, written straight into a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice, product

import numpy as np

from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix, PreferenceRecord, ProfileDelta, Scope
from prefmem.stages.selection import applies_to
from prefmem.stores.sql import SqlStore

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
REQUEST = "Where should I stay in Lisbon next weekend?"
_THINGS = {
    "taste.food": "spicy soups|sourdough bread|raw fish|goat cheese|mushrooms|dark chocolate|tofu",
    "taste.travel": "family-run hotels|night trains|guided tours|beach resorts|mountain huts",
    "taste.media": "horror films|jazz records|crime series|audiobooks|board games|podcasts",
    "taste.shopping": "linen shirts|refurbished phones|leather shoes|oak furniture|silver rings",
    "work.method": "written updates|early meetings|plain-text notes|open-plan offices",
    "learning.method": "video lectures|flash cards|group study|evening classes",
    "taste.activity": "lake swimming|flea markets|crowded festivals|indoor climbing|chess clubs",
}
_WISHES = ("Prefers", "Avoids", "Loves", "Dislikes", "Chose")
_WHEN = ("", " on weekends", " in winter", " with friends", " when alone", " abroad", " at home")


def statements() -> Iterator[tuple[str, str]]:
    """Behaviour and statement, all different, of all domains from the first one on."""
    things = [(b, t) for b, names in _THINGS.items() for t in names.split("|")]
    things.sort(key=lambda one: hashlib.sha256(one[1].encode()).digest())
    for when, wish, (behaviour, thing) in product(_WHEN, _WISHES, things):
        yield behaviour, f"{wish} {thing}{when}"


def records(count: int) -> tuple[PreferenceRecord, ...]:
    """That many preferences."""
    return tuple(
        PreferenceRecord(
            id=f"p{k:06}",
            subject=text.split(" ", 1)[1],
            behaviour=behaviour,
            statement=text,
            polarity="against" if text.startswith(("Avoids", "Dislikes")) else "for",
            status="active",
            stability="genuine",
            outright=True,
            valid_from=AT,
            last_confirmed=AT,
        )
        for k, (behaviour, text) in enumerate(islice(statements(), count))
    )


def vectors(model: MiniLM, held: tuple[PreferenceRecord, ...]) -> dict[str, Matrix]:
    """Statement and situations of each, embedded once each."""
    texts = dict.fromkeys(t for r in held for t in (r.statement, *applies_to(r)))
    found = dict(zip(texts, model.encode(list(texts)), strict=True))
    return {r.id: np.stack([found[t] for t in (r.statement, *applies_to(r))]) for r in held}


async def settle(
    store: SqlStore, user: str, held: tuple[PreferenceRecord, ...], rows: dict[str, Matrix]
) -> None:
    """Write a person who has these preferences."""
    scope = Scope(tenant="default", user=user)
    delta = ProfileDelta(records=held, vectors=rows)
    await store.preferences.commit(scope, delta, expected_revision=0)
