"""`prefmem policy`: check, test, explain, schema, diff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from prefmem.cli.plain import words
from prefmem.cli.session import FAILED, Session, add, answer
from prefmem.cli.tables import TIER_STYLES, table
from prefmem.types import Context

if TYPE_CHECKING:
    from prefmem.policy.differences import Difference
    from prefmem.policy.trials import Encode, Trial

app = typer.Typer(help="Read, test and compare tier policies.", no_args_is_help=True)
File = Annotated[
    str | None, typer.Argument(help="A policy file; without one, the default.", show_default=False)
]


def check(session: Session, file: File = None) -> None:
    """Load a policy with the layers above it; an error names file, line and remedy."""
    from prefmem.policy import load

    policy = load(file)
    tiers = {name: policy.tier(name) for name in policy.behaviours}
    found = {"policy": policy.name, "revision": policy.revision, "behaviours": tiers}
    session.show(found, f"{policy.name} {policy.revision}: {len(tiers)} behaviours, no error.")


def run_tests(
    session: Session,
    file: File = None,
    by_words: Annotated[
        bool, typer.Option("--by-words", help="Do not embed; read requests by their words alone.")
    ] = False,
) -> None:
    """Run the tests that a policy carries."""
    from prefmem.policy.loader import read
    from prefmem.policy.trials import run
    from prefmem.stages import tiering

    policy, written, _ = read(file)
    trials = run(policy, written, stages=tiering, encode=None if by_words else _encode())
    session.show(trials, lambda: _trials(trials))
    if not all(one.passed for one in trials):
        raise typer.Exit(FAILED)


def explain(
    session: Session,
    request: Annotated[str, typer.Argument(help="What would be asked of the model.")],
    audience: Annotated[str | None, typer.Option(help="self, shared or minor.")] = None,
    role: Annotated[str | None, typer.Option(help="The duty that the assistant has.")] = None,
) -> None:
    """Show how a policy reads a request, and which behaviours may adapt."""
    from prefmem.policy import load
    from prefmem.policy.trials import request_of
    from prefmem.stages import tiering
    from prefmem.stages.messages import checked_text

    policy = load(session.policy)
    context = Context.of({"audience": audience, "role": role})
    policy.check_role(role)
    asked = request_of(checked_text(request, "the request"), context, _encode())
    decision = tiering.decide(asked, policy=policy, decision_id="explain")
    text = Text(f"{', '.join(decision.kinds)} · ", style="bold")
    text.append(decision.tier, style=TIER_STYLES[decision.tier])
    text.append("\n" + "\n".join(decision.reasons), style="dim")
    text.append(f"\nmay adapt: {', '.join(decision.adaptable) or 'nothing'}", style="green")
    text.append(f"\nis fixed: {', '.join(decision.fixed) or 'nothing'}", style="red")
    text.append(f"\nrules: {', '.join(decision.rules) or 'none but the tiers'}", style="dim")
    if decision.safeguards:
        text.append(f"\nsafeguards: {', '.join(decision.safeguards)}", style="yellow")
    session.show(decision, text)


def schema(session: Session) -> None:
    """Write the JSON Schema of policy files, for editors."""
    del session
    from prefmem.policy import schema as written

    answer(written.schema())


def diff(
    session: Session,
    old: Annotated[str, typer.Argument(help="A policy file, or 'default'.")],
    new: Annotated[str, typer.Argument(help="A policy file, or 'default'.")],
) -> None:
    """Show what differs between two policies, as they are after their layers."""
    from prefmem.policy import load
    from prefmem.policy.differences import differences

    found = differences(load(old), load(new))
    session.show(found, lambda: _differences(found))


for _function in (check, schema, diff):
    add(app, _function, person=False, store=False)
add(app, explain, person=False, store=False, policy=True)
add(app, run_tests, name="test", person=False, store=False)


def _encode() -> Encode:
    from prefmem.embedders.minilm import MiniLM

    return MiniLM().encode


def _trials(trials: Sequence[Trial]) -> Group:
    failed = [one for one in trials if not one.passed]
    lines = [
        Text(f"{one.number}. {words(one.about, 90)}: {'; '.join(one.failures)}", style="red")
        for one in failed
    ]
    summary = f"{len(trials) - len(failed)} of {len(trials)} tests passed."
    return Group(*lines, Text(summary, style="red" if failed else "green"))


def _differences(found: Sequence[Difference]) -> RenderableType:
    if not found:
        return Text("No difference.", style="dim")
    made = table("about", "", "old", "new")
    for one in found:
        made.add_row(one.about, one.direction, Text(one.old, "red"), Text(one.new, "green"))
    return made
