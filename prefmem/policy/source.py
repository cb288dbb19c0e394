"""YAML text to plain values, with the line of every key; what YAML can do to a reader is refused.

No anchors (they can explode), no duplicate keys (the last would win in silence), no tags, no more
than a megabyte, no deep nesting. Dates stay text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import yaml

from prefmem.errors import PolicyError

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
Path = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _nothing(_: str) -> None:
    return None


def _truth(text: str) -> bool:
    return text.lower() in {"true", "yes", "on"}


_PLAIN: dict[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:null": _nothing,
    "tag:yaml.org,2002:bool": _truth,
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:timestamp": str,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that was read: its values, and where each one stands."""

    name: str
    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error(self, path: Path, message: str) -> PolicyError:
        """An error that names file and line."""
        return PolicyError(f"{self.name}:{self.line(path)}: {message}")


def parse(text: str, *, name: str) -> Source:
    """Read YAML text.

    Raises:
        PolicyError: It is empty, too large, too deep, not YAML, or uses what is refused.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise PolicyError(
            f"{name}: larger than {MAX_BYTES:,} bytes; a policy is a page or two: use patterns "
            "such as 'taste.*' instead of one rule for each case"
        )
    _refuse_depth(text, name)
    try:
        root = cast("Any", yaml).compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise PolicyError(f"{name}:{line}: not valid YAML ({problem}); fix the syntax") from error
    if root is None:
        raise PolicyError(
            f"{name}:1: the file is empty; start from 'prefmem policy schema' or the default policy"
        )
    reader = _Reader(name)
    return Source(name=name, data=reader.value(root, ()), lines=reader.lines)


def _refuse_depth(text: str, name: str) -> None:
    """Count nesting before the composer, which recurses in C, sees the text."""
    for number, line in enumerate(text.splitlines(), 1):
        body = line.lstrip(" -?")
        opened = line.count("[") + line.count("{")
        if opened > 200 or (len(line) - len(body)) > 400:
            raise PolicyError(f"{name}:{number}: nested deeper than {MAX_DEPTH} levels; flatten it")


_COLLECTIONS = frozenset({"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.seen: set[int] = set()

    def value(self, node: Any, path: Path) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self.seen:
            raise self._error(node, "an anchor is used twice; write the value out instead")
        self.seen.add(id(node))
        if len(path) > MAX_DEPTH:
            raise self._error(node, f"nested deeper than {MAX_DEPTH} levels; flatten it")
        if isinstance(node, yaml.CollectionNode) and node.tag not in _COLLECTIONS:
            raise self._error(node, f"tag {node.tag!r} is not read; write it plainly")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            items = cast("list[Any]", node.value)
            return [self.value(item, (*path, index)) for index, item in enumerate(items)]
        return self._scalar(node)

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
                raise self._error(key_node, "keys are plain text; merge keys are not read")
            key = str(cast("Any", key_node).value)
            if key in found:
                raise self._error(
                    key_node,
                    f"{key!r} stands twice (first in line {self.lines[(*path, key)]}); remove one",
                )
            found[key] = self.value(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return found

    def _scalar(self, node: Any) -> Any:
        read = _PLAIN.get(node.tag)
        if read is None:
            raise self._error(node, f"tag {node.tag!r} is not read; write plain text")
        try:
            return read(node.value)
        except ValueError:
            return str(node.value)

    def _error(self, node: Any, message: str) -> PolicyError:
        return PolicyError(f"{self.name}:{node.start_mark.line + 1}: {message}")
