"""What all contracts share."""

from __future__ import annotations

import pytest


class Contract:
    """Promises of a port, as tests that await it."""

    pytestmark = pytest.mark.anyio

    @pytest.fixture(scope="session")
    @classmethod
    def anyio_backend(cls) -> str:
        """Run on asyncio."""
        return "asyncio"
