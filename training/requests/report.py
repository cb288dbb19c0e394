"""How well requests are read: tables on `held_back.txt`, as the documentation shows them.

python -m training.requests.report            print the tables, in Markdown
python -m training.requests.report --words    the same without the heads
python -m training.requests.report --write    put the tables into docs/policy.md
"""

from __future__ import annotations

import sys
from pathlib import Path

from prefmem.embedders.minilm import MiniLM
from prefmem.policy import load
from prefmem.policy.question import asks_apart
from prefmem.policy.reading import read
from training.requests.expand import sections

DOCS = Path(__file__).parents[2] / "docs" / "policy.md"
MARK = "<!-- report -->"


def readings(*, with_heads: bool = True) -> dict[str, list[frozenset[str]]]:
    """For each kind, what each of its requests was read as."""
    model = MiniLM()
    found: dict[str, list[frozenset[str]]] = {}
    for kind, texts in sections("held_back.txt").items():
        for text in texts:
            vectors = {}
            if with_heads:
                question = asks_apart(text)
                pair = model.encode([text] if question is None else [text, question])
                vectors = {"vector": pair[0], "question_vector": None}
                if question is not None:
                    vectors["question_vector"] = pair[1]
            found.setdefault(kind, []).append(frozenset(read(text, **vectors).kinds))
    return found


def strict_enough(kind: str, kinds: frozenset[str]) -> bool:
    """True if all that `kind` fixes and says is fixed and said by what was read."""
    policy = load()
    meant, got = policy.kinds[kind], [policy.kinds[name] for name in kinds]
    kept = frozenset[str]().union(*(one.keep for one in got))
    fixed = frozenset[str]().union(*(one.fixed for one in got))
    said = {name for one in got for name in one.safeguards}
    return meant.fixed <= fixed | kept and said >= set(meant.safeguards)


def shares(found: dict[str, list[frozenset[str]]]) -> str:
    """What was found and how strict it was, kind by kind."""
    lines = ["| kind | n | found | strict enough |", "|---|---|---|---|"]
    total = hits = strict = 0
    for kind, rows in found.items():
        right = sum(kind in row for row in rows)
        enough = sum(strict_enough(kind, row) for row in rows)
        total, hits, strict = total + len(rows), hits + right, strict + enough
        lines.append(
            f"| {kind} | {len(rows)} | {right / len(rows):.2f} | {enough / len(rows):.2f} |"
        )
    lines.append(f"| all | {total} | {hits / total:.2f} | {strict / total:.2f} |")
    return "\n".join(lines)


def confusion(found: dict[str, list[frozenset[str]]]) -> str:
    """Rows: what a request is. Columns: how many of them were read as that, among others."""
    kinds = [*found, "unclear"]
    head = " | ".join(str(number) for number in range(1, len(kinds) + 1))
    lines = [f"| | | {head} |", "|---" * (len(kinds) + 2) + "|"]
    for number, kind in enumerate(kinds, 1):
        rows = found.get(kind, [])
        cells = [sum(other in row for row in rows) for other in kinds]
        shown = " | ".join(str(cell) if cell else "·" for cell in cells) if rows else " | ".join(
            "" for _ in kinds
        )  # fmt: skip
        lines.append(f"| {number} | {kind} | {shown} |")
    return "\n".join(lines)


def report(*, with_heads: bool = True) -> str:
    """Both tables."""
    found = readings(with_heads=with_heads)
    return (
        f"{shares(found)}\n\nThe confusion table: rows are what a request is, columns what it was "
        f"read as (several may hold, so a row may sum to more than its n).\n\n{confusion(found)}\n"
    )


if __name__ == "__main__":
    made = report(with_heads="--words" not in sys.argv)
    if "--write" in sys.argv:
        text = DOCS.read_text("utf-8")
        DOCS.write_text(f"{text[: text.index(MARK)]}{MARK}\n\n{made}", "utf-8")
    print(made)
