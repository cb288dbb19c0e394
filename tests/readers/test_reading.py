from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.errors import UsageError
from prefmem.readers import Conversation, Fault, read
from prefmem.readers.scanning import Scanner
from prefmem.readers.values import Piece

SAID = [{"role": "user", "content": "Metric, please."}, {"role": "assistant", "content": "Noted."}]


def written(tmp_path: Path, text: str | bytes, name: str = "chat.jsonl") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    return path


def found(path: Path) -> tuple[list[Conversation], list[Fault]]:
    everything = list(read(path))
    return (
        [one for one in everything if isinstance(one, Conversation)],
        [one for one in everything if isinstance(one, Fault)],
    )


def said(conversation: Conversation) -> list[tuple[str, str]]:
    return [(m["role"], m["content"]) for m in conversation.messages]


def line(**fields: Any) -> str:
    return json.dumps(fields)


def chatgpt(**changes: Any) -> dict[str, Any]:
    def node(name: str, parent: str | None, role: str, *parts: Any, **more: Any) -> dict[str, Any]:
        content = {"content_type": more.pop("content_type", "text"), "parts": list(parts)}
        message = {
            "id": name,
            "author": {"role": role},
            "content": content,
            "create_time": more.pop("create_time", 1_780_000_000.5),
            "metadata": more,
        }
        return {"id": name, "parent": parent, "message": message}

    mapping = {
        "root": {"id": "root", "parent": None, "message": None},
        "hidden": node("hidden", "root", "system", "x", is_visually_hidden_from_conversation=True),
        "first": node("first", "hidden", "user", "Plan a trip"),
        "draft": node("draft", "first", "assistant", "An answer that was regenerated"),
        "thought": node("thought", "first", "assistant", "hm", content_type="thoughts"),
        "answer": node("answer", "thought", "assistant", "Where to?", create_time=None),
        "photo": node(
            "photo",
            "answer",
            "user",
            {"content_type": "image_asset_pointer", "asset_pointer": "file://1"},
            "Here, no flying please",
            content_type="multimodal_text",
        ),
    }
    return {
        "title": "Trip",
        "create_time": 1_780_000_000,
        "conversation_id": "g1",
        "current_node": "photo",
        "mapping": mapping,
        **changes,
    }


CLAUDE = {
    "uuid": "c1",
    "name": "Trip",
    "created_at": "2026-05-04T09:00:00Z",
    "chat_messages": [
        {
            "uuid": "m1",
            "sender": "human",
            "text": "Read this",
            "content": [{"type": "text", "text": "Read this"}],
            "created_at": "2026-05-04T09:00:00.123456Z",
            "attachments": [{"file_name": "mail.txt", "extracted_content": "Always use caps."}],
        },
        {
            "uuid": "m2",
            "sender": "assistant",
            "text": "",
            "content": [{"type": "thinking", "thinking": "…"}, {"type": "text", "text": "Done."}],
            "created_at": "2026-05-04T09:01:00Z",
        },
    ],
}
SHAREGPT = {
    "id": "s1",
    "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}],
}


def test_messages_on_lines_gather_into_their_conversations_in_order(tmp_path: Path) -> None:
    text = "\n".join(
        [
            line(conversation="a", id="1", role="user", content="one", at="2026-05-04T09:00:00Z"),
            line(conversation="b", role="user", content="two"),
            line(conversation="a", role="assistant", content="three"),
        ]
    )
    conversations, faults = found(written(tmp_path, text))
    assert not faults
    assert [(c.id, said(c)) for c in conversations] == [
        ("a", [("user", "one"), ("assistant", "three")]),
        ("b", [("user", "two")]),
    ]
    assert conversations[0].messages[0]["id"] == "1"
    assert conversations[0].began == datetime(2026, 5, 4, 9, tzinfo=UTC)


def test_chatgpt_s_tree_gives_the_path_that_was_shown(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps([chatgpt()]), "conversations.json")
    (trip,), faults = found(path)
    assert not faults
    assert (trip.id, trip.title, trip.format) == ("g1", "Trip", "ChatGPT")
    assert said(trip) == [
        ("user", "Plan a trip"),
        ("assistant", "Where to?"),
        ("user", "Here, no flying please"),
    ]
    assert all(m["at"].tzinfo for m in trip.messages)


