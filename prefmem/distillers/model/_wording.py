"""A summary as a model is asked to word it better, and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from prefmem.distillers.model._asking import Unusable
from prefmem.distillers.model._findings import json_in
from prefmem.records import Sentence

PROMPT = "summary_v1"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "of": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["text", "of"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


def notes(clauses: Sequence[tuple[str, str]]) -> str:
    """Clauses, each with its heading, as a model is shown them: numbered from 1."""
    lines = [
        f"{number}. [{heading}] {' '.join(text.split())}"
        for number, (heading, text) in enumerate(clauses, start=1)
    ]
    shown = "\n".join(lines).replace("<notes>", "").replace("</notes>", "")
    return f"<notes>\n{shown}\n</notes>"


def sentences(answer: str) -> tuple[Sentence, ...]:
    """What a model answered, unchecked but for its form.

    Raises:
        Unusable: It is not a JSON object with a list of sentences.
    """
    found = [_sentence(one) for one in json_in(answer, "sentences")["sentences"]]
    if not found or None in found:
        raise Unusable(f"no sentences in an answer of {len(answer)} characters")
    return tuple(one for one in found if one is not None)


def _sentence(given: object) -> Sentence | None:
    if not isinstance(given, dict):
        return None
    one = cast("dict[str, Any]", given)
    text, of = one.get("text"), one.get("of")
    if not isinstance(text, str) or not isinstance(of, list):
        return None
    numbers = cast("list[object]", of)
    if not all(isinstance(n, int) for n in numbers):
        return None
    return Sentence(text=" ".join(text.split()), of=tuple(cast("list[int]", numbers)))
