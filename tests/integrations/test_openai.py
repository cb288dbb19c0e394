"""The OpenAI client that knows its user: every call shape, nothing patched, nothing lost."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import inspect
import sys
import threading
import time
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

import openai
import pytest
from openai import AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI
from prefmem_openai import counts_of, last_personalization, personalization_of, personalize

from prefmem import AsyncPreferenceMemory, AsyncUserMemory, PreferenceMemory, UsageError

ASK = [{"role": "user", "content": "What should I cook for dinner tonight?"}]
NEW = [{"role": "user", "content": "I hate coriander, it tastes of soap."}]


def client(upstream: Any, **options: Any) -> OpenAI:
    return OpenAI(base_url=upstream.base_url, api_key="k", max_retries=0, **options)


@pytest.fixture
def wrapped(upstream: Any, vegetarian: PreferenceMemory) -> Iterator[OpenAI]:
    with client(upstream) as plain:
        yield personalize(plain, vegetarian.user("ada"))


def create(c: OpenAI) -> Any:
    return c.chat.completions.create(model="m", messages=ASK)


def stream(c: OpenAI) -> Any:
    return list(c.chat.completions.create(model="m", messages=ASK, stream=True))


def events(c: OpenAI) -> Any:
    with c.chat.completions.stream(model="m", messages=ASK) as found:
        return found.get_final_completion()


def parse(c: OpenAI) -> Any:
    return c.chat.completions.parse(model="m", messages=ASK)


def raw(c: OpenAI) -> Any:
    return c.chat.completions.with_raw_response.create(model="m", messages=ASK).parse()


def raw_stream(c: OpenAI) -> Any:
    return list(
        c.chat.completions.with_raw_response.create(model="m", messages=ASK, stream=True).parse()
    )


def streaming_response(c: OpenAI) -> Any:
    with c.chat.completions.with_streaming_response.create(model="m", messages=ASK) as found:
        return found.json()


def streaming_lines(c: OpenAI) -> Any:
    with c.chat.completions.with_streaming_response.create(
        model="m", messages=ASK, stream=True
    ) as found:
        return list(found.iter_lines())


def options(c: OpenAI) -> Any:
    return c.with_options(timeout=20).chat.completions.create(model="m", messages=ASK)


def responses(c: OpenAI) -> Any:
    return c.responses.create(model="m", input="What should I cook for dinner tonight?")


def responses_continued(c: OpenAI) -> Any:
    return c.responses.create(
        model="m", input=ASK, previous_response_id="resp_0", instructions="Be brief."
    )


def responses_stream(c: OpenAI) -> Any:
    return list(c.responses.create(model="m", input=ASK, stream=True))


def responses_events(c: OpenAI) -> Any:
    with c.responses.stream(model="m", input=ASK) as found:
        return found.get_final_response()


def responses_raw(c: OpenAI) -> Any:
    return c.responses.with_raw_response.create(model="m", input=ASK).parse()


SHAPES: list[Callable[[OpenAI], Any]] = [
    create,
    stream,
    events,
    parse,
    raw,
    raw_stream,
    streaming_response,
    streaming_lines,
    options,
    responses,
    responses_continued,
    responses_stream,
    responses_events,
    responses_raw,
]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_call_shape_carries_what_applies_and_keeps_the_answer(
    shape: Callable[[OpenAI], Any], wrapped: OpenAI, upstream: Any, vegetarian: PreferenceMemory
) -> None:
    shape(wrapped)
    assert "vegetarian" in upstream.last.text.lower()
    kept = vegetarian.user("ada").export()["turns"]
    assert [t["content"] for t in kept if t["role"] == "assistant"] == [
        "Here is a plan for dinner."
    ]
    assert ASK[0]["content"] in [t["content"] for t in kept if t["role"] == "user"]


@pytest.mark.requirement("dropin:client-untouched")
@pytest.mark.parametrize("shape", SHAPES)
def test_every_call_shape_returns_what_the_plain_client_returns(
    shape: Callable[[OpenAI], Any], wrapped: OpenAI, upstream: Any
) -> None:
    with client(upstream) as plain:
        expected, found = shape(plain), shape(wrapped)
    assert type(found) is type(expected)
    assert found == expected


def test_a_response_in_a_thread_is_instructed_anew_and_its_input_untouched(
    wrapped: OpenAI, upstream: Any
) -> None:
    responses_continued(wrapped)
    assert upstream.last.body["input"] == ASK
    assert upstream.last.body["instructions"].startswith("Be brief.")
    assert "vegetarian" in upstream.last.body["instructions"].lower()


@pytest.mark.requirement("dropin:client-untouched")
@pytest.mark.requirement("personalize:input-untouched")
def test_the_callers_messages_and_the_plain_client_stay_as_they_were(
    upstream: Any, vegetarian: PreferenceMemory
) -> None:
    with client(upstream) as plain:
        resource, kind = plain.chat.completions, type(plain)
        given = [dict(m) for m in ASK]
        wrapped = personalize(plain, vegetarian.user("ada"))
        wrapped.chat.completions.create(model="m", messages=given)
        assert given == ASK
        assert plain.chat.completions is resource
        assert type(plain) is kind is OpenAI
        create(plain)
    assert "vegetarian" not in upstream.last.text.lower()


def test_the_wrapped_client_is_of_the_wrapped_class(wrapped: OpenAI) -> None:
    assert isinstance(wrapped, OpenAI)
    assert type(wrapped).__name__ == "OpenAI"


def test_the_personalization_is_reachable_from_the_response(wrapped: OpenAI) -> None:
    answer = create(wrapped)
    found = personalization_of(answer)
    assert found is not None
    assert found is last_personalization()
    assert any("vegetarian" in a.preference.statement.lower() for a in found.applied)
    running = wrapped.chat.completions.create(model="m", messages=ASK, stream=True)
    assert personalization_of(running) is last_personalization()
    running.close()
    assert personalization_of("something else") is None


def test_what_is_reachable_does_not_outlive_its_response(wrapped: OpenAI) -> None:
    from prefmem_openai import _reach

    for _ in range(5):
        create(wrapped)
    gc.collect()  # older clients leave responses in circles
    assert len(_reach._known) <= 1


def test_a_stream_closed_early_keeps_what_was_said_and_read(
    wrapped: OpenAI, vegetarian: PreferenceMemory
) -> None:
    with wrapped.chat.completions.create(model="m", messages=NEW, stream=True) as running:
        for chunk in running:
            if chunk.choices[0].delta.content:
                break
    turns = vegetarian.user("ada").export()["turns"]
    assert NEW[0]["content"] in [t["content"] for t in turns]
    assert any("coriander" in s.lower() for s in statements(vegetarian))


def statements(memory: PreferenceMemory, user: str = "ada") -> list[str]:
    return [p.statement for p in memory.user(user).profile().preferences]


def test_what_the_user_says_is_learned_even_if_the_model_fails(
    wrapped: OpenAI, vegetarian: PreferenceMemory
) -> None:
    with pytest.raises(openai.RateLimitError) as caught:
        wrapped.chat.completions.create(model="error", messages=NEW)
    assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.body == {"message": "slow down", "type": "rate_limit", "extra": [1]}
    assert any("coriander" in s.lower() for s in eventually(lambda: statements(vegetarian)))


def eventually(find: Callable[[], list[str]]) -> list[str]:
    for _ in range(100):
        if len(found := find()) > 1:
            return found
        threading.Event().wait(0.05)
    return find()


@pytest.fixture
def observed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The roles of the turns of each call of `observe`."""
    calls, observe = list[list[str]](), AsyncUserMemory.observe

    async def counted(self: Any, given: Any, **options: Any) -> Any:
        calls.append([m["role"] for m in given])
        return await observe(self, given, **options)

    monkeypatch.setattr(AsyncUserMemory, "observe", counted)
    return calls


