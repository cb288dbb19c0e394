"""A chatbot for many users: FastAPI, streamed answers, and paths to see and correct one's profile.

Run with OPENAI_API_KEY set: `uvicorn fastapi_chatbot:app`; OPENAI_BASE_URL and MODEL choose another
service, MAX_TOKENS how long answers may be, MEMORY another place. Who the user is would come from
your own login; here it is a header that a reverse proxy sets:

    curl -N localhost:8000/chat -H 'X-User: ada' --json '{"conversation": "c1",
        "messages": [{"role": "user", "content": "I love jazz."}]}'
    curl localhost:8000/profile -H 'X-User: ada'
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI
from prefmem_openai import personalize
from pydantic import BaseModel

from prefmem import AsyncPreferenceMemory, AsyncUserMemory, Preference, Profile, UnknownPreference

MODEL = os.environ.get("MODEL", "gpt-5-mini")
LENGTH = int(os.environ.get("MAX_TOKENS", "1000"))
now: ContextVar[AsyncUserMemory | None] = ContextVar("now", default=None)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with (
        AsyncPreferenceMemory.open(os.environ.get("MEMORY", "chatbot.db")) as memory,
        AsyncOpenAI() as plain,
    ):
        app.state.memory = memory
        app.state.client = personalize(plain, now.get)
        yield


app = FastAPI(lifespan=lifespan)


async def signed_in(x_user: Annotated[str | None, Header()] = None) -> AsyncUserMemory:
    if not x_user:
        raise HTTPException(401, "sign in first")
    return app.state.memory.user(x_user)


User = Annotated[AsyncUserMemory, Depends(signed_in)]


class Said(BaseModel):
    conversation: str
    messages: list[dict[str, Any]]


class Correction(BaseModel):
    statement: str


@app.post("/chat")
async def chat(user: User, said: Said) -> StreamingResponse:
    now.set(user)
    stream = await app.state.client.chat.completions.create(
        model=MODEL,
        messages=said.messages,
        max_completion_tokens=LENGTH,
        stream=True,
        extra_headers={"X-Prefmem-Conversation": said.conversation},
    )

    async def text() -> AsyncIterator[str]:
        async with stream:
            async for chunk in stream:
                if chunk.choices:
                    yield chunk.choices[0].delta.content or ""

    return StreamingResponse(text(), media_type="text/plain")


@app.get("/profile")
async def profile(user: User) -> Profile:
    return await user.profile()


@app.put("/profile/{preference_id}")
async def correct(user: User, preference_id: str, correction: Correction) -> Preference:
    try:
        return await user.correct(preference_id, correction.statement)
    except UnknownPreference as error:
        raise HTTPException(404, str(error)) from error


@app.delete("/profile/{preference_id}")
async def forget(user: User, preference_id: str) -> dict[str, int]:
    try:
        return dict((await user.forget(preference_id)).removed)
    except UnknownPreference as error:
        raise HTTPException(404, str(error)) from error
