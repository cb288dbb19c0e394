"""The JSON Schema of policy files, as it ships beside the default for editors."""

from __future__ import annotations

import json
from typing import Any

FILE = "policy.schema.json"
"""Its name in this package; a policy file names it in a first line that editors read."""


def schema() -> dict[str, Any]:
    """The schema, made from the models."""
    from prefmem.policy.model import PolicyFile

    made = PolicyFile.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "prefmem tier policy",
        **{key: value for key, value in made.items() if key != "title"},
    }


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
