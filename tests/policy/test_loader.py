from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from prefmem.errors import PolicyError
from prefmem.policy import load, loader
from prefmem.policy.tier import Situation

HEAD = "version: 1\npolicy: house\nrevision: a\nlayer: organisation\n"
UNDER = HEAD + "under: default\n"


def write(folder: Path, text: str, name: str = "house.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def refused(folder: Path, text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load(write(folder, text))
    return str(caught.value)


@pytest.mark.requirement("errors:remedy")
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("just text\n", 1, "mapping"),
        ("- a\n- b\n", 1, "mapping"),
        ("version: 1\npolicy: [\n", 3, "not valid YAML"),
        ("version: 2\npolicy: a\nrevision: b\n", 1, "version"),
        ("version: 1\nrevision: b\n", 1, "policy"),
        (UNDER + "rulez: {}\n", 6, "unknown key 'rulez'"),
        (UNDER + "version: 1\n", 6, "stands twice"),
        (UNDER + "retention: {audit_days: many}\n", 6, "audit_days"),
        (UNDER + "retention: {audit_days: 400}\n", 6, "more than the 365"),
        (UNDER + "roles: &a {}\nrules: *a\n", 6, "anchor"),
        (UNDER + "roles: !!python/object:os.system {}\n", 6, "tag"),
        (UNDER + "requests:\n  dance: {says: a dance}\n", 7, "no kind of request 'dance'"),
        (UNDER + "behaviours:\n  fact.claims: {tier: safeguarded, channels: [stated], "
         "safeguards: [disclose]}\n", 7, "would widen it"),
        (UNDER + "behaviours:\n  taste.smell: {tier: personalizable, channels: [stated]}\n",
         7, "unknown to the layer above"),
        (UNDER + "behaviours:\n  style.tone: {tier: personalizable, channels: [observed]}\n",
         7, "observed"),
        (UNDER + "behaviours:\n  style.tone: {tier: safeguarded, channels: [stated]}\n",
         7, "safeguarded by nothing"),
        (UNDER + "behaviours:\n  style.tone: {tier: universal}\n", 7, "has no test"),
        (UNDER + "sensitivities:\n  biometrics: {says: b, stored: consent}\n", 7, "wider"),
        (UNDER + "safeguards:\n  disclose: {say: Say nothing.}\n", 7, "worded in the layer above"),
        (UNDER + "rules:\n  a: {effect: permit, behaviours: [fact.claims], because: b}\n",
         7, "may only restrict"),
        (UNDER + "rules:\n  a: {effect: permit_with, behaviours: [style.tone], because: b}\n",
         7, "names safeguards"),
        (UNDER + "rules:\n  a: {effect: forbid, behaviours: [style.smell], because: b}\n",
         7, "matches no behaviour"),
        (UNDER + "rules:\n  a: {effect: forbid, behaviours: [fact.claims], because: b}\n",
         7, "can never decide"),
        (UNDER + "rules:\n  a: {effect: forbid, behaviours: [taste.food], because: b, "
         "requests: [factual_question]}\n", 7, "can never decide"),
        (UNDER + "rules:\n  a: {effect: forbid, behaviours: [style.tone], because: b, "
         "requests: [dancing]}\n", 7, "no kind of request 'dancing'"),
        (UNDER + "behaviours:\n  constraint.practical: {tier: personalizable, "
         "channels: [observed]}\n", 7, "would be learnt from observed"),
        (UNDER + "behaviours:\n  style.tone: {tier: personalizable, channels: []}\n",
         7, "has no channels"),
        (UNDER + "behaviours:\n  style.tone: {tier: personalizable, channels: [stated], "
         "safeguards: [disclose]}\n", 7, "make its tier 'safeguarded'"),
        (UNDER + "behaviours:\n  style.tone: {tier: personalizable, channels: [stated], "
         "sensitivity: gossip}\n", 7, "no sensitivity 'gossip'"),
        *(
            (UNDER + f"requests:\n  {kind}: {{says: s, {more}}}\n", 7, words)
            for kind, more, words in (
                ("crisis", "tier: personalizable", "in the layer above"),
                ("small_talk", "tier: safeguarded", "safeguarded by nothing"),
                ("small_talk", "keep: [taste.food]", "does not raise safety"),
                ("recall", "keep: [constraint.health]", "cannot keep"),
                ("recall", "keep: [constraint.health], fixed: [constraint.health]", "choose one"),
            )
        ),
        (UNDER + "roles: !!binary aGk=\n", 6, "is not read"),
        (UNDER + "roles: " + "{a: " * 14 + "1" + "}" * 14 + "\n", 6, "nested deeper"),
        (UNDER + "exploration: {suggest: 0.1}\n", 6, "safeguard"),
        (UNDER + "exploration: {suggest: 0.1, safeguard: beyond_profile}\n", 6, "cannot shrink"),
        *(
            (UNDER + "rules:\n  a: {effect: forbid, behaviours: [style.tone], because: b, "
             f"{condition}: []}}\n", 7, condition)
            for condition in ("requests", "audience", "roles", "channels")
        ),
        *(
            (UNDER + "exploration: {suggest: 0.2, free: 1.0, safeguard: beyond_profile, "
             f"behaviours: ['taste.*', '{constraint}']}}\n", 6, "constraints always hold")
            for constraint in ("constraint.*", "constraint.health", "constraint.practical")
        ),
        (UNDER + "tests:\n  - {request: hi}\n", 7, "expects nothing"),
        (UNDER + "tests:\n  - {expect: {style.tone: soft}}\n", 7, "needs a 'request'"),
        (UNDER + "tests:\n  - {request: hi, expect: {style.smell: soft}}\n", 7, "no behaviour"),
        (UNDER + "tests:\n  - {request: hi, safeguards: [none]}\n", 7, "no safeguard 'none'"),
        (UNDER + "tests:\n  - {request: hi, kinds: [dance]}\n", 7, "no kind of request"),
        (UNDER + "tests:\n  - {request: hi, role: tutr, tier: universal}\n", 7, "no role 'tutr'"),
        (UNDER + "rules:\n  a: {effect: forbid, behaviours: [], because: b}\n",
         7, "at least 1 item after validation, not 0;"),
        (UNDER.replace("organisation", "law"), 1, ""),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line_and_a_remedy(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    if not words:  # a law may stand under the default, which is one too
        assert load(write(tmp_path, text)).layer == "law"
        return
    message = refused(tmp_path, text)
    assert f"house.yaml:{line}:" in message
    assert words in message


def test_layers_that_stand_in_a_circle_are_refused(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "under: b.yaml\n", "a.yaml")
    write(tmp_path, HEAD + "under: a.yaml\n", "b.yaml")
    with pytest.raises(PolicyError) as caught:
        load(tmp_path / "a.yaml")
    assert re.search(r"b\.yaml:5: layers form a cycle \(a\.yaml -> b\.yaml -> a", str(caught.value))
    assert "UTF-8" not in str(caught.value)


def test_a_layer_that_is_not_there_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    message = refused(tmp_path, HEAD + "under: nowhere.yaml\n")
    assert "house.yaml:5: no file 'nowhere.yaml'" in message


def test_layers_stand_in_a_pile_of_bounded_height(tmp_path: Path) -> None:
    write(tmp_path, UNDER, "layer0.yaml")
    for n in range(1, 1_200):
        write(tmp_path, HEAD + f"under: layer{n - 1}.yaml\n", f"layer{n}.yaml")
    assert load(tmp_path / "layer20.yaml").revision.count("house@a") == 21
    with pytest.raises(PolicyError, match="more than 32 layers"):
        load(tmp_path / "layer1199.yaml")


def test_a_file_that_is_too_large_is_not_said_to_be_something_else(tmp_path: Path) -> None:
    message = refused(tmp_path, UNDER + "# " + "x" * 2_000_000)
    assert "larger than a policy can be" in message
    assert "UTF-8" not in message


def test_a_name_with_marks_that_turn_text_around_is_not_shown_as_it_is(tmp_path: Path) -> None:
    rule = '  "\u202e": {effect: forbid, behaviours: [style.tone], because: b}\n'
    assert "\u202e" not in refused(tmp_path, UNDER + "rules:\n" + rule)


def test_a_higher_layer_cannot_stand_under_a_lower_one(tmp_path: Path) -> None:
    write(tmp_path, UNDER.replace("organisation", "user"), "user.yaml")
    write(tmp_path, HEAD + "under: user.yaml\n", "org.yaml")
    with pytest.raises(PolicyError, match="law > organisation > role > user"):
        load(tmp_path / "org.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n"
            for i in range(9)
        ),
        "a: " + "[" * 100_000,
        "a: " + "{b: " * 5_000,
        "\n".join("  " * depth + "a:" for depth in range(5_000)),
        "- " * 50_000,
        UNDER + "rules:\n" + "".join(
            f"  r{i}: {{effect: forbid, behaviours: [style.tone], because: b}}\n"
            for i in range(1_000_000)
        ),
        UNDER + "rules:\n" + "".join(
            f"  r{i}: {{effect: forbid, behaviours: [style.tone], because: b}}\n"
            for i in range(2_100)
        ),
        "\x00", "%YAML 9.9\n---\na", "? [a]: b",
    ],
    ids=[
        "exploding anchors", "deep lists", "deep mappings", "deep blocks", "deep dashes",
        "a million rules", "two thousand rules", "nul", "a later YAML", "a list as a key",
    ],
)  # fmt: skip
def test_a_file_made_to_hurt_is_refused_and_soon(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    begun = time.process_time()
    with pytest.raises(PolicyError):
        load(path)
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80abc"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(content)
    with pytest.raises(PolicyError, match="UTF-8"):
        load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"none\.yaml: cannot be read"):
        load(tmp_path / "none.yaml")
    with pytest.raises(PolicyError):
        load(tmp_path)


