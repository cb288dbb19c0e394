"""Which turns a model reads together: of one conversation, as many as fit, once it rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from prefmem.records import Turn

IDLE = timedelta(minutes=10)


def estimate(text: str) -> int:
    """Tokens of `text`, roughly: for sizing batches, not for budgets."""
    return len(text.encode("utf-8", "replace")) // 4 + 4


def batches(
    turns: Sequence[Turn],
    *,
    max_tokens: int,
    idle: timedelta = IDLE,
    now: datetime | None = None,
    count: Callable[[str], int] = estimate,
) -> tuple[tuple[Turn, ...], ...]:
    """Batches that are ready to be read, each of one conversation, in the order of their ends.

    A batch is closed by its size, by a pause of `idle` after its last turn, or by the end of all
    (`now` is None). A user's turn is never parted from the assistant's turn before it, which it
    may answer: that turn opens the next batch a second time, as context.

    Args:
        turns: In the order of the log, of any number of conversations.
        max_tokens: Size of a batch; a single turn may be larger.
        idle: After this pause a conversation counts as ended.
        now: The time now, to tell which conversations rest; None if nothing more will come.
        count: Counts tokens.
    """
    ready: list[tuple[int, tuple[Turn, ...]]] = []
    open_: dict[str, list[Turn]] = {}
    sizes: dict[str, int] = {}
    ends: dict[str, int] = {}
    for place, turn in enumerate(turns):
        name, size = turn.conversation, count(turn.content)
        batch = open_.get(name)
        full = sizes.get(name, 0) + size > max_tokens
        if batch and (full or turn.at - batch[-1].at >= idle):
            carried = [batch[-1]] if _answers(turn, batch[-1]) else []
            if batch != carried:
                ready.append((ends[name], tuple(batch)))
            open_[name], sizes[name] = carried, sum(count(one.content) for one in carried)
        open_.setdefault(name, []).append(turn)
        sizes[name] = sizes.get(name, 0) + size
        ends[name] = place
    ready += [
        (ends[name], tuple(batch))
        for name, batch in open_.items()
        if now is None or now - batch[-1].at >= idle
    ]
    return tuple(batch for _, batch in sorted(ready, key=lambda one: one[0]))


def _answers(turn: Turn, before: Turn) -> bool:
    return turn.role == "user" and before.role == "assistant"
