"""`open()`: the only place where defaults are chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Self

from prefmem import _engine, _sync
from prefmem._engine.parts import CachedEmbedder, Parts
from prefmem._engine.rederiving import Progress
from prefmem.errors import StoreUnavailable, UsageError
from prefmem.policy import TierPolicy
from prefmem.policy.oversight import Oversight
from prefmem.ports import Clock, Distiller, Embedder, EpisodicStore, Store
from prefmem.records import StageName
from prefmem.stages.messages import shown

Location = str | Path | None
NOWHERE = (":memory:", "sqlite://", "sqlite::memory:", "sqlite:///:memory:")
"""A memory that keeps nothing, in the ways that others write it."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The time now, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a caller chose; `None` takes the default."""

    location: Location = None
    policy: TierPolicy | Path | str | None = None
    distiller: Distiller | None = None
    embedder: Embedder | str | None = None
    episodes: EpisodicStore | str | None = None
    clock: Clock | None = None
    oversight: Oversight | None = None
    strict: bool = False


class AsyncPreferenceMemory(_engine.AsyncPreferenceMemory):
    """The preference memory of an application, awaited."""

    @classmethod
    def open(
        cls,
        location: Location = None,
        *,
        policy: TierPolicy | Path | str | None = None,
        distiller: Distiller | None = None,
        embedder: Embedder | str | None = None,
        episodes: EpisodicStore | str | None = None,
        clock: Clock | None = None,
        oversight: Oversight | None = None,
        strict: bool = False,
    ) -> Self:
        """A memory to be entered with `async with`; nothing is opened before that.

        Args:
            location: A file, or a `postgresql://` URL; `":memory:"` keeps nothing; `None` is a file
                in the user's data folder.
            policy: A tier policy, or the file of one; the default ships with the package.
            distiller: Reads in the background beside the local one: a `ModelDistiller`, or yours.
            embedder: One of yours, `"openai:MODEL"`, or `"sentence-transformers:MODEL"`; the
                default is MiniLM on ONNX Runtime.
            episodes: `None` keeps the index in the same SQL store; `"chroma:PATH"` or
                `"chroma+http://host:port"` in Chroma; or your own.
            clock: Where the time comes from.
            oversight: What a language model is lent for: to read requests, to compare answers.
            strict: Store nothing sensitive without consent to its class, whatever the policy says.
        """
        choices = Choices(
            location=location,
            policy=policy,
            distiller=distiller,
            embedder=embedder,
            episodes=episodes,
            clock=clock,
            oversight=oversight,
            strict=strict,
        )
        return cls(_engine.Engine(partial(assemble, choices)))


class PreferenceMemory(_sync.PreferenceMemory):
    """The preference memory of an application."""

    @classmethod
    def open(
        cls,
        location: Location = None,
        *,
        policy: TierPolicy | Path | str | None = None,
        distiller: Distiller | None = None,
        embedder: Embedder | str | None = None,
        episodes: EpisodicStore | str | None = None,
        clock: Clock | None = None,
        oversight: Oversight | None = None,
        strict: bool = False,
    ) -> Self:
        """Open a memory; see `AsyncPreferenceMemory.open` for the arguments.

        Raises:
            StoreUnavailable: The store cannot be opened.
            EmbedderMismatch: The store's vectors were made by another embedder.
        """
        return cls(
            AsyncPreferenceMemory.open(
                location,
                policy=policy,
                distiller=distiller,
                embedder=embedder,
                episodes=episodes,
                clock=clock,
                oversight=oversight,
                strict=strict,
            )
        )


async def reindex(
    location: Location = None,
    *,
    embedder: Embedder | str | None = None,
    episodes: EpisodicStore | str | None = None,
    progress: Progress | None = None,
) -> int:
    """Make all vectors of a store again, with another embedder or the same; how many users.

    Killed in the middle, the store refuses to open until this was run to its end.

    Raises:
        StoreUnavailable: The store cannot be opened.
    """
    choices = Choices(location=location, embedder=embedder, episodes=episodes)
    build = partial(assemble, choices, any_embedder=True)
    async with _engine.Engine(build, background=False) as engine:
        return await engine.rederiver.reindex(progress)


