"""The contract of an embedder.

```python
class TestMine(EmbedderContract):
    @pytest.fixture
    async def embedder(self):
        return MyEmbedder()
```
"""

from __future__ import annotations

import anyio
import numpy as np
import pytest

from prefmem.conformance.contract import Contract
from prefmem.ports import Embedder
from prefmem.records import Matrix

TEXTS = (
    "I'd rather have the short answer first.",
    "No coriander for me, please.",
    "Which train leaves for Utrecht after nine?",
    "def area(r): return 3.14159 * r ** 2",
    "Ich hätte gern metrische Einheiten.",
)
STRANGE = (
    "",
    " \n\t ",
    "🙂🙃" * 20,
    "Z\u0351\u036bA\u0343\u036aL\u0302G\u0311O\u0357",
    "\u202eright to left\u202c and مرحبا and 日本語",
    "nul\x00byte",
    "a" * 20_000,
    "word " * 5_000,
)
SAME = 0.999
"""Least cosine between two runs of one text: a service pads and rounds as its batches fall."""


class EmbedderContract(Contract):
    """What `prefmem.ports.Embedder` promises; subclasses give the fixture `embedder`."""

    @pytest.fixture
    async def embedder(self) -> Embedder:
        """The embedder under test."""
        raise NotImplementedError("give a fixture `embedder`")

    async def test_it_keeps_the_port(self, embedder: Embedder) -> None:
        """It has `fingerprint` and `embed`."""
        assert isinstance(embedder, Embedder)

    async def test_its_fingerprint_stands_still(self, embedder: Embedder) -> None:
        """It is text, and using the embedder does not change it."""
        before = embedder.fingerprint
        await embedder.embed(TEXTS[:1], purpose="document")
        assert isinstance(before, str)
        assert before.strip()
        assert embedder.fingerprint == before

    async def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        """An empty matrix, not an error."""
        nothing = await embedder.embed([], purpose="document")
        assert nothing.ndim == 2
        assert nothing.shape[0] == 0

    async def test_rows_are_unit_vectors_of_float32(self, embedder: Embedder) -> None:
        """One row a text, all of one width."""
        self._check(await embedder.embed(TEXTS, purpose="document"), len(TEXTS))

    async def test_rows_come_in_the_order_of_the_texts(self, embedder: Embedder) -> None:
        """However they are batched inside."""
        forward = await embedder.embed(TEXTS, purpose="document")
        backward = await embedder.embed(TEXTS[::-1], purpose="document")
        assert (forward * backward[::-1]).sum(axis=1).min() > SAME

    async def test_a_vector_does_not_depend_on_its_batch(self, embedder: Embedder) -> None:
        """A text alone, and the same text among twenty."""
        many = [f"Sentence number {i} of {'very ' * (i % 13)}many." for i in range(19)]
        together = await embedder.embed([*many, TEXTS[0]], purpose="document")
        alone = await embedder.embed(TEXTS[:1], purpose="document")
        self._check(together, 20)
        assert together[-1] @ alone[0] > SAME

    async def test_a_text_is_found_by_itself(self, embedder: Embedder) -> None:
        """Queries and documents live in one space."""
        documents = await embedder.embed(TEXTS, purpose="document")
        queries = await embedder.embed(TEXTS, purpose="query")
        assert (queries @ documents.T).argmax(axis=1).tolist() == list(range(len(TEXTS)))

    async def test_strange_texts_are_embedded_like_any_other(self, embedder: Embedder) -> None:
        """Empty, huge, mixed: a unit vector each, and no error."""
        self._check(await embedder.embed(STRANGE, purpose="document"), len(STRANGE))

    async def test_calls_at_the_same_time_do_not_mix(self, embedder: Embedder) -> None:
        """Each caller gets the rows of its own texts."""
        expected = await embedder.embed(TEXTS, purpose="document")
        found: dict[int, Matrix] = {}

        async def embed(i: int) -> None:
            found[i] = (await embedder.embed(TEXTS[i : i + 1], purpose="document"))[0]

        async with anyio.create_task_group() as group:
            for i in range(len(TEXTS)):
                group.start_soon(embed, i)
        rows = np.stack([found[i] for i in range(len(TEXTS))])
        assert (rows * expected).sum(axis=1).min() > SAME

    def _check(self, rows: Matrix, count: int) -> None:
        assert rows.dtype == np.float32
        assert rows.ndim == 2
        assert rows.shape[0] == count
        assert np.abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-3
