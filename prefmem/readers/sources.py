"""The texts behind a path: a file, a zip archive, or a folder that was unpacked from one."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from prefmem.errors import UsageError

MAX_BYTES = 4 * 1024**3
"""Of one file; what unpacks to more is refused."""
_KNOWN = (("conversations*.json",), ("*.jsonl", "*.json"))
"""Names of files that are read: beside those of a product's export, its others are not."""


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each file that may hold conversations.

    Raises:
        UsageError: There is nothing there, or it cannot be read.
    """
    try:
        if path.is_dir():
            yield from _in_folder(path)
        elif zipfile.is_zipfile(path):
            yield from _in_archive(path)
        elif path.suffix == ".zip":
            raise UsageError(f"{path} is not a complete zip archive; download it again")
        else:
            yield path.name, _decoded(_checked(path, path.stat().st_size).read_bytes())
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {str(path)!r}") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is damaged ({error}); download it again") from error
    except (RuntimeError, NotImplementedError) as error:  # a password, an unusual compression
        raise UsageError(f"{path} cannot be unpacked ({error}); unpack it yourself") from error


def _in_folder(folder: Path) -> Iterator[tuple[str, str]]:
    for patterns in _KNOWN:
        if found := sorted(path for one in patterns for path in folder.glob(one)):
            for path in found:
                yield path.name, _decoded(_checked(path, path.stat().st_size).read_bytes())
            return
    raise UsageError(f"folder {folder} holds no conversations.json and no .jsonl or .json file")


def _in_archive(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        for patterns in _KNOWN:
            found = [m for m in members if any(map(Path(m.filename).match, patterns))]
            for member in found:
                _checked(path, member.file_size)
                yield member.filename, _decoded(archive.read(member))
            if found:
                return
    raise UsageError(f"{path} holds no conversations.json and no .jsonl or .json file")


def _checked(path: Path, size: int) -> Path:
    if size > MAX_BYTES:
        raise UsageError(f"{path} holds {size:,} bytes; at most {MAX_BYTES:,} are read: split it")
    return path


def _decoded(data: bytes) -> str:
    """Text; bytes that are not UTF-8 become lone surrogates, which the message check names."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "surrogatepass")
    return data.decode("utf-8-sig", "surrogateescape")
