"""The OpenAI client with a memory: tell it once, ask in another conversation.

Run with OPENAI_API_KEY set; OPENAI_BASE_URL and MODEL choose another service, MAX_TOKENS
how long answers may be.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from openai import OpenAI
from prefmem_openai import last_personalization, personalize

from prefmem import PreferenceMemory

MODEL = os.environ.get("MODEL", "gpt-5-mini")
LENGTH = int(os.environ.get("MAX_TOKENS", "1000"))


def main(folder: Path) -> None:
    with PreferenceMemory.open(folder / "prefmem.db") as memory, OpenAI() as plain:
        # A program that runs once waits for the embedder to load; a server need not.
        client = personalize(plain, memory.user("ada"), seconds=30)

        told = [{"role": "user", "content": "I'm vegetarian, please never suggest meat."}]
        client.chat.completions.create(model=MODEL, messages=told, max_completion_tokens=LENGTH)

        asked = [{"role": "user", "content": "What should I cook for dinner tonight?"}]
        for chunk in client.chat.completions.create(
            model=MODEL, messages=asked, max_completion_tokens=LENGTH, stream=True
        ):
            if chunk.choices:
                print(chunk.choices[0].delta.content or "", end="", flush=True)

        if (personalization := last_personalization()) is not None:  # None: memory was late
            print(f"\n\n{personalization.explain()}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as found:
        main(Path(found))
