"""Spans for OpenTelemetry, where an application uses it: names and counts, no ids and no text."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

API = "opentelemetry.trace"


@contextmanager
def span(name: str, **attributes: str | int | float | bool) -> Generator[None]:
    """A span around what is inside.

    Nothing is imported for it: an application that has not imported OpenTelemetry traces nothing.
    Attributes must hold no user id and no words; an error leaves its type, not its message.
    """
    api: Any = sys.modules.get(API)
    if api is None:
        yield
        return
    tracer = api.get_tracer("prefmem")
    with tracer.start_as_current_span(
        name,
        attributes={f"prefmem.{key}": value for key, value in attributes.items()},
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_attribute("error.type", type(error).__name__)
            raise