def test_an_answer_that_comes_whole_is_written_with_its_question(
    wrapped: OpenAI, observed: list[list[str]]
) -> None:
    for shape in (create, parse, raw, responses):
        observed.clear()
        shape(wrapped)
        assert observed == [["user", "assistant"]]


def test_a_stream_that_is_never_read_keeps_what_was_said(
    wrapped: OpenAI, vegetarian: PreferenceMemory, observed: list[list[str]]
) -> None:
    running = wrapped.chat.completions.create(model="m", messages=NEW, stream=True)
    assert any("coriander" in s.lower() for s in eventually(lambda: statements(vegetarian)))
    assert observed == [["user"]]
    running.close()


def test_one_call_can_be_steered_by_headers_that_stay_here(
    wrapped: OpenAI, upstream: Any, vegetarian: PreferenceMemory
) -> None:
    wrapped.chat.completions.create(
        model="m", messages=NEW, extra_headers={"X-Prefmem-Memory": "off", "X-Other": "kept"}
    )
    assert "vegetarian" not in upstream.last.text.lower()
    assert not any(name.startswith("x-prefmem") for name in upstream.last.headers)
    assert upstream.last.headers["x-other"] == "kept"
    wrapped.chat.completions.create(
        model="m", messages=ASK, extra_headers={"X-Prefmem-Memory": "read"}
    )
    assert "vegetarian" in upstream.last.text.lower()
    wrapped.chat.completions.create(
        model="m", messages=ASK, extra_headers={"X-Prefmem-Conversation": "c7"}
    )
    conversations = {t["conversation"] for t in vegetarian.user("ada").export()["turns"]}
    assert conversations == {"before", "c7"}
    with pytest.raises(UsageError, match="Budget"):
        wrapped.chat.completions.create(
            model="m", messages=ASK, extra_headers={"X-Prefmem-Budget": "many"}
        )
    with pytest.raises(UsageError, match="'mediator'"):
        wrapped.chat.completions.create(
            model="m", messages=ASK, extra_headers={"X-Prefmem-Context": "role=mediatr"}
        )


