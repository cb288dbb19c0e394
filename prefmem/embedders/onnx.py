"""A typed seam around ONNX Runtime: one encoder, and errors of ours."""

from __future__ import annotations

import os
from typing import Any, cast

import numpy as np

from prefmem.errors import EmbedderError
from prefmem.records import Matrix


class Encoder:
    """A BERT-like encoder in memory; `__call__` is thread-safe."""

    def __init__(self, model: bytes, *, threads: int) -> None:
        """Load `model`.

        Raises:
            EmbedderError: It is not a model that ONNX Runtime can run.
        """
        runtime = _runtime()
        self._failures = _failures(runtime)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        try:
            self._session = runtime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        except self._failures as failed:
            raise EmbedderError(f"ONNX Runtime cannot load the embedder: {failed}") from failed

    def __call__(self, ids: np.ndarray, mask: np.ndarray) -> Matrix:
        """Hidden states, shape (texts, tokens, d).

        Raises:
            EmbedderError: ONNX Runtime failed, of too little memory for example.
        """
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        try:
            return self._session.run(None, feed)[0]
        except self._failures as failed:
            raise EmbedderError(f"ONNX Runtime failed on {ids.shape} tokens: {failed}") from failed


def _runtime() -> Any:
    """ONNX Runtime, silent: by default its builds report to their maker and keep a device id."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read once, when it is first imported
    import onnxruntime

    runtime: Any = onnxruntime
    runtime.disable_telemetry_events()
    return runtime


def _failures(runtime: Any) -> tuple[type[Exception], ...]:
    # Its errors have no common base of their own.
    state = cast(dict[str, object], vars(runtime.capi.onnxruntime_pybind11_state))
    own = [e for e in state.values() if isinstance(e, type) and issubclass(e, Exception)]
    return (RuntimeError, *own)
