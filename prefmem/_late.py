"""A field that is worked out when it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast, get_args

T = TypeVar("T")


class Late(Generic[T]):
    """A field of a frozen value that may be given as a function: called once, when it is read.

    For what is long and seldom looked at: a request must not wait for it.
    """

    def __init__(self, default: T | Callable[[], T]) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object | None, owner: type | None = None) -> T:
        if instance is None:  # where a dataclass looks for its default
            return cast("T", self._default)
        held = instance.__dict__
        if callable(held[self._name]):
            held[self._name] = held[self._name]()
        return held[self._name]

    def __set__(self, instance: object, value: T | Callable[[], T]) -> None:
        instance.__dict__[self._name] = value

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """To Pydantic, and to those who build on it, the field is what it gives when read."""
        from pydantic_core import core_schema

        def read(value: Any, serialize: Callable[[Any], Any]) -> Any:
            return serialize(value() if callable(value) else value)

        inner = handler.generate_schema(get_args(source)[0])
        serialized = core_schema.wrap_serializer_function_ser_schema(read, schema=inner)
        return {**inner, "serialization": serialized}