def test_an_organisation_restricts_and_the_rest_stays(tmp_path: Path) -> None:
    text = UNDER + (
        "rules:\n"
        "  plain: {effect: forbid, behaviours: [style.tone], because: one voice for all}\n"
        "  told: {effect: permit_with, behaviours: [taste.food], safeguards: [disclose],"
        " because: we say so}\n"
    )
    policy, base = load(write(tmp_path, text)), load()
    here = Situation(kinds=frozenset({"recommendation"}))
    assert not policy.ruling("style.tone", "stated", here).permitted
    assert policy.ruling("style.tone", "stated", here).reason == "one voice for all"
    assert policy.ruling("taste.food", "stated", here).safeguards == ("disclose",)
    assert policy.ruling("taste.food", "stated", here).permitted
    for name in set(base.behaviours) - {"style.tone", "taste.food"}:
        assert policy.ruling(name, "stated", here) == base.ruling(name, "stated", here)
    assert policy.revision.startswith(base.revision)
    assert policy.digest != base.digest


def test_a_lower_layer_may_ask_for_consent_always_and_not_undo_it(tmp_path: Path) -> None:
    strict = load(write(tmp_path, UNDER + "consent: always\n", "strict.yaml"))
    assert strict.strict
    assert not load().strict
    write(tmp_path, UNDER.replace("under: default", "under: strict.yaml"), "below.yaml")
    assert load(tmp_path / "below.yaml").strict
    text = UNDER.replace("under: default", "under: strict.yaml") + "consent: by_class\n"
    assert "is wider" in refused(tmp_path, text)