def test_a_wrapped_client_can_be_wrapped_for_somebody_else(
    wrapped: OpenAI, upstream: Any, vegetarian: PreferenceMemory
) -> None:
    create(personalize(wrapped, vegetarian.user("bob")))
    assert "vegetarian" not in upstream.last.text.lower()
    create(wrapped)
    assert "vegetarian" in upstream.last.text.lower()
    bob = vegetarian.user("bob").export()["turns"]
    assert [t["role"] for t in bob] == ["user", "assistant"]


def test_other_resources_pass_untouched(wrapped: OpenAI, upstream: Any) -> None:
    wrapped.embeddings.create(model="m", input="x", encoding_format="float")
    assert upstream.last.body == {"model": "m", "input": "x", "encoding_format": "float"}


def test_each_request_can_have_its_own_user(upstream: Any, vegetarian: PreferenceMemory) -> None:
    now: list[str | None] = ["ada"]

    def whose() -> Any:
        return vegetarian.user(now[0]) if now[0] else None

    with client(upstream) as plain:
        wrapped = personalize(plain, whose)
        create(wrapped)
        assert "vegetarian" in upstream.last.text.lower()
        for someone in ("bob", None):
            now[0] = someone
            create(wrapped)
            assert "vegetarian" not in upstream.last.text.lower()


@pytest.mark.requirement("dropin:fails-open")
def test_a_memory_that_fails_does_not_fail_the_call(
    wrapped: OpenAI, upstream: Any, embedder: Any, caplog: pytest.LogCaptureFixture
) -> None:
    embedder.broken = True
    assert create(wrapped).choices[0].message.content == "Here is a plan for dinner."
    assert upstream.last.body["messages"] == ASK
    assert last_personalization() is None
    assert counts_of(wrapped)["personalize.failed"] == 1
    assert "going on without it" in caplog.text


def test_a_memory_that_is_slow_holds_the_call_no_longer_than_its_limit(
    upstream: Any, vegetarian: PreferenceMemory, embedder: Any
) -> None:
    embedder.seconds = 4.0
    with client(upstream) as plain:
        wrapped = personalize(plain, vegetarian.user("ada"), seconds=0.1)
        begun = time.monotonic()
        wrapped.chat.completions.create(model="m", messages=NEW)
        assert time.monotonic() - begun < 3
    embedder.seconds = 0
    assert upstream.last.body["messages"] == NEW
    assert counts_of(wrapped)["personalize.late"] == 1
    said = [t["content"] for t in vegetarian.user("ada").export()["turns"]]
    assert NEW[0]["content"] in said


def test_messages_that_prefmem_cannot_read_are_the_services_business(
    wrapped: OpenAI, upstream: Any
) -> None:
    odd: Any = [{"role": "oracle", "content": "x"}]
    wrapped.chat.completions.create(model="m", messages=odd)
    assert upstream.last.body["messages"] == odd


OFF = {"x-prefmem-MEMORY": "off", "X-Other": "kept"}


def ours(upstream: Any) -> list[str]:
    return [n for r in upstream.requests for n in r.headers if n.lower().startswith("x-prefmem")]


