"""What a layer says of keeping: classes of sensitive content, how long, and with whose consent."""

from __future__ import annotations

from prefmem.policy.layer import Layer
from prefmem.policy.source import Path
from prefmem.policy.tier import Retention, Sensitivity

STORING = ("outright", "consent", "never")


def sensitivities(layer: Layer) -> dict[str, Sensitivity]:
    """The classes of sensitive content, and when each is stored."""
    found = dict(layer.above.sensitivities)
    for name, entry in layer.file.sensitivities.items():
        held = found.get(name)
        if held and STORING.index(entry.stored) < STORING.index(held.stored):
            raise layer.error(
                ("sensitivities", name, "stored"),
                f"{name} is stored {held.stored!r} above; {entry.stored!r} is wider",
            )
        days = _shorter(
            layer, ("sensitivities", name, "keep_days"), entry.keep_days, held and held.keep_days
        )
        found[name] = Sensitivity(name=name, says=entry.says, stored=entry.stored, keep_days=days)
    return found


def retention(layer: Layer) -> Retention:
    """How long what is kept is kept."""
    above, entry = layer.above.retention, layer.file.retention
    if entry is None:
        return above
    days = {
        name: _shorter(layer, ("retention", name), getattr(entry, name), getattr(above, name))
        for name in ("turns_days", "ended_days")
    }
    limit = above.audit_days if layer.lower else None
    audit = _shorter(layer, ("retention", "audit_days"), entry.audit_days, limit)
    return Retention(audit_days=above.audit_days if audit is None else audit, **days)


def strict(layer: Layer) -> bool:
    """True if nothing sensitive is stored without consent to its class."""
    if layer.file.consent == "by_class" and layer.above.strict:
        raise layer.error(
            ("consent",), "the layer above always asks for consent; 'by_class' is wider"
        )
    return layer.above.strict or layer.file.consent == "always"


def _shorter(layer: Layer, path: Path, days: int | None, above: int | None) -> int | None:
    if days is None or above is None:
        return above if days is None else days
    if days > above:
        raise layer.error(path, f"{days} days are more than the {above} of the layer above")
    return days
