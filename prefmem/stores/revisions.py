"""Compare-and-set, the same in every store."""

from __future__ import annotations

from prefmem.errors import RevisionConflict


def check(held: int, expected: int) -> None:
    """See that nobody has committed since a writer read a profile.

    Raises:
        RevisionConflict: Somebody has.
    """
    if held != expected:
        raise RevisionConflict(
            f"the profile is at revision {held}, not {expected}; read it and try again"
        )
