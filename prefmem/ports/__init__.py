"""What a plug-in implements. Each docstring states the law that every backend keeps."""

from prefmem.ports.parts import (
    AuditSink,
    Clock,
    Distiller,
    Embedder,
    Renderer,
    TokenCounter,
    Wording,
)
from prefmem.ports.stores import (
    WAITED,
    Age,
    AuditKeeper,
    EpisodicStore,
    IntentLog,
    PreferenceStore,
    Store,
    TurnLog,
    TurnName,
    Waited,
    WorkStream,
)
from prefmem.ports.work import MakeWorker, Process, Worker

__all__ = [
    "WAITED",
    "Age",
    "AuditKeeper",
    "AuditSink",
    "Clock",
    "Distiller",
    "Embedder",
    "EpisodicStore",
    "IntentLog",
    "MakeWorker",
    "PreferenceStore",
    "Process",
    "Renderer",
    "Store",
    "TokenCounter",
    "TurnLog",
    "TurnName",
    "Waited",
    "Wording",
    "WorkStream",
    "Worker",
]