async def assemble(choices: Choices, *, any_embedder: bool = False) -> Parts:
    """Make the parts that were chosen, and the defaults for the rest.

    Raises:
        EmbedderMismatch: The store's vectors are another embedder's, unless `any_embedder`.
    """
    from prefmem.distillers.local import LocalDistiller
    from prefmem.embedders.minilm import MiniLM
    from prefmem.policy.audit import BufferedAuditSink
    from prefmem.stages.rendering import BlockRenderer
    from prefmem.tokens import counter_for
    from prefmem.work.stream import Worker

    _check(choices)
    policy = _policy(choices.policy, strict=choices.strict)
    embedder = CachedEmbedder(_embedder(choices.embedder))
    reader = embedder if _reads_heads(embedder.fingerprint) else CachedEmbedder(_embedder(None))
    store = await _store(choices.location)
    clock = choices.clock or SystemClock()
    distillers: dict[StageName, Distiller] = {"local": LocalDistiller(reader, MiniLM())}
    if choices.distiller is not None:
        distillers["model"] = choices.distiller
    try:
        if not any_embedder:
            await store.check_embedder(embedder.fingerprint)
        return Parts(
            store=store,
            episodes=await _episodes(choices.episodes, store),
            embedder=embedder,
            reader=reader,
            distillers=distillers,
            policy=policy,
            clock=clock,
            counter=counter_for(),
            renderer=BlockRenderer(),
            audit=BufferedAuditSink(store, days=policy.retention.audit_days, now=clock.now),
            make_worker=partial(Worker, store.work, store.turns),
            oversight=choices.oversight,
        )
    except BaseException:
        await store.close()
        raise


def data_file() -> Path:
    """Where the memory is kept when no location is given."""
    from platformdirs import user_data_path

    return user_data_path("prefmem") / "prefmem.db"


def _made(path: Path) -> Path:
    """A file whose folder is there; where it is made, it is for its owner only.

    Raises:
        StoreUnavailable: The folder cannot be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"folder {path.parent} cannot be made ({error.strerror or error}); name a file in "
            "another one: open('PATH'), or --db PATH"
        ) from error
    return path


_WHAT_PARTS_DO = {
    "policy": ("tier", "a policy file or a TierPolicy"),
    "distiller": ("distil", "a distiller such as ModelDistiller('MODEL')"),
    "embedder": ("embed", "'openai:MODEL', 'sentence-transformers:MODEL', or an embedder"),
    "episodes": ("search", "'chroma:PATH', 'chroma+http://HOST:PORT', or an episodic store"),
    "clock": ("now", "an object with now()"),
    "oversight": ("patience", "an Oversight, such as prefmem.distillers.overseer makes"),
}
_NAMED_BY_TEXT = ("policy", "embedder", "episodes")


def _check(choices: Choices) -> None:
    """Find out now, not in the background, that something is no such part.

    Raises:
        UsageError: It is not; the message names it.
    """
    location: object = choices.location
    if location is not None and not isinstance(location, str | Path):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"location {shown(location)} is no path or URL; pass text, or None")
    for name, (does, wanted) in _WHAT_PARTS_DO.items():
        given: object = getattr(choices, name)
        if given is None or (name in _NAMED_BY_TEXT and isinstance(given, str | Path)):
            continue
        if not hasattr(given, does):
            raise UsageError(f"{name} {shown(given)} is none; pass {wanted}")


def _policy(chosen: TierPolicy | Path | str | None, *, strict: bool) -> TierPolicy:
    from prefmem.policy import load

    policy = chosen if isinstance(chosen, TierPolicy) else load(chosen)
    if not strict or policy.strict:
        return policy
    return replace(policy, strict=True, revision=f"{policy.revision}+strict")


def _reads_heads(fingerprint: str) -> bool:
    from prefmem.embedders.minilm import FINGERPRINT

    return fingerprint == FINGERPRINT


def _embedder(chosen: Embedder | str | None) -> Embedder:
    if chosen is None:
        from prefmem.embedders.minilm import MiniLM

        return MiniLM()
    if not isinstance(chosen, str):
        return chosen
    kind, _, model = chosen.partition(":")
    if kind == "openai" and model:
        from prefmem.embedders.openai import OpenAIEmbedder

        return OpenAIEmbedder(model)
    if kind == "sentence-transformers" and model:
        from prefmem.embedders.sentence_transformers import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(model)
    raise UsageError(
        f"no embedder {chosen!r}; use 'openai:MODEL', 'sentence-transformers:MODEL', or an object"
    )


async def _store(location: Location) -> Store:
    if str(location) in NOWHERE:
        from prefmem.stores.memory import MemoryStore

        return MemoryStore()
    from prefmem.stores.sql import SqlStore

    return await SqlStore.open(_made(data_file()) if location is None else location)


async def _episodes(chosen: EpisodicStore | str | None, store: Store) -> EpisodicStore:
    if chosen is None:
        return store.episodes()
    if not isinstance(chosen, str):
        return chosen
    if chosen.startswith(("chroma:", "chroma+http://", "chroma+https://")):
        from prefmem.episodes.chroma import ChromaEpisodes

        return await ChromaEpisodes.open(chosen, turns=store.turns)
    raise UsageError(
        f"no episodic store {chosen!r}; use 'chroma:PATH' or 'chroma+http://HOST:PORT'"
    )
