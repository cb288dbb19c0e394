"""README and docs: every Python block runs, every command that is named exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_examples import CodeExample, EvalExample, find_examples
from typer.main import get_command

from prefmem.cli.app import app

ROOT = Path(__file__).parents[2]
TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLES = [one for one in find_examples(*map(str, TEXTS)) if one.prefix.startswith("py")]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_block_of_the_docs_runs_and_prints_what_it_says(
    example: CodeExample,
    eval_example: EvalExample,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    if "#>" in example.source:
        eval_example.run_print_check(example)
    else:
        eval_example.run(example)


def commands() -> set[str]:
    """Every command, those of a group as `group command`."""
    names: set[str] = set()
    for name, command in getattr(get_command(app), "commands").items():  # noqa: B009
        below = getattr(command, "commands", None)
        names |= {f"{name} {one}" for one in below} if below else {name}
    return names


def test_the_reference_of_commands_names_each_of_them() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[a-z]+", " ".join(re.findall(r"`([^`]+)`", text))))
    missing = {name for name in commands() if name.rsplit(" ", 1)[-1] not in named}
    assert not missing


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_every_command_that_the_docs_name_exists(text: Path) -> None:
    named = re.findall(r"(?:^|[`;$] ?)prefmem ([a-z]+)", text.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= {name.split(" ")[0] for name in commands()}
    options = re.findall(r"(?:^|[`;$] ?)prefmem (-\S+)", text.read_text("utf-8"), re.MULTILINE)
    assert not options, "options come behind the command"


@pytest.mark.parametrize("text", [*TEXTS, *sorted((ROOT / "docs").rglob("*.md"))], ids=str)
def test_every_link_leads_somewhere(text: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (text.parent / target).exists(), target


def test_the_index_of_decisions_names_each_of_them() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "index.md").read_text(encoding="utf-8")
    assert not [one.name for one in folder.glob("0*.md") if one.name not in index]
