"""Laws of layers, on files as people could write them: what loads never widens, in any order."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from prefmem.errors import PolicyError
from prefmem.policy import load
from prefmem.policy.model import AudienceName
from prefmem.policy.tier import CHANNELS, Situation, TierPolicy

BASE = load()
BEHAVIOURS = sorted(BASE.behaviours)
KINDS = sorted(BASE.kinds)
HEAD = {"version": 1, "policy": "house", "revision": "a", "layer": "organisation"}

names = st.lists(st.sampled_from([*BEHAVIOURS, "taste.*", "style.*"]), min_size=1, max_size=3)
rules = st.fixed_dictionaries(
    {
        "effect": st.sampled_from(["forbid", "forbid", "permit_with", "permit"]),
        "behaviours": names,
        "because": st.just("so"),
    },
    optional={
        "requests": st.lists(st.sampled_from(KINDS), min_size=1, max_size=3),
        "audience": st.lists(st.sampled_from(["shared", "minor"]), min_size=1, max_size=2),
        "channels": st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=3),
        "safeguards": st.just(["disclose"]),
    },
)
behaviours = st.fixed_dictionaries(
    {"tier": st.sampled_from(["personalizable", "safeguarded", "universal"])},
    optional={
        "channels": st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=3, unique=True),
        "safeguards": st.just(["disclose"]),
        "force": st.sampled_from(["soft", "binding"]),
        "fails": st.sampled_from(["on", "off"]),
    },
)
kinds = st.fixed_dictionaries(
    {"says": st.just("a kind")},
    optional={
        "tier": st.sampled_from(["personalizable", "safeguarded", "universal"]),
        "fixed": names,
        "soft": names,
        "keep": st.just(["constraint.health"]),
        "safeguards": st.just(["disclose"]),
    },
)
files = st.fixed_dictionaries(
    {},
    optional={
        "rules": st.dictionaries(st.sampled_from("abcd"), rules, max_size=3),
        "behaviours": st.dictionaries(st.sampled_from(BEHAVIOURS), behaviours, max_size=2),
        "requests": st.dictionaries(st.sampled_from(KINDS), kinds, max_size=2),
        "consent": st.sampled_from(["always", "by_class"]),
    },
)
situations = st.builds(
    Situation,
    kinds=st.frozensets(st.sampled_from(KINDS), max_size=3),
    audience=st.sampled_from(list[AudienceName](["self", "shared", "minor"])),
)


def loaded(content: dict[str, Any]) -> TierPolicy | None:
    """The policy of a file, or None if it is refused."""
    tested = [
        {
            "preference": {"behaviour": name, "text": "x"},
            "request": "hello",
            "expect": {name: "withheld"},
        }
        for name in content.get("behaviours", {})
    ]
    made = {**HEAD, "under": "default", **content, "tests": tested}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "house.yaml"
        path.write_text(yaml.safe_dump(made, sort_keys=False), "utf-8")
        try:
            return load(path)
        except PolicyError as error:
            if "house.yaml:" not in str(error):
                raise  # an error that does not name its file and line is a fault of its own
            return None


@pytest.mark.requirement("policy:lower-never-widens")
@settings(max_examples=150)
@given(content=files, situation=situations, channel=st.sampled_from(CHANNELS))
def test_a_file_that_loads_under_another_never_widens_it(
    content: dict[str, Any], situation: Situation, channel: str
) -> None:
    lower = loaded(content)
    if lower is None:
        return
    for name in BEHAVIOURS:
        above, below = (p.ruling(name, channel, situation) for p in (BASE, lower))
        assert above.permitted or not below.permitted
        if below.permitted:
            assert set(above.safeguards) <= set(below.safeguards)
            assert below.soft or not above.soft
    assert lower.strict or not BASE.strict


@pytest.mark.requirement("policy:order-free")
@settings(max_examples=60)
@given(content=files, situation=situations, channel=st.sampled_from(CHANNELS), data=st.data())
def test_the_order_in_a_file_is_irrelevant(
    content: dict[str, Any], situation: Situation, channel: str, data: st.DataObject
) -> None:
    shuffled: dict[str, Any] = {}
    for part in data.draw(st.permutations(sorted(content))):
        value: Any = content[part]
        if part != "consent":
            value = {key: value[key] for key in data.draw(st.permutations(sorted(value)))}
        shuffled[part] = value
    first, second = loaded(content), loaded(shuffled)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        for name in BEHAVIOURS:
            assert first.ruling(name, channel, situation) == second.ruling(name, channel, situation)