def test_a_client_can_be_steered_by_its_default_headers(
    upstream: Any, vegetarian: PreferenceMemory
) -> None:
    with client(upstream, default_headers=OFF) as plain:
        wrapped = personalize(plain, vegetarian.user("ada"))
        create(wrapped)
        assert "vegetarian" not in upstream.last.text.lower()
        assert upstream.last.headers["x-other"] == "kept"
        create(wrapped.with_options(default_headers={"X-Prefmem-Memory": "read"}))
        assert "vegetarian" in upstream.last.text.lower()
        for on in ("on", openai.omit):
            wrapped.chat.completions.create(
                model="m", messages=ASK, extra_headers={"X-Prefmem-Memory": on}
            )
            assert "vegetarian" in upstream.last.text.lower()
        assert plain.default_headers["x-prefmem-MEMORY"] == "off"
        with pytest.raises(UsageError, match="Memory"):
            create(wrapped.with_options(default_headers={"X-Prefmem-Memory": "perhaps"}))
    assert ours(upstream) == []


def test_no_header_of_ours_leaves_the_process_whatever_is_called(
    upstream: Any, vegetarian: PreferenceMemory
) -> None:
    extra: Any = {"extra_headers": {"X-Prefmem-Conversation": "private", "X-Other": "kept"}}
    with client(upstream, default_headers={"X-Prefmem-Context": "task=secret"}) as plain:
        wrapped = personalize(plain, vegetarian.user("ada"))
        calls: list[Callable[[], Any]] = [
            lambda: wrapped.embeddings.create(
                model="m", input="x", encoding_format="float", **extra
            ),
            lambda: wrapped.models.list(**extra),
            lambda: list(wrapped.models.list()),
            lambda: wrapped.models.with_raw_response.list(**extra),
            lambda: wrapped.models.delete("m", **extra),
            lambda: wrapped.completions.create(model="m", prompt="x", **extra),
            lambda: wrapped.responses.retrieve("r", **extra),
            lambda: wrapped.files.list(**extra),
            lambda: wrapped.post("/embeddings", cast_to=object, body={}, options={}),
            lambda: wrapped.get("/models", cast_to=object),
        ]
        for call in calls:
            with contextlib.suppress(openai.APIStatusError):  # few paths are scripted
                call()
    assert len(upstream.requests) >= 5
    assert ours(upstream) == []
    assert any(r.headers.get("x-other") == "kept" for r in upstream.requests)


@pytest.mark.anyio
async def test_an_async_client_keeps_our_headers_to_itself_too(
    upstream: Any, vegetarian: PreferenceMemory
) -> None:
    async with AsyncOpenAI(
        base_url=upstream.base_url, api_key="k", max_retries=0, default_headers=OFF
    ) as plain:
        wrapped = personalize(plain, vegetarian.user("ada"))
        await wrapped.chat.completions.create(model="m", messages=ASK)
        assert "vegetarian" not in upstream.last.text.lower()
        extra: Any = {"extra_headers": {"X-Prefmem-Conversation": "private"}}
        await wrapped.embeddings.create(model="m", input="x", encoding_format="float", **extra)
        assert [one async for one in wrapped.models.list(**extra)] == []
    assert len(upstream.requests) == 3
    assert ours(upstream) == []


HELLO, QUESTION = ({"role": "user", "content": c} for c in ("Hi", "What does a KeyError mean?"))
FRENCH = {"role": "user", "content": "Just for this conversation, please answer in French."}


