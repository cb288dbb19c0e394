"""Which turns a model reads together: of one conversation, as many as fit, in the log's order.

When turns are ready to be read is not decided here: the work stream lets a user rest before a
model reads what was said (`due`), so all turns that come here are at rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from prefmem.records import Turn


def estimate(text: str) -> int:
    """Tokens of `text`, roughly: for sizing batches, not for budgets."""
    return len(text.encode("utf-8", "replace")) // 4 + 4


def first_batches(
    turns: Sequence[Turn],
    *,
    max_tokens: int,
    idle: timedelta,
    count: Callable[[str], int] = estimate,
) -> tuple[tuple[Turn, ...], ...]:
    """The batches to read first, each of one conversation; together a beginning of `turns`.

    A batch ends where its conversation pauses for `idle`, where it would grow too large, or with
    `turns`. It is one batch alone, but where conversations are interwoven: then those of all that
    are, so that a cursor can be moved behind them. In the order of their first turns.

    Args:
        turns: In the order of the log, of any number of conversations.
        max_tokens: Size of a batch; a single turn may be larger.
        idle: After this pause a conversation counts as ended.
        count: Counts tokens.
    """
    run = _run(turns, max_tokens, idle, count)
    last = {turn.conversation: place for place, turn in enumerate(run)}
    end = place = 0
    while run and place <= end:
        end = max(end, last[run[place].conversation])
        place += 1
    together: dict[str, list[Turn]] = {}
    for turn in run[:place]:
        together.setdefault(turn.conversation, []).append(turn)
    return tuple(tuple(batch) for batch in together.values())


def _run(
    turns: Sequence[Turn], max_tokens: int, idle: timedelta, count: Callable[[str], int]
) -> list[Turn]:
    """Turns from the first on, up to the one that would need a second batch of a conversation."""
    run: list[Turn] = []
    sizes: dict[str, int] = {}
    newest: dict[str, Turn] = {}
    for turn in turns:
        name = turn.conversation
        before, size = newest.get(name), sizes.get(name, 0) + count(turn.content)
        if before is not None and (size > max_tokens or turn.at - before.at >= idle):
            break
        run.append(turn)
        sizes[name], newest[name] = size, turn
    return run
