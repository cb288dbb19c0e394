"""What a message that tells of a change was read to leave standing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prefmem.records import PreferenceRecord
from prefmem.stages import forgetting, leaving
from prefmem.stages.draft import identify
from prefmem.types import Evidence
from tests.stages.test_consolidation import said
from tests.stages.test_doubts import NEW, OLD, derived, named

BESIDE = said(5, "Likes small harbours in winter", "harbour", hours=1)
ANY = 1e-9


@pytest.fixture(autouse=True)
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any pair is sure enough to be closed."""
    for name in ("NAMED", "BESIDE", "DOUBTED"):
        monkeypatch.setattr(leaving, name, ANY)


def spares(target: str) -> Evidence:
    """That the message of `NEW` leaves something standing."""
    one = replace(NEW, id="ev_spared", statement=OLD.statement, kind="observed")
    return replace(one, condition=leaving.SPARED, target=target)


def old(*evidence: Evidence) -> PreferenceRecord:
    return named(derived(*evidence), OLD.statement)


def test_by_its_words_alone_a_change_closes_what_it_is_about() -> None:
    assert old(OLD, NEW).status == "superseded"
    assert old(OLD, NEW, spares("p_other")).status == "superseded"


@pytest.mark.parametrize("target", [OLD.id, identify(OLD)])
def test_what_is_spared_is_not_closed_and_may_be_in_doubt(target: str) -> None:
    kept = old(OLD, NEW, spares(target))
    assert kept.status == "active"
    assert kept.drift["doubted"][0] == NEW.id


def test_what_is_named_in_so_many_words_ends_however_it_is_read() -> None:
    gone = replace(NEW, kind="retracted", statement=OLD.statement, subject=OLD.subject)
    assert old(OLD, gone, spares(OLD.id)).status == "expired"


def test_what_is_named_as_left_behind_is_not_spared() -> None:
    quote = "Something changed, I no longer like summer festivals, these days I prefer recordings"
    named = replace(NEW, quote=quote)
    assert old(OLD, named, spares(OLD.id)).status == "superseded"


def test_it_founds_nothing_and_counts_for_nothing() -> None:
    assert derived(OLD, spares(OLD.id)).records == derived(OLD).records
    assert derived(spares(OLD.id)).records == ()


def test_whoever_forgets_a_preference_forgets_what_names_it() -> None:
    ledger = [OLD, BESIDE, spares(OLD.id)]
    assert forgetting.sparing({OLD.id}, ledger) == {"ev_spared"}
    assert forgetting.sparing({BESIDE.id}, ledger) == set()
