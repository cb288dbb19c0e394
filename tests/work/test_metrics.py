"""Metrics and spans tell how it goes, and nothing about anybody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from prefmem.conformance.samples import ADA, DAY, turn
from prefmem.errors import RevisionConflict
from prefmem.records import Lease, ProfileDelta, Turn
from prefmem.stores.sql import SqlStore
from prefmem.types import MemoryStatus
from prefmem.work.metrics import prometheus
from prefmem.work.stream import Worker

pytestmark = pytest.mark.anyio


def test_metrics_are_in_the_form_that_prometheus_reads() -> None:
    status = MemoryStatus(
        users=2,
        waiting=3,
        oldest_waiting=DAY,
        failures=4,
        refused={'a "b"\\\n': 5},
        counters={"model tokens": 6},
    )
    text = prometheus(status, now=DAY + timedelta(seconds=90))
    lines = text.splitlines()
    assert "prefmem_waiting_turns 3" in lines
    assert "prefmem_oldest_waiting_seconds 90" in lines
    assert 'prefmem_refused_total{reason="a \\"b\\"\\\\\\n"} 5' in lines
    assert "prefmem_model_tokens_total 6" in lines
    named = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(named) == len(set(named)), "each metric is declared once"
    assert text.endswith("\n")


def test_a_store_where_nothing_waits_has_no_age() -> None:
    assert "prefmem_oldest_waiting_seconds 0\n" in prometheus(MemoryStatus(), now=DAY)


async def test_spans_name_what_is_done_and_nobody(tmp_path: Path) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(provider)
    store = await SqlStore.open(tmp_path / "p.db")
    await store.turns.append(ADA, [turn("1", content="a secret")], due={"local": 0.0})

    async def process(lease: Lease, turns: tuple[Turn, ...], _: object) -> None:
        delta = ProfileDelta(lease=lease, cursor=turns[-1].position)
        await store.preferences.commit(lease.scope, delta, expected_revision=0)

    await Worker(store.work, store.turns, process, ("local",)).run_once()
    with pytest.raises(RevisionConflict):
        await store.preferences.commit(ADA, ProfileDelta(), expected_revision=77)
    await store.close()
    done = spans.get_finished_spans()
    assert {"prefmem.store.write", "prefmem.store.read", "prefmem.work.batch"} <= {
        span.name for span in done
    }
    (batch,) = [span for span in done if span.name == "prefmem.work.batch"]
    assert batch.attributes == {"prefmem.stage": "local", "prefmem.turns": 1}
    failed = [span for span in done if "error.type" in (span.attributes or {})]
    assert [(span.attributes or {})["error.type"] for span in failed] == ["RevisionConflict"]
    told = "".join(span.to_json() for span in done)
    assert "secret" not in told
    assert '"ada"' not in told
    assert '"acme"' not in told
