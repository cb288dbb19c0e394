"""A memory's values as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from prefmem.cli.plain import age, counted, words
from prefmem.types import (
    EpisodeHit,
    ErasureReceipt,
    MemoryStatus,
    Preference,
    Profile,
    Revision,
    Tier,
    UserStatus,
)

TIER_STYLES: dict[Tier, str] = {
    "personalizable": "green",
    "safeguarded": "yellow",
    "universal": "red",
}
SHORT_ID = 8
ROOM = 90
"""Columns from which a profile is shown as a table."""
QUOTE = 110
PAUSED = "Memory is paused: nothing is learned or used until 'prefmem resume'."
ERASED = {
    "people": "profile",
    "turns": "turn",
    "episodes": "indexed turn",
    "parked": "parked turn",
    "preferences": "preference",
    "vectors": "vector",
    "evidence": "quote",
    "history": "revision",
    "audit": "decision record",
    "queue": "cursor",
}
"""What a receipt counts, for people."""


def table(*columns: str) -> Table:
    """An empty table in the house's look."""
    made = Table(
        box=box.SIMPLE_HEAD,
        header_style="bold",
        expand=True,
        pad_edge=False,
    )
    for name in columns:
        made.add_column(name)
    return made


def short_ids(preferences: Sequence[Preference]) -> dict[str, str]:
    """For each id, a beginning that no other has; commands take it in place of the whole."""
    ids = [p.id for p in preferences]
    for length in range(SHORT_ID, max((len(i) for i in ids), default=SHORT_ID) + 1):
        shortened = {i: i[:length] for i in ids}
        if len(set(shortened.values())) == len(ids):
            return shortened
    return {i: i for i in ids}


def profile_view(
    profile: Profile, status: UserStatus | None = None, *, past: bool = False
) -> RenderableType:
    """A profile as a table, with what it amounts to; `past`: as it stood at an earlier time."""
    if not profile.preferences and past:
        return Text(f"Nothing was held of {profile.user_id!r} then.", style="dim")
    if not profile.preferences:
        return Text(
            f"Nothing is held of {profile.user_id!r} yet. "
            "'prefmem ingest FILE' reads your chats, 'prefmem chat' makes new ones.",
            style="dim",
        )
    parts: list[RenderableType] = [_ByWidth(_profile_table(profile), _profile_list(profile))]
    if profile.personas:
        personas = ", ".join(f"{p.name} ({len(p.preferences)})" for p in profile.personas)
        parts.append(Text(f"Speaks as: {words(personas)}", style="dim"))
    if status is not None:
        parts += _looked_after(status, short_ids(profile.preferences))
    return Group(*parts)


def _looked_after(status: UserStatus, ids: Mapping[str, str]) -> Iterator[Text]:
    """What lapses soon, and the one thing to ask about."""
    for one in status.expiring:
        if one.lapses is not None:
            until = f"Lapses on {one.lapses:%d %B %Y}, unless shown again: "
            yield Text.assemble((until, "dim"), words(one.statement, 160))
    if status.reconfirm is not None:
        one = status.reconfirm
        name = ids.get(one.id, one.id)
        said = f"{one.last_confirmed or one.valid_from:%d %B %Y}"
        answers = f"'prefmem confirm {name}', 'reject', 'correct' or 'postpone'"
        yield Text.assemble(
            (f"Last heard on {said}; does it still hold? ", "yellow"),
            words(one.statement, 160),
            (f" ({answers})", "dim"),
        )