def test_chatgpt_s_tree_without_a_current_node_ends_at_the_newest(tmp_path: Path) -> None:
    tree = chatgpt(current_node=None)
    tree["mapping"]["draft"]["message"]["create_time"] = 1_790_000_000
    (trip,), _ = found(written(tmp_path, json.dumps([tree])))
    assert said(trip)[-1] == ("assistant", "An answer that was regenerated")


def test_a_tree_that_bites_its_tail_ends(tmp_path: Path) -> None:
    tree = chatgpt()
    tree["mapping"]["root"]["parent"] = "photo"
    (trip,), _ = found(written(tmp_path, json.dumps([tree])))
    assert len(trip.messages) == 3


def test_claude_s_export_gives_what_was_typed_and_not_what_was_attached(tmp_path: Path) -> None:
    (trip,), faults = found(written(tmp_path, json.dumps([CLAUDE])))
    assert not faults
    assert (trip.id, trip.format) == ("c1", "Claude")
    assert said(trip) == [("user", "Read this"), ("assistant", "Done.")]
    assert trip.messages[0]["at"].microsecond == 123456


@pytest.mark.parametrize("layout", ["lines", "array", "one"])
def test_sharegpt_is_read_as_lines_as_an_array_and_alone(tmp_path: Path, layout: str) -> None:
    text = {
        "lines": json.dumps(SHAREGPT) + "\n" + json.dumps({**SHAREGPT, "id": "s2"}),
        "array": json.dumps([SHAREGPT, {**SHAREGPT, "id": "s2"}], indent=2),
        "one": json.dumps(SHAREGPT, indent=2),
    }[layout]
    conversations, faults = found(written(tmp_path, text))
    assert not faults
    assert [c.id for c in conversations] == (["s1"] if layout == "one" else ["s1", "s2"])
    assert said(conversations[0]) == [("user", "Hi"), ("assistant", "Hello")]


def test_conversations_without_an_id_get_one_that_survives_a_longer_export(tmp_path: Path) -> None:
    short = written(tmp_path, json.dumps([{"messages": SAID}]), "short.json")
    longer = [{"messages": [{"role": "user", "content": "New"}]}, {"messages": [*SAID, *SAID]}]
    grown = written(tmp_path, json.dumps(longer), "grown.json")
    (first,), _ = found(short)
    (_, again), _ = found(grown)
    assert first.id == again.id


def test_two_conversations_that_begin_alike_stay_two(tmp_path: Path) -> None:
    conversations, _ = found(written(tmp_path, json.dumps([{"messages": SAID}] * 2)))
    assert len({c.id for c in conversations}) == 2


def test_a_list_of_messages_is_one_conversation_named_by_its_file(tmp_path: Path) -> None:
    (only,), _ = found(written(tmp_path, json.dumps(SAID), "today.json"))
    assert only.id == "today"
    assert len(only.messages) == 2


def test_forms_may_be_mixed_in_one_file(tmp_path: Path) -> None:
    mixed = [chatgpt(), CLAUDE, SHAREGPT, {"messages": SAID}]
    conversations, faults = found(written(tmp_path, json.dumps(mixed)))
    assert not faults
    assert [c.format for c in conversations] == ["ChatGPT", "Claude", "ShareGPT", "messages"]


def test_a_cut_off_array_keeps_what_is_whole_and_names_the_line(tmp_path: Path) -> None:
    text = json.dumps([CLAUDE, SHAREGPT], indent=1)
    cut = text[: text.index('"Hello"')]
    conversations, faults = found(written(tmp_path, cut))
    assert [c.id for c in conversations] == ["c1"]
    start = text[: text.index('"s1"')].count("\n")
    assert faults[0].line == start
    assert "cut off" in str(faults[0])