def answered(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


@pytest.mark.requirement("life:mood")
def test_what_one_talk_wants_does_not_reach_another_that_begins_with_the_same_words(
    upstream: Any, memory: PreferenceMemory
) -> None:
    with client(upstream) as plain:
        wrapped = personalize(plain, memory.user("ada"))
        said: list[Any] = [HELLO, answered("Hello!"), FRENCH]
        wrapped.chat.completions.create(model="m", messages=said)
        other: Any = [HELLO, answered("How can I help?"), QUESTION]
        for mode in ("on", "read"):
            wrapped.chat.completions.create(
                model="m", messages=other, extra_headers={"X-Prefmem-Memory": mode}
            )
            assert "French" not in upstream.last.text
        same: Any = [*said, answered("Oui."), QUESTION]
        wrapped.chat.completions.create(model="m", messages=same)
        assert "> " in upstream.last.body["messages"][-1]["content"]
        assert "French" in upstream.last.body["messages"][-1]["content"]


@pytest.mark.requirement("life:mood")
@pytest.mark.parametrize("how", ["header", "wrapper", "service"])
def test_a_talk_that_is_named_is_known_without_its_words(
    upstream: Any, memory: PreferenceMemory, how: str
) -> None:
    with client(upstream) as plain:
        wrapped = personalize(plain, memory.user("ada"), conversation={"wrapper": "c1"}.get(how))
        extra: Any = {"extra_headers": {"X-Prefmem-Conversation": "c1"}} if how == "header" else {}
        extra |= {"conversation": "c1"} if how == "service" else {}
        for said in (FRENCH, QUESTION):
            wrapped.responses.create(model="m", input=[said], **extra)
    assert "French" in upstream.last.body["instructions"]


def test_azure_is_wrapped_as_well(upstream: Any, vegetarian: PreferenceMemory) -> None:
    address = upstream.base_url.removesuffix("/v1")
    plain = AzureOpenAI(azure_endpoint=address, api_key="k", api_version="1", max_retries=0)
    with plain:
        wrapped = personalize(plain, vegetarian.user("ada"))
        assert isinstance(wrapped, AzureOpenAI)
        create(wrapped)
        assert upstream.last.path == "/openai/deployments/m/chat/completions"
        assert "vegetarian" in upstream.last.text.lower()
        options(wrapped)
        assert "vegetarian" in upstream.last.text.lower()


def test_a_compressed_stream_is_read_along_and_handed_on(
    wrapped: OpenAI, vegetarian: PreferenceMemory
) -> None:
    import gzip

    # The client stands on `httpx2`, older ones on `httpx`.
    http: Any = sys.modules[openai.DefaultHttpxClient.__mro__[-2].__module__.partition(".")[0]]
    event = b'data: {"choices": [{"index": 0, "delta": {"content": "Soup"}}]}\n\ndata: [DONE]\n\n'

    def answer(_: Any) -> Any:
        headers = {"content-type": "text/event-stream", "content-encoding": "gzip"}
        return http.Response(200, headers=headers, content=iter([gzip.compress(event)]))

    transport = http.MockTransport(answer)
    told = wrapped.with_options(http_client=http.Client(transport=transport))
    chunks = list(told.chat.completions.create(model="m", messages=ASK, stream=True))
    assert chunks[0].choices[0].delta.content == "Soup"
    turns = vegetarian.user("ada").export()["turns"]
    assert [t["content"] for t in turns if t["role"] == "assistant"] == ["Soup"]


def test_a_sync_client_refuses_an_async_memory(upstream: Any) -> None:
    someone = AsyncPreferenceMemory.open(":memory:").user("ada")
    with client(upstream) as plain, pytest.raises(UsageError, match="PreferenceMemory"):
        personalize(plain, someone)


def test_what_is_no_users_memory_is_refused_at_once(
    upstream: Any, vegetarian: PreferenceMemory
) -> None:
    wrong: Any
    with client(upstream) as plain:
        for wrong in (vegetarian, "ada"):
            with pytest.raises(UsageError, match=r"memory\.user"):
                personalize(plain, wrong)

        async def awaited() -> Any:
            return vegetarian.user("ada")

        wrong = awaited
        with pytest.raises(UsageError, match="plain function"):
            create(personalize(plain, wrong))
        someone = AsyncPreferenceMemory.open(":memory:").user("ada")
        with pytest.raises(UsageError, match="PreferenceMemory"):
            create(personalize(plain, lambda: someone))
        wrong = "not a client"
        with pytest.raises(UsageError, match="openai"):
            personalize(wrong, vegetarian.user("ada"))


def test_a_user_who_cannot_be_in_memory_is_answered_without(
    upstream: Any, vegetarian: PreferenceMemory, caplog: pytest.LogCaptureFixture
) -> None:
    with client(upstream) as plain:
        wrapped = personalize(plain, lambda: vegetarian.user("a\x00b"))
        assert create(wrapped).choices[0].message.content == "Here is a plan for dinner."
        assert counts_of(wrapped) == {"user.failed": 1}
    assert upstream.last.body["messages"] == ASK
    assert "NUL" in caplog.text


def test_a_copy_of_a_wrapped_client_is_wrapped(wrapped: OpenAI, upstream: Any) -> None:
    for other in (copy(wrapped), wrapped.copy(timeout=9)):
        create(other)
        assert "vegetarian" in upstream.last.text.lower()
    assert repr(wrapped).startswith("<openai.OpenAI object")


def test_the_block_of_another_drop_in_is_replaced_and_no_word_of_the_user(
    wrapped: OpenAI, upstream: Any, vegetarian: PreferenceMemory
) -> None:
    asked = vegetarian.user("ada").personalize(ASK).messages
    wrapped.chat.completions.create(model="m", messages=asked)
    assert upstream.last.text.count("<prefmem>") == asked[0]["content"].count("<prefmem>") == 1
    assert "<prefmem>" not in str(vegetarian.user("ada").export()["turns"])


def test_users_at_once_do_not_see_each_other(upstream: Any, vegetarian: PreferenceMemory) -> None:
    with client(upstream) as plain:
        clients = {u: personalize(plain, vegetarian.user(u)) for u in ("ada", "bob")}
        threads = [
            threading.Thread(
                target=clients[user].chat.completions.create,
                kwargs={"model": user, "messages": ASK},
            )
            for user in ("ada", "bob") * 8
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for request in upstream.requests:
        assert ("vegetarian" in request.text.lower()) == (request.body["model"] == "ada")


@pytest.mark.anyio
async def test_the_async_client_keeps_the_same_promises(
    upstream: Any, vegetarian: PreferenceMemory
) -> None:
    async with AsyncOpenAI(base_url=upstream.base_url, api_key="k", max_retries=0) as plain:
        wrapped = personalize(plain, vegetarian.user("ada"))
        assert isinstance(wrapped, AsyncOpenAI)
        answer = await wrapped.chat.completions.create(model="m", messages=ASK)
        assert personalization_of(answer) is last_personalization() is not None
        chunks = await wrapped.chat.completions.create(model="m", messages=ASK, stream=True)
        async for _ in chunks:
            pass
        async with wrapped.chat.completions.stream(model="m", messages=ASK) as found:
            await found.get_final_completion()
        async with wrapped.chat.completions.with_streaming_response.create(
            model="m", messages=ASK
        ) as told:
            await told.read()
        await wrapped.responses.create(model="m", input=ASK)
        await wrapped.with_options(timeout=9).chat.completions.create(model="m", messages=ASK)
    assert len(upstream.requests) == 6
    assert all("vegetarian" in r.text.lower() for r in upstream.requests)
    turns = vegetarian.user("ada").export()["turns"]
    assert [t["content"] for t in turns if t["role"] == "assistant"].count(
        "Here is a plan for dinner."
    ) >= 1


@pytest.mark.anyio
async def test_the_async_client_takes_an_async_memory(
    upstream: Any, tmp_path: Any, embedder: Any
) -> None:
    async with (
        AsyncPreferenceMemory.open(tmp_path / "p.db", embedder=embedder) as memory,
        AsyncOpenAI(base_url=upstream.base_url, api_key="k", max_retries=0) as plain,
    ):
        ada = memory.user("ada")
        wrapped = personalize(plain, ada)
        said = [{"role": "user", "content": "I am vegetarian, please never suggest meat."}]
        await wrapped.chat.completions.create(model="m", messages=said)
        await asyncio.gather(
            *(wrapped.chat.completions.create(model="m", messages=ASK) for _ in range(4))
        )
        assert "vegetarian" in upstream.last.text.lower()
        assert (await ada.profile()).preferences


@pytest.mark.anyio
async def test_async_azure_is_wrapped_as_well(upstream: Any, vegetarian: PreferenceMemory) -> None:
    address = upstream.base_url.removesuffix("/v1")
    async with AsyncAzureOpenAI(
        azure_endpoint=address, api_key="k", api_version="1", max_retries=0
    ) as plain:
        await personalize(plain, vegetarian.user("ada")).chat.completions.create(
            model="m", messages=ASK
        )
    assert "vegetarian" in upstream.last.text.lower()


def test_the_signature_of_post_is_still_the_one_that_is_overridden() -> None:
    """The one place that hangs on the SDK: an upgrade that moves it fails here first."""
    for kind in (OpenAI, AsyncOpenAI):
        names = set(inspect.signature(kind.post).parameters)
        assert {"path", "body", "options", "cast_to", "stream", "stream_cls"} <= names
