"""The demo on the screen: who is held how, and what a request gets of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from prefmem.cli import prompts, tables
from prefmem.cli.plain import lines, words
from prefmem.cli.samples import Person, Sample
from prefmem.types import Personalization, Preference, Profile, Withheld

STATEMENT = 76
"""Characters of a statement that the demo shows; `prefmem profile` shows all of it."""
QUOTE = 64
OUT = 3
"""Preferences that stay out and are named at most."""
INSET = (0, 0, 0, 2)
"""Two columns in from the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One request of the demo: both prompts and, where a model was asked, both answers."""

    sample: Sample
    reply: Personalization
    without: str | None = None
    with_profile: str | None = None


def heading(text: Text) -> Rule:
    """A line that begins a part."""
    return Rule(text, align="left", style="dim")


def portrait(person: Person, profile: Profile) -> RenderableType:
    """What is held of somebody, a line each, beside the words that it stands on."""
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(ratio=6)
    grid.add_column(ratio=5)
    grid.add_column(no_wrap=True)
    for one in sorted(profile.preferences, key=tables.order):
        first = one.evidence[0]
        said = f"“{words(first.quote, QUOTE)}”"
        grid.add_row(_held(one), Text(said, style="dim"), Text(f"{first.at:%d %b}", style="dim"))
    title = Text.assemble((person.id, "bold"), (f", {person.who}", "dim"))
    return Group(heading(title), Padding(grid, INSET), Text(""))


def scene(number: int, shown: Shown, *, whole: bool) -> RenderableType:
    """A request: what goes into its prompt, what stays out, and why.

    Args:
        number: Its number in the demo.
        shown: The request and what came of it.
        whole: Show both prompts, word for word.
    """
    sample, reply = shown.sample, shown.reply
    title = Text.assemble((f"{number}  {sample.kind}", "bold"), (f"   {sample.person} asks", "dim"))
    parts: list[RenderableType] = [heading(title)]
    if whole:
        plain: Sequence[Mapping[str, Any]] = [{"role": "user", "content": sample.text}]
        parts.append(
            _sides(
                prompts.prompt_panel("the prompt without prefmem", plain),
                prompts.prompt_panel("with prefmem", reply.messages),
            )
        )
    else:
        parts.append(Padding(Text(lines(sample.text), style="bold cyan"), INSET))
    parts.append(Padding(_in_and_out(reply), INSET))
    if shown.without is not None and shown.with_profile is not None:
        parts.append(
            _sides(_said("without prefmem", shown.without), _said("with", shown.with_profile))
        )
    return Group(*parts, Text(""))


def _held(preference: Preference) -> Text:
    settled = preference.status == "active"
    text = Text(words(preference.statement, STATEMENT), style="" if settled else "dim")
    marks = [] if settled else [preference.status]
    marks += preference.context.factors().values()
    if marks:
        text.append(f"  [{', '.join(marks)}]", style="dim italic")
    return text


def _in_and_out(reply: Personalization) -> RenderableType:
    """What is added and what is not, a line each, with the reason."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=6)
    grid.add_column(ratio=5)
    for one in reply.applied:
        why = "the answer must meet it" if one.force == "binding" else "may colour the answer"
        grid.add_row(Text("✓", style="green"), _named(one.preference), Text(why, style="dim"))
    for name in reply.decision.safeguards if reply.applied else ():
        grid.add_row(Text("!", style="yellow"), f"with a safeguard: {name.replace('_', ' ')}")
    out = _telling(reply.withheld)
    for one in out:
        why = words(one.reason, 80)
        grid.add_row(Text("–", style="red"), _named(one.preference), Text(why, style="dim"))
    return Group(grid, _counted(reply, len(reply.withheld) - len(out)))


def _named(preference: Preference) -> str:
    return words(preference.statement, STATEMENT)


def _telling(withheld: Sequence[Withheld]) -> list[Withheld]:
    """The first for each reason: what the others are kept out for has been said."""
    first = {one.reason: one for one in reversed(withheld)}
    return list(reversed(first.values()))[:OUT]


def _counted(reply: Personalization, more: int) -> Text:
    kinds = ", ".join(kind.replace("_", " ") for kind in reply.decision.kinds) or "general"
    out = f", {more} more {'stays' if more == 1 else 'stay'} out" if more else ""
    return Text(f"{reply.block.tokens} tokens added{out}; read as: {kinds}", style="dim")


def _sides(left: RenderableType, right: RenderableType) -> Table:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=2)
    grid.add_column(ratio=3)
    grid.add_row(left, right)
    return grid


def _said(title: str, text: str) -> Panel:
    return Panel(
        Text(lines(text.strip())),
        title=Text(f"the model answers {title}", style="dim"),
        title_align="left",
        border_style="cyan",
    )