def test_a_cut_off_line_costs_only_itself(tmp_path: Path) -> None:
    good = line(conversation="a", role="user", content="one")
    conversations, faults = found(written(tmp_path, f'{good}\n{{"role": "us\n{good}\n{good[:20]}'))
    assert len(conversations[0].messages) == 2
    assert [fault.line for fault in faults] == [2, 4]


def test_a_broken_element_costs_only_itself(tmp_path: Path) -> None:
    text = f'[{json.dumps(SHAREGPT)},\n{{"conversations": [tru, {{}}]}},\n{json.dumps(CLAUDE)}]'
    conversations, faults = found(written(tmp_path, text))
    assert [c.id for c in conversations] == ["s1", "c1"]
    assert [fault.line for fault in faults] == [2]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line(role="wizard", content="hm"), "role 'wizard'"),
        (line(role="user", content=7), "content is of type int"),
        (line(role="user", content="a\x00b"), "NUL"),
        ('{"role": "user", "content": "\\ud83d"}', "lone surrogate"),
        (line(role="user", content="x" * 1_000_001), "at most 1,000,000"),
        (line(role="user", content="x", at="2026-05-04T09:00:00"), "has no zone"),
        (line(role="user", content="x", at="yesterday"), "not a time"),
        (line(role="user", content="x", at=1e300), "not a time"),
        (line(foo=1), "keys: foo"),
        ("7", "a number is no conversation"),
        ("null", "null is no conversation"),
        ("true", "true is no conversation"),
        ('"hello"', "text is no conversation"),
        ('{"a":' * 100_000, "cannot be read"),
    ],
)
def test_a_bad_message_is_named_by_its_line_and_the_rest_is_kept(
    tmp_path: Path, bad: str, reason: str
) -> None:
    good = line(role="user", content="fine")
    conversations, faults = found(written(tmp_path, f"{good}\n{bad}\n{good}\n"))
    assert [len(c.messages) for c in conversations] == [2]
    assert faults[0].line == 2
    assert reason in str(faults[0])


def test_bytes_that_are_not_utf8_are_named_by_their_line(tmp_path: Path) -> None:
    good = line(role="user", content="fine").encode()
    path = written(tmp_path, good + b'\n{"role": "user", "content": "caf\xe9"}\n')
    conversations, faults = found(path)
    assert len(conversations[0].messages) == 1
    assert faults[0].line == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_as_windows_writes_them_are_read(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, line(role="user", content="Grüße").encode(encoding))
    (only,), faults = found(path)
    assert not faults
    assert said(only) == [("user", "Grüße")]


def test_image_parts_are_left_out_and_text_parts_count(tmp_path: Path) -> None:
    parts = [{"type": "image_url", "image_url": {"url": "…"}}, {"type": "text", "text": "this one"}]
    (only,), _ = found(written(tmp_path, line(role="user", content=parts)))
    assert said(only) == [("user", "this one")]