@dataclass(frozen=True, slots=True)
class _ByWidth:
    """A table where there is room for its columns, a list where there is not."""

    wide: RenderableType
    narrow: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Whichever fits."""
        yield self.wide if options.max_width >= ROOM else self.narrow


def _profile_list(profile: Profile) -> RenderableType:
    parts: list[RenderableType] = []
    ids = short_ids(profile.preferences)
    for preference in sorted(profile.preferences, key=order):
        aged = age(preference.last_confirmed or preference.valid_from, profile.at)
        about = f"{ids[preference.id]} · {preference.behaviour} · {preference.tier}"
        parts += [
            held(preference),
            Text.assemble((f"{about} · ", "dim"), sureness(preference), (f" · {aged}", "dim")),
            quote(preference),
            Text(),
        ]
    return Group(*parts)


def _profile_table(profile: Profile) -> Table:
    made = table()
    made.add_column("id", style="dim", no_wrap=True)
    made.add_column("what is held", ratio=33)
    made.add_column("behaviour and tier", no_wrap=True)
    made.add_column("sure", justify="right", no_wrap=True)
    made.add_column("age", no_wrap=True)
    made.add_column("what was said", ratio=38)
    ids = short_ids(profile.preferences)
    for preference in sorted(profile.preferences, key=order):
        made.add_row(
            ids[preference.id],
            held(preference),
            Text.assemble(
                preference.behaviour, "\n", (preference.tier, TIER_STYLES[preference.tier])
            ),
            sureness(preference),
            age(preference.last_confirmed or preference.valid_from, profile.at),
            quote(preference),
        )
    return made


def order(preference: Preference) -> tuple[int, str, float]:
    """What is active before what is not, by behaviour, the surest first."""
    rank = ("active", "contested", "candidate").index
    known = preference.status in ("active", "contested", "candidate")
    return (rank(preference.status) if known else 3, preference.behaviour, -preference.confidence)


def held(preference: Preference) -> Text:
    """A statement, with what is to be known of it."""
    marks = [preference.status] if preference.status != "active" else []
    marks += ["pinned"] if preference.pinned else []
    marks += ["suspended"] if preference.suspended else []
    marks += [f"{name}: {value}" for name, value in preference.context.factors().items()]
    if preference.driver:
        marks.append(f"since {words(preference.driver, 60)!r}")
    text = Text(words(preference.statement, 160))
    if marks:
        text.append("\n" + " · ".join(marks), style="dim italic")
    return text


def sureness(preference: Preference) -> Text:
    """Confidence in per cent, in a colour."""
    style = "green" if preference.confidence >= 0.75 else "yellow"
    return Text(f"{preference.confidence:.0%}", style=style)


def quote(preference: Preference) -> Text:
    """The words it stands on, and where they were said."""
    if not preference.evidence:
        return Text("")
    first = preference.evidence[0]
    text = Text(f"“{words(first.quote, QUOTE)}”")
    where = words(first.conversation_id, 24)  # none where the user's own word stands
    text.append(f"\n{first.at:%d %b}" + (f" · {where}" if where else ""), style="dim")
    more = len(preference.evidence) - 1
    if more:
        text.append(f" · and {more} more", style="dim")
    return text


def preference_view(preference: Preference) -> RenderableType:
    """One preference on two lines, after something was done with it."""
    text = held(preference)
    text.append(f"\n{preference.id} · {preference.behaviour} · {preference.status}", style="dim")
    return text


def history_view(revisions: Sequence[Revision]) -> RenderableType:
    """What became of a preference, oldest first."""
    made = table("when", "change", "what was held then", "status", "why")
    for one in revisions:
        made.add_row(
            f"{one.at:%Y-%m-%d %H:%M}",
            one.change,
            words(one.statement, 160),
            one.status,
            Text(words(one.reason, 120), style="dim"),
        )
    return made


def episodes_view(hits: Sequence[EpisodeHit], now: datetime) -> RenderableType:
    """Raw turns that were found, best first."""
    if not hits:
        return Text("Nothing found.", style="dim")
    made = table("like", "when", "conversation", "who", "what was said")
    for hit in hits:
        made.add_row(
            f"{hit.score:.2f}",
            age(hit.at, now),
            words(hit.conversation_id, 24),
            hit.role,
            words(hit.content, 240),
        )
    return made


def receipt_view(receipt: ErasureReceipt) -> RenderableType:
    """What was removed, and where."""
    removed = receipt.removed
    named = [counted(removed[place], noun) for place, noun in ERASED.items() if removed.get(place)]
    text = Text(f"Removed: {', '.join(named) or 'nothing'}.")
    if removed.get("unscrubbed"):
        text.append(
            " Another process reads the file: its bytes go at the next chance.", style="yellow"
        )
    return text


def status_view(status: MemoryStatus) -> RenderableType:
    """What waits, failed and was refused."""
    made = Table.grid(padding=(0, 3))
    waiting = f"{status.waiting}"
    if status.oldest_waiting is not None:
        waiting += f", the oldest since {status.oldest_waiting:%Y-%m-%d %H:%M}"
    rows: list[tuple[str, str]] = [
        ("store", status.store),
        ("embedder", status.embedder),
        ("policy", status.policy),
        ("users", f"{status.users}"),
        ("turns", f"{status.turns}"),
        ("preferences", f"{status.preferences}"),
        ("waiting", waiting),
        ("parked", f"{status.parked}"),
        ("failures", f"{status.failures}"),
    ]
    if status.unfinished:
        rows.append(("erasures not finished", f"{status.unfinished}"))
    rows += [(f"refused: {reason}", f"{count}") for reason, count in status.refused.items()]
    rows += [(name.replace("_", " "), f"{count}") for name, count in status.counters.items()]
    for name, value in rows:
        made.add_row(Text(name, style="dim"), words(value))
    return made