@pytest.mark.requirement("policy:lower-never-widens")
@pytest.mark.parametrize(
    "part",
    [
        "rules:\n  a: {effect: forbid, behaviours: [taste.food], because: b}\n",
        "roles:\n  coach: {restrict: [style.tone]}\n",
    ],
)
def test_a_lower_layer_takes_the_place_of_no_rule_above(tmp_path: Path, part: str) -> None:
    write(tmp_path, UNDER + part)
    below = UNDER.replace("under: default", "under: house.yaml")
    other = part.replace("forbid", "permit_with").replace(
        "because", "safeguards: [disclose], because"
    )
    other = other.replace("style.tone", "style.units")
    write(tmp_path, below + other, "below.yaml")
    with pytest.raises(PolicyError, match=r"below\.yaml:2: a layer above has a rule 'house\."):
        load(tmp_path / "below.yaml")
    renamed = below.replace("policy: house", "policy: below")
    write(
        tmp_path,
        renamed
        + other.replace("permit_with", "forbid")
        .replace("safeguards: [disclose], ", "")
        .replace("[taste.food]", "[taste.media]"),
        "below.yaml",
    )
    coach = Situation(kinds=frozenset({"planning"}), role="coach")
    name = "taste.food" if "taste" in part else "style.tone"
    assert not load(tmp_path / "below.yaml").ruling(name, "stated", coach).permitted