def test_a_zip_is_read_by_its_conversations_file(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("user.json", '{"email": "a@example.org"}')
        archive.writestr("data/conversations.json", json.dumps([CLAUDE]))
    (only,), faults = found(path)
    assert not faults
    assert (only.id, only.file) == ("c1", "data/conversations.json")


def test_an_unpacked_folder_is_read_too(tmp_path: Path) -> None:
    written(tmp_path, json.dumps([CLAUDE]), "conversations.json")
    written(tmp_path, "{}", "user.json")
    (only,), _ = found(tmp_path)
    assert only.id == "c1"


@pytest.mark.parametrize("packed", [True, False])
def test_all_files_are_read_of_what_is_no_products_export(tmp_path: Path, packed: bool) -> None:
    folder = tmp_path / "chats"
    folder.mkdir()
    for name, words in (("a.jsonl", "I love jazz."), ("b.json", "I love tea.")):
        said = [{"role": "user", "content": words}]
        (folder / name).write_text(json.dumps(said), encoding="utf-8")
    path = Path(shutil.make_archive(str(tmp_path / "z"), "zip", folder)) if packed else folder
    found = [one for one in read(path) if isinstance(one, Conversation)]
    assert {one.messages[0]["content"] for one in found} == {"I love jazz.", "I love tea."}


def test_messages_of_one_id_and_other_words_are_all_kept(tmp_path: Path) -> None:
    said = ["I love jazz.", "I hate tea.", "I love jazz."]
    lines = [json.dumps({"id": "c1", "role": "user", "content": one}) for one in said]
    (found,) = read(written(tmp_path, "\n".join(lines).encode(), "chat.jsonl"))
    assert isinstance(found, Conversation)
    assert [one["content"] for one in found.messages] == said
    assert [one.get("id") for one in found.messages] == ["c1", None, "c1"]


def test_a_damaged_zip_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a complete zip"):
        list(read(written(tmp_path, b"PK\x03\x04nothing", "export.zip")))


@pytest.mark.parametrize(
    ("place", "byte", "reason"),
    [
        ("flags", 1, "cannot be unpacked .*encrypted"),
        ("method", 97, "cannot be unpacked .*compression"),
        ("data", 255, "is damaged"),
    ],
)
def test_a_zip_that_cannot_be_unpacked_is_named(
    tmp_path: Path, place: str, byte: int, reason: str
) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", json.dumps([CLAUDE]))
    data = bytearray(path.read_bytes())
    listed = data.find(b"PK\x01\x02")
    changed = {"flags": (6, listed + 8), "method": (8, listed + 10), "data": (50, 51, 60)}
    for at in changed[place]:
        data[at] = byte
    path.write_bytes(data)
    with pytest.raises(UsageError, match=reason):
        list(read(path))


def test_a_text_of_two_bytes_a_character_that_is_cut_off_is_named(tmp_path: Path) -> None:
    text = json.dumps([CLAUDE]).encode("utf-16")[:-1]
    with pytest.raises(UsageError, match="is damaged"):
        list(read(written(tmp_path, text, "export.json")))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file"):
        list(read(tmp_path / "gone.json"))


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    assert [fault.reason for fault in found(written(tmp_path, " \n"))[1]] == ["the file is empty"]


def test_our_own_export_is_pointed_to_import(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="prefmem import"):
        list(read(written(tmp_path, line(schema="prefmem.export", version=1))))


def talk(k: int, *, form: int = 0) -> dict[str, Any]:
    """A conversation with an id of its own, in one of the forms, that speaks of JSON."""
    said = f'Tea {k}, {{"brackets": [1, "two"]}}, }} and ]'
    if form == 1:
        return {**CLAUDE, "uuid": f"c{k}", "name": said}
    if form == 2:
        return {"id": f"c{k}", "conversations": [{"from": "human", "value": said}]}
    return {"id": f"c{k}", "title": said, "messages": [{"role": "user", "content": said}, *SAID]}


@pytest.mark.parametrize("between", [", ", ",", ",\n"])
@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ('"user"', '"user'),
        ('"user"', 'user"'),
        ('"Noted."', '"Noted.'),
        ('"Noted."', '"No "ted"."'),
        ('"Noted."}]}', '"Noted."}]'),
        ('"Noted."}]}', '"Noted."}}'),
        ('"Noted."}]}', '"Noted."}'),
        ('"Noted."}]}', '"Noted."'),
        ('"Noted."}]}', '"Noted.'),
        ('"messages": [', '"messages": '),
        ('"messages": [', '"messages" ['),
        ('"messages": [', '"messages": [,'),
        ('{"id": "c1", ', '"id": "c1", '),
        ('{"id": "c1", ', ""),
        ('{"id": "c1", ', '{id: "c1", '),
        ('"messages": [', '"messages": [tru'),
    ],
)
def test_a_slip_costs_one_conversation_and_is_told(
    tmp_path: Path, whole: str, broken: str, between: str
) -> None:
    texts = [json.dumps(talk(k)) for k in range(5)]
    texts[1] = texts[1].replace(whole, broken, 1)
    conversations, faults = found(written(tmp_path, f"[{between.join(texts)}]", "chat.json"))
    assert [c.id for c in conversations] == ["c0", "c2", "c3", "c4"]
    [fault] = faults
    assert fault.line == 1 + between.count("\n")
    assert "cut off" not in fault.reason
    assert "characters are left out" in fault.reason


