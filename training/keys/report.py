"""Scores changes of mind end to end on `training/test/changes.txt`, which training never reads.

    python training/keys/report.py            both figures
    python training/keys/report.py --wrong    and every message that went wrong

A person says all that a topic's `=` and `~` lines say, then one `>` line. Counted are preferences:
what the topic gives up and was closed (hit), and what stands beside it, or was said by a person of
the next topic, and was closed all the same (false closing).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from changes import AT, SCOPE, Message, read  # noqa: E402

from prefmem.embedders.minilm import MiniLM  # noqa: E402
from prefmem.records import PersonState  # noqa: E402
from prefmem.stages.consolidation import Observed, rebuild  # noqa: E402

TEST = HERE.parent / "test" / "changes.txt"


def closed_by(held: Sequence[Message], later: Message) -> tuple[set[str], set[str]]:
    """Names of messages that keep a preference, and of those that lose one by the last message."""
    open_, over = _derived([*held, later])
    return open_, over - _derived(held)[1]


def _derived(messages: Sequence[Message]) -> tuple[set[str], set[str]]:
    """Names of messages with a preference that is open, and of those with one that was closed."""
    observed: list[Observed] = []
    for hours, message in enumerate(messages):
        at = AT + timedelta(hours=hours)
        observed += [
            Observed(
                evidence=replace(e, id=f"{e.message_id}/{e.id}", at=at, learned_at=at),
                vector=v,
                passage=message.passage if e.kind == "retracted" else None,
            )
            for e, v in zip(message.evidence, message.vectors, strict=True)
        ]
    profile, _ = rebuild(SCOPE, observed, person=PersonState(), until=None)
    over = [r for r in profile.records if r.status in ("superseded", "expired")]
    return (
        {e.message_id for r in profile.records if r not in over for e in r.evidence},
        {e.message_id for r in over for e in r.evidence},
    )


def main() -> None:
    """Read, count, print."""
    ask = argparse.ArgumentParser(description="Scores changes of mind end to end")
    ask.add_argument("--wrong", action="store_true", help="print what went wrong")
    args = ask.parse_args()
    messages = [m for m in read(TEST, MiniLM()) if m.evidence]
    topics = max(m.topic for m in messages) + 1
    hits: list[bool] = []
    false: dict[str, list[bool]] = {"the same": [], "another": []}
    for later in (m for m in messages if m.mark in ">+"):
        own = [m for m in messages if m.topic == later.topic and m.mark in "=~"]
        others = [m for m in messages if m.topic == (later.topic + 1) % topics and m.mark == "~"]
        # One line of what goes at a time: said twice, it would be one preference.
        for gone in (m for m in own if m.mark == "="):
            stays = [*(m for m in own if m.mark == "~"), *others]
            open_, over = closed_by([gone, *stays], later)
            if later.mark == "+":
                stays.append(gone)
            else:
                hits.append(gone.evidence[0].message_id not in open_)
                if args.wrong and not hits[-1]:
                    print(f"kept: {gone.text}\n      {later.text}")
            for one in stays:
                wrong = one.evidence[0].message_id in over
                false["the same" if one.topic == later.topic else "another"].append(wrong)
                if args.wrong and wrong:
                    print(f"lost: {one.text}\n      {later.text}")
    print(f"closed what is given up: {np.mean(hits):.3f} of {len(hits)}")
    for name, rows in false.items():
        print(f"closed what stays, of {name} field: {np.mean(rows):.4f} of {len(rows)}")
    both = [one for rows in false.values() for one in rows]
    print(f"closed what stays, in all: {np.mean(both):.4f} of {len(both)}")


if __name__ == "__main__":
    main()
