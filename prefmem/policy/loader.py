"""From a file to a `TierPolicy`: read, check, put under the layers above it, compile."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn, cast

from pydantic import ValidationError

from prefmem.errors import PolicyError
from prefmem.policy.layers import compiled
from prefmem.policy.model import LAYERS, PolicyFile
from prefmem.policy.source import Source, parse
from prefmem.policy.tier import TierPolicy
from prefmem.policy.validation import validate

DEFAULT = "default"
_ORDER: tuple[str, ...] = LAYERS
_LARGEST = 2_000_000
"""Bytes of a file that is read at all; what a policy may have is less, and said with its line."""
_DEEPEST = 32
"""Files that may stand above each other."""


def load(path: str | Path | None = None) -> TierPolicy:
    """Load a policy with the layers above it; without a path, the default that ships here.

    A file that has not changed is compiled once in a process.

    Raises:
        PolicyError: It cannot be read or used; the message names file, line and remedy.
    """
    if path is None or str(path) == DEFAULT:
        return _default()[0]
    return _load(Path(path), ())[0]


def read(path: str | Path | None = None) -> tuple[TierPolicy, PolicyFile, Source]:
    """The same, with the file itself: for tools that show or test it."""
    if path is None or str(path) == DEFAULT:
        return _default()
    return _load(Path(path), ())


@lru_cache(maxsize=1)
def _default() -> tuple[TierPolicy, PolicyFile, Source]:
    text = resources.files("prefmem.policy").joinpath("default.yaml").read_text("utf-8")
    return _compile(text, "default.yaml", None, ())


def _load(path: Path, below: tuple[Path, ...]) -> tuple[TierPolicy, PolicyFile, Source]:
    return _compile(_text(path), str(path), path.resolve(), below)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise PolicyError(
                f"{path}: larger than a policy can be; use patterns such as 'taste.*'"
            )
        data = path.read_bytes()
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read ({error.strerror}); name a file") from error
    except ValueError as error:
        if isinstance(error, PolicyError):
            raise
        raise PolicyError(f"{str(path)!r}: no name of a file ({error}); name a file") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path}: is not UTF-8 text ({error}); save it as UTF-8") from error


@lru_cache(maxsize=32)
def _parsed(text: str, name: str) -> tuple[PolicyFile, Source]:
    source = parse(text, name=name)
    if not isinstance(source.data, dict):
        raise source.error(
            (), "a policy is a mapping ('version: 1', 'policy: …'); start with these"
        )
    try:
        return PolicyFile.model_validate(cast("Any", source.data)), source
    except ValidationError as error:
        _raise_first(error, source)


def _compile(
    text: str, name: str, path: Path | None, below: tuple[Path, ...]
) -> tuple[TierPolicy, PolicyFile, Source]:
    file, source = _parsed(text, name)
    above = _above(file, source, path, below)
    digest = hashlib.sha256(((above.digest if above else "") + text).encode()).hexdigest()
    return _finished(text, name, digest, above), file, source


@lru_cache(maxsize=32)
def _finished(text: str, name: str, digest: str, above: TierPolicy | None) -> TierPolicy:
    file, source = _parsed(text, name)
    policy = compiled(file, source, digest=digest, above=above)
    validate(file, source, policy)
    return policy


def _above(
    file: PolicyFile, source: Source, path: Path | None, below: tuple[Path, ...]
) -> TierPolicy | None:
    if file.under is None:
        if file.layer != _ORDER[0]:
            raise source.error(
                ("layer",),
                f"nothing stands above this layer {file.layer!r}, so nothing that it may restrict; "
                f"write 'under: default', or 'layer: {_ORDER[0]}' for a policy that stands alone",
            )
        return None
    if file.under == DEFAULT:
        upper = _default()[0]
    elif path is None:
        raise source.error(("under",), "the default policy has no layer above it; remove 'under'")
    else:
        upper = _upper(file.under, source, (*below, path))
    if _ORDER.index(file.layer) < _ORDER.index(upper.layer):
        raise source.error(
            ("layer",),
            f"layer {file.layer!r} stands above {upper.layer!r} of {upper.name!r}; "
            f"the order is {' > '.join(LAYERS)}",
        )
    return upper


def _upper(under: str, source: Source, below: tuple[Path, ...]) -> TierPolicy:
    """The layer that a file names above itself; `below` are the files that led here."""
    path = below[-1].parent / under
    try:
        resolved = path.resolve()
        there = resolved.is_file()
    except (OSError, ValueError):
        there, resolved = False, path
    if not there:
        raise source.error(
            ("under",), f"no file {under!r} beside this one; name it, or write 'under: default'"
        )
    if resolved in below:
        chain = " -> ".join(p.name for p in (*below, resolved))
        raise source.error(("under",), f"layers form a cycle ({chain}); end it at 'under: default'")
    if len(below) >= _DEEPEST:
        raise source.error(
            ("under",), f"more than {_DEEPEST} layers; merge some, or end at 'under: default'"
        )
    return _load(resolved, below)[0]


def _raise_first(error: ValidationError, source: Source) -> NoReturn:
    first = error.errors(include_url=False)[0]
    where = tuple(part for part in first["loc"] if part != "[key]")
    name = ".".join("".join(c if c.isprintable() else "?" for c in str(w)) for w in where)
    name = name or "the file"
    if first["type"] == "extra_forbidden":
        raise source.error(where, f"unknown key {name!r}; remove it or fix its spelling") from error
    told = first["type"] in ("missing", "too_short")  # by the message itself
    given = "" if told else f", not {str(first['input'])[:60]!r}"
    raise source.error(
        where, f"{name}: {first['msg']}{given}; see 'prefmem policy schema'"
    ) from error
