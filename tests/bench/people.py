"""People with as many preferences as a measurement needs, written straight into a store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, product

import numpy as np
import sqlalchemy as sa

from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix, PreferenceRecord, ProfileDelta, Scope, Vector
from prefmem.stages.changepoint import milliseconds
from prefmem.stages.selection import applies_to
from prefmem.stores import schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.sql import SqlStore

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
REQUESTS = (
    "Where should I stay in Lisbon next weekend?",
    "What should I cook for dinner tonight?",
    "Which film should we watch on Friday evening?",
    "Suggest a present for my sister's birthday.",
    "Plan a long weekend in the mountains for me.",
    "What is the capital of Peru, and how many live there?",
    "How do I sort a list of dicts in Python?",
    "Recommend a podcast for my morning commute.",
    "Which running shoes should I buy this spring?",
    "Help me to organise my working day better.",
)
_THINGS = {
    "taste.food": (
        "spicy soups|sourdough bread|raw fish|goat cheese|mushrooms|dark chocolate|tofu|olives|"
        "rye crackers|pickled cucumbers|lentil stews|green tea|sparkling water|filter coffee|"
        "fried eggs|peanut butter|grilled aubergines|fresh coriander|oat milk|rice noodles|"
        "blue cheese|sweet potatoes|cold salads|apple cake|strong mustard"
    ),
    "taste.travel": (
        "family-run hotels|night trains|guided tours|beach resorts|mountain huts|window seats|"
        "early flights|camping grounds|city breaks|cruise ships|rental cars|youth hostels|"
        "long layovers|package holidays|houseboats"
    ),
    "taste.media": (
        "horror films|jazz records|crime series|audiobooks|board games|podcasts|silent films|"
        "baroque music|graphic novels|historical fiction|quiz shows|science documentaries|"
        "live concerts|chess videos|poetry|puzzle games|opera|stand-up comedy|radio plays|"
        "travel writing|racing games|musicals"
    ),
    "taste.shopping": (
        "linen shirts|refurbished phones|leather shoes|oak furniture|silver rings|paper notebooks|"
        "wool jumpers|canvas bags|mechanical keyboards|second-hand bicycles|glass bottles|"
        "fountain pens|noise-cancelling headphones|cast-iron pans|rain jackets|small cars|"
        "electric toothbrushes|ceramic mugs|floor lamps"
    ),
    "work.method": (
        "written updates|early meetings|plain-text notes|open-plan offices|pair programming|"
        "weekly plans|phone calls|shared calendars|standing desks|short deadlines|"
        "handwritten lists|code reviews|long workshops|quiet mornings"
    ),
    "learning.method": (
        "video lectures|flash cards|group study|evening classes|worked examples|textbooks|"
        "practice exams|mind maps|language exchanges|online quizzes|private lessons"
    ),
    "taste.activity": (
        "lake swimming|flea markets|crowded festivals|indoor climbing|chess clubs|trail running|"
        "yoga classes|pottery courses|bird watching|table tennis|allotment gardening|choir singing|"
        "ice skating|museum visits|sailing trips|dance evenings|fishing|mushroom picking|"
        "volunteering|rowing"
    ),
}
_WISHES = ("Prefers", "Avoids", "Loves", "Dislikes")
_WHEN = ("", " on weekends", " in winter", " with friends", " when alone", " abroad", " at home")
_WHICH = ("", " from nearby", " of good quality", " that are new")
TENANT = "default"
_AT_ONCE = 400
"""People written in one transaction."""


def statements() -> Iterator[tuple[str, str]]:
    """Behaviour and statement, all different, of all domains from the first one on.

    Nobody contradicts themselves: what is wanted of a thing is the same throughout.
    """
    named = {t: b for b, names in _THINGS.items() for t in names.split("|")}
    digests = {thing: hashlib.sha256(thing.encode()).digest() for thing in named}
    things = sorted(named, key=lambda thing: digests[thing])
    for when, which, thing in product(_WHEN, _WHICH, things):
        wish = _WISHES[digests[thing][0] % len(_WISHES)]
        yield named[thing], f"{wish} {thing}{which}{when}"


def records(count: int) -> tuple[PreferenceRecord, ...]:
    """That many preferences, said outright one after the other: what they weigh fades by and by."""
    made = (
        PreferenceRecord(
            id=f"p{k:06}",
            subject=text.split(" ", 1)[1],
            behaviour=behaviour,
            statement=text,
            polarity="against" if text.startswith(("Avoids", "Dislikes")) else "for",
            status="active",
            stability="genuine",
            outright=True,
            valid_from=AT - timedelta(hours=k),
            last_confirmed=AT - timedelta(hours=k),
            drift={"p": 0.93, "t": milliseconds(AT - timedelta(hours=k))},
        )
        for k, (behaviour, text) in enumerate(islice(statements(), count))
    )
    return tuple(replace(one, applies_to=applies_to(one)) for one in made)


def vectors(model: MiniLM, held: tuple[PreferenceRecord, ...]) -> dict[str, Matrix]:
    """Statement and situations of each, embedded once each."""
    texts = dict.fromkeys(t for r in held for t in (r.statement, *r.applies_to))
    found = dict(zip(texts, model.encode(list(texts)), strict=True))
    return {r.id: np.stack([found[t] for t in (r.statement, *r.applies_to)]) for r in held}


def neighbour(vector: Vector, name: str) -> Vector:
    """A vector as of a like text: people say alike things, not the same ones."""
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    noise = np.random.default_rng(seed).normal(size=vector.shape)
    moved = vector + 0.5 * noise / np.linalg.norm(noise)
    return (moved / np.linalg.norm(moved)).astype(np.float32)


async def settle(
    store: SqlStore, user: str, held: tuple[PreferenceRecord, ...], rows: Mapping[str, Matrix]
) -> None:
    """Write a person who has these preferences."""
    scope = Scope(tenant=TENANT, user=user)
    delta = ProfileDelta(records=held, vectors=rows)
    await store.preferences.commit(scope, delta, expected_revision=0)


async def settle_many(
    store: SqlStore, people: range, like: str, told: Callable[[int], None]
) -> None:
    """Write many people who have the preferences of one who is there, many in a transaction.

    `told` hears how many are written.
    """
    for start in range(people.start, people.stop, _AT_ONCE):
        told(start - people.start)
        some = range(start, min(start + _AT_ONCE, people.stop))
        names = [sa.select(sa.literal(f"other-{n:06}").label("name")) for n in some]
        named = sa.union_all(*names).subquery()

        def write(conn: sa.Connection, named: sa.Subquery = named) -> None:
            for table in (schema.person, schema.preferences):
                columns = [named.c.name if c is table.c.user_id else c for c in table.c]
                rows = sa.select(*columns).select_from(table.join(named, sa.true()))
                copied = rows.where(table.c.tenant == TENANT, table.c.user_id == like)
                conn.execute(table.insert().from_select([c.name for c in table.c], copied))

        await store.database.write(write, EVERYONE)
