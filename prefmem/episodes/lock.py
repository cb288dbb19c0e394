"""One process per folder: a lock that ends with its process, however that ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from prefmem.errors import StoreUnavailable

NAME = "prefmem.lock"


class FolderLock:
    """Holds `folder` for this process, until `release` or the process's death."""

    def __init__(self, folder: Path) -> None:
        """Take the lock; the folder is made if it is missing.

        Raises:
            StoreUnavailable: Another holder has it, or the folder cannot be written.
        """
        self._handle: int | None = None
        path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as failed:
            raise StoreUnavailable(
                f"{folder} cannot be used for Chroma ({failed.strerror}); name a folder that can"
                " be written"
            ) from failed
        try:
            _take(handle)
        except OSError as held:
            owner = os.pread(handle, 20, 1).decode(errors="replace") if _readable() else ""
            os.close(handle)
            raise StoreUnavailable(
                f"{folder} is in use by another memory{f' (process {owner})' if owner else ''}; two"
                " writers would lose vectors: close it, or run 'chroma run' and use"
                " 'chroma+http://HOST:PORT'"
            ) from held
        with suppress(OSError):  # it tells people who holds it: a full disk is no reason to fail
            os.ftruncate(handle, 0)
            os.write(handle, f" {os.getpid()}".encode())
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)


def _readable() -> bool:
    # On Windows the locked byte, and with it the file, cannot be read by others.
    return sys.platform != "win32"


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
