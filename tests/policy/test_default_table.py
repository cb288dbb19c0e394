from __future__ import annotations

import pytest

from prefmem.embedders.minilm import MiniLM
from prefmem.policy import loader, trials
from prefmem.stages import tiering


@pytest.mark.requirement("policy:default-table")
def test_the_default_policy_does_what_its_own_table_says() -> None:
    policy, file, _ = loader.read()
    outcome = trials.run(policy, file, stages=tiering, encode=MiniLM().encode)
    assert [f"{one.number}: {one.about}: {one.failures}" for one in outcome if not one.passed] == []


def test_the_table_is_large_and_says_why_where_people_disagree() -> None:
    _, file, _ = loader.read()
    borderline = [test for test in file.tests if test.because]
    assert len(file.tests) >= 190
    assert len(borderline) * 3 >= len(file.tests)


def test_words_alone_keep_nearly_all_of_the_table() -> None:
    policy, file, _ = loader.read()
    outcome = trials.run(policy, file, stages=tiering)
    assert sum(one.passed for one in outcome) >= 0.95 * len(outcome)
