"""Contracts that every plug-in passes: subclass one, give it a fixture, run pytest.

They need the `testing` extra and the pytest plugin of anyio.
"""

import pytest

# So that a failing assertion shows its values, in a stranger's tests too.
for _name in ("distillers", "embedders", "episodes", "stores", "work"):
    pytest.register_assert_rewrite(f"{__name__}.{_name}")
