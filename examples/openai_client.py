"""The OpenAI client with a memory: tell it once, ask in another conversation.

Run with OPENAI_API_KEY set; OPENAI_BASE_URL and MODEL choose another service.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from openai import OpenAI
from prefmem_openai import last_personalization, personalize

from prefmem import PreferenceMemory

MODEL = os.environ.get("MODEL", "gpt-5-mini")


def main(folder: Path) -> None:
    with PreferenceMemory.open(folder / "prefmem.db") as memory, OpenAI() as plain:
        client = personalize(plain, memory.user("ada"))

        told = [{"role": "user", "content": "I'm vegetarian, please never suggest meat."}]
        client.chat.completions.create(model=MODEL, messages=told, max_tokens=24)

        asked = [{"role": "user", "content": "What should I cook for dinner tonight?"}]
        for chunk in client.chat.completions.create(
            model=MODEL, messages=asked, max_tokens=24, stream=True
        ):
            if chunk.choices:
                print(chunk.choices[0].delta.content or "", end="", flush=True)

        personalization = last_personalization()
        assert personalization is not None
        print(f"\n\n{personalization.explain()}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as found:
        main(Path(found))
