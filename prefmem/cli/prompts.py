"""What is sent for a request, and why, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from prefmem.cli.plain import lines, words
from prefmem.cli.tables import TIER_STYLES
from prefmem.types import Personalization, Withheld

SHOWN = 4
"""Preferences withheld that are named at most; the others are counted."""
_DULL = "the request is not about"


def ask_view(reply: Personalization) -> RenderableType:
    """The prompt, what reached it, what did not."""
    return Group(
        decision_line(reply),
        prompt_panel("what is sent", reply.messages),
        reasons_view(reply, shown=None),
    )


def decision_line(reply: Personalization) -> Text:
    """How the request was read."""
    decision = reply.decision
    if not decision.policy_revision:  # nothing was decided: memory is paused, or not wanted
        return Text("; ".join(decision.reasons), style="yellow")
    text = Text("read as ", style="dim")
    text.append(", ".join(decision.kinds) or "general", style="bold")
    text.append(" · ", style="dim")
    text.append(decision.tier, style=TIER_STYLES[decision.tier])
    if decision.safeguards:
        text.append(f" · safeguards: {', '.join(decision.safeguards)}", style="dim")
    return text


def prompt_panel(title: str, messages: Sequence[Mapping[str, Any]]) -> Panel:
    """A prompt as the model gets it."""
    text = Text()
    for message in messages:
        if text:
            text.append("\n")
        text.append(f"{message['role']}\n", style="bold cyan")
        text.append(lines(said(message)))
    return Panel(text, title=Text(title, style="dim"), title_align="left", border_style="dim")


def said(message: Mapping[str, Any]) -> str:
    """The text of a message, whichever form its content has."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts: list[Mapping[str, Any]] = [p for p in content or () if isinstance(p, Mapping)]
    return "\n\n".join(str(part.get("text", f"[{part.get('type', 'part')}]")) for part in parts)


def reasons_view(reply: Personalization, *, shown: int | None = SHOWN) -> RenderableType:
    """What was applied, what was withheld, each with its reason; the tokens."""
    made = Table.grid(padding=(0, 1), expand=True)
    made.add_column(no_wrap=True)
    made.add_column(ratio=5)
    made.add_column(ratio=6)
    for one in reply.applied:
        via = f"{one.persona}: " if one.persona else ""
        made.add_row(
            Text("✓", style="green"),
            words(one.preference.statement, 120),
            Text(f"{one.force} · {via}{words(one.reason, 160)}", style="dim"),
        )
    named = _named(reply.withheld, shown)
    for withheld in named:
        made.add_row(
            Text("–", style="yellow"),
            Text(words(withheld.preference.statement, 120), style="dim"),
            Text(f"withheld · {words(withheld.reason, 160)}", style="dim"),
        )
    return Padding(Group(made, _footer(reply, reply.withheld[len(named) :])), (0, 0, 0, 1))


def _named(withheld: Sequence[Withheld], shown: int | None) -> list[Withheld]:
    """Those to name: what the policy says comes first, what is beside the matter fills up."""
    if shown is None:
        return list(withheld)
    telling = [one for one in withheld if not _dull(one)][:shown]
    return telling + [one for one in withheld if _dull(one)][: max(0, 2 - len(telling))]


def _dull(withheld: Withheld) -> bool:
    """True for the reason that says nothing of the policy: the request is about something else."""
    return withheld.reason.startswith(_DULL)


def _footer(reply: Personalization, rest: Sequence[Withheld]) -> Text:
    text = Text(f"{reply.block.tokens} tokens added", style="bold")
    text.append(f" · {len(reply.applied)} applied, {len(reply.withheld)} withheld", style="dim")
    if rest:
        text.append(f" ({len(rest)} of them not shown)", style="dim")
    return text