def test_what_a_layer_leaves_unsaid_is_as_above_and_universal_takes_any_channel(
    tmp_path: Path,
) -> None:
    text = UNDER + (
        "requests:\n  crisis: {says: an emergency, fixed: [style.tone]}\n"
        "behaviours:\n  constraint.practical: {tier: universal, channels: [observed]}\n"
        "tests:\n  - {preference: {behaviour: constraint.practical, text: x}, "
        "expect: {constraint.practical: refused}}\n"
    )
    house = load(write(tmp_path, text))
    assert house.kinds["crisis"].tier == load().kinds["crisis"].tier
    assert house.tier("constraint.practical") == "universal"


@pytest.mark.requirement("policy:lower-never-widens")
def test_what_is_sensitive_stays_in_its_class(tmp_path: Path) -> None:
    write(tmp_path, UNDER + "sensitivities:\n  health: {says: health, stored: never}\n", "top.yaml")
    text = UNDER.replace("under: default", "under: top.yaml").replace("house", "team") + (
        "sensitivities:\n  wellbeing: {says: wellbeing, stored: outright}\n"
        "behaviours:\n  constraint.health: {tier: safeguarded, safeguards: [disclose], "
        "channels: [stated], sensitivity: wellbeing}\n"
        "tests:\n  - {preference: {behaviour: constraint.health, text: x}, "
        "expect: {constraint.health: refused}}\n"
    )
    assert "is of the class 'health' in the layer above" in refused(tmp_path, text)
    same = text.replace("sensitivity: wellbeing", "sensitivity: health")
    load(write(tmp_path, same, "same.yaml"))


def test_constraints_are_never_left_out_for_the_sake_of_variety(tmp_path: Path) -> None:
    text = UNDER + (
        "exploration: {suggest: 0.2, free: 1.0, behaviours: ['*'], safeguard: beyond_profile}\n"
    )
    explored = load(write(tmp_path, text)).exploration.behaviours
    assert {"taste.food", "topic.interest"} <= explored
    assert not {"constraint.health", "constraint.faith", "constraint.practical"} & explored


def test_an_unchanged_file_is_compiled_once(tmp_path: Path) -> None:
    path = write(tmp_path, UNDER)
    assert load(path) is load(path)
    assert load() is load("default")


def test_a_changed_file_is_seen(tmp_path: Path) -> None:
    first = load(write(tmp_path, UNDER))
    second = load(write(tmp_path, UNDER.replace("revision: a", "revision: b")))
    assert first.revision != second.revision


def test_a_policy_of_ones_own_needs_no_layer_above(tmp_path: Path) -> None:
    text = HEAD.replace("organisation", "law") + (
        "behaviours:\n  style.tone: {tier: personalizable, channels: [stated]}\n"
        "tests:\n"
        "  - {preference: {behaviour: style.tone, text: dry}, expect: {style.tone: stored}}\n"
    )
    policy = load(write(tmp_path, text))
    assert policy.tier("style.tone") == "personalizable"
    assert policy.tier("style.verbosity") == "universal"


@pytest.mark.requirement("policy:lower-never-widens")
@pytest.mark.parametrize("layer", ["layer: organisation\n", "layer: role\n", "layer: user\n", ""])
def test_a_layer_that_names_none_above_itself_is_no_policy(tmp_path: Path, layer: str) -> None:
    text = HEAD.replace("layer: organisation\n", layer) + (
        "behaviours:\n  fact.claims: {tier: personalizable, channels: [stated]}\n"
        "tests:\n"
        "  - {preference: {behaviour: fact.claims, text: x}, expect: {fact.claims: withheld}}\n"
    )
    message = refused(tmp_path, text)
    assert message.startswith(f"{tmp_path}/house.yaml:{4 if layer else 1}: nothing stands above")
    assert "write 'under: default'" in message


def test_the_default_names_every_behaviour_of_the_vocabulary() -> None:
    policy = loader.load()
    count = {tier: 0 for tier in ("personalizable", "safeguarded", "universal")}
    for behaviour in policy.behaviours.values():
        count[behaviour.tier] += 1
    assert count == {"personalizable": 19, "safeguarded": 8, "universal": 8}