@given(
    forms=st.lists(st.integers(0, 2), min_size=2, max_size=5),
    indent=st.sampled_from([None, 0, 2]),
    between=st.sampled_from([", ", ",\n"]),
    slip=st.sampled_from(["", '"', "{", "}", "[", "]", ",", "cut", "beheaded"]),
    place=st.floats(0, 1, exclude_max=True),
    data=st.data(),
)
def test_whatever_slips_in_one_element_the_others_are_read(
    forms: list[int], indent: int | None, between: str, slip: str, place: float, data: Any
) -> None:
    texts = [json.dumps(talk(k, form=form), indent=indent) for k, form in enumerate(forms)]
    which: int = data.draw(st.integers(0, len(texts) - 1))
    text = texts[which]
    at = 1 + int(place * (len(text) - 1))
    rest = {"cut": "", "beheaded": text[at:]}.get(slip, slip + text[at + (not slip) :])
    texts[which] = rest if slip == "beheaded" else text[:at] + rest
    pieces = list(Scanner(f"[{between.join(texts)}]").pieces())
    read = [p.value for p in pieces if isinstance(p, Piece)]
    assert all(talk(k, form=form) in read for k, form in enumerate(forms) if k != which)
    assert talk(which, form=forms[which]) in read or len(pieces) >= len(texts)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("begin", "again", "end"),
    [
        ('[{"messages": [{"role": "user", "content": "', '{\\"k\\": [\\"v\\"]}, ', ""),
        ('[{"messages": [{"role": "user", "content": "', '{\\"k\\": [\\"v\\"]}, ', "\\"),
        (
            '{"messages": [',
            '{"role": "user", "content": "Tea, please, and some cake with it."}, ',
            "",
        ),
        ("[", '{"messages": [{"role": "user", "content": "Tea, please, and some cake."},\n', ""),
        ("[", '{"messages": [{"role": "user", "content": "Tea, please, and some cake."}]},', ""),
    ],
)
def test_the_time_for_a_long_file_that_is_cut_off_grows_with_its_length(
    begin: str, again: str, end: str
) -> None:
    text = begin + again * (4_000_000 // len(again)) + end
    faults = [p for p in Scanner(text).pieces() if not isinstance(p, Piece)]
    assert faults


@given(values=st.lists(st.dictionaries(st.text(), st.text() | st.integers()), max_size=5))
def test_the_scanner_finds_every_value_of_lines_and_of_an_array(values: list[Any]) -> None:
    expected = values
    for text in ("\n".join(json.dumps(v) for v in values), json.dumps(values, indent=1)):
        pieces = list(Scanner(text).pieces())
        assert [p.value for p in pieces if isinstance(p, Piece)] == expected
        assert len(pieces) == len(expected)


@given(text=st.text(alphabet='[]{}",:\\ \n12tn', max_size=60))
def test_the_scanner_ends_on_any_text(text: str) -> None:
    for piece in Scanner(text).pieces():
        assert 1 <= (piece.line if isinstance(piece, Piece) else piece[0]) <= text.count("\n") + 1


def test_a_stray_bracket_in_a_list_is_passed_over() -> None:
    pieces = list(Scanner("[1, }, 2]").pieces())
    assert [p.value for p in pieces if isinstance(p, Piece)] == [1, 2]


@pytest.mark.parametrize("odd", [None, 7, "hello", [], True])
@pytest.mark.parametrize("key", ["chat_messages", "messages"])
def test_what_is_no_message_costs_only_itself(tmp_path: Path, key: str, odd: object) -> None:
    typed = {"sender": "human", "role": "user", "text": "I love tea."}
    path = written(tmp_path, json.dumps([{"uuid": "a", "name": "x", key: [odd, typed]}]))
    conversations, faults = found(path)
    assert [said(one) for one in conversations] == [[("user", "I love tea.")]]
    assert ["and no message" in one.reason for one in faults] == [True]
