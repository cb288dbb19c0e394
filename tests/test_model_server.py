"""The real model that other tests talk to."""

from __future__ import annotations

import json

import openai
import pytest

pytestmark = pytest.mark.slow


def test_the_model_answers_whole_streamed_and_by_schema(model_server):
    schema = {"type": "object", "properties": {"fruit": {"enum": ["apple", "pear"]}}}
    schema |= {"required": ["fruit"], "additionalProperties": False}
    ask = {
        "model": model_server.model,
        "messages": [{"role": "user", "content": "Name one fruit."}],
        "max_tokens": 16,
    }
    with openai.OpenAI(base_url=model_server.base_url, api_key="none") as client:
        whole = client.chat.completions.create(**ask)
        with client.chat.completions.create(**ask, stream=True) as stream:
            pieces = [c.choices[0].delta.content or "" for c in stream if c.choices]
        bound = client.chat.completions.create(
            **ask,
            response_format={"type": "json_schema", "json_schema": {"name": "f", "schema": schema}},
        )
    assert len(pieces) > 1
    assert "".join(pieces) == whole.choices[0].message.content
    assert json.loads(bound.choices[0].message.content)["fruit"] in ("apple", "pear")


def test_the_model_embeds(model_server):
    with openai.OpenAI(base_url=model_server.base_url, api_key="none") as client:
        reply = client.embeddings.create(model=model_server.model, input=["one", "two"])
    assert [len(item.embedding) for item in reply.data] == [640, 640]
