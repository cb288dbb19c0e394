"""Which spans of a turn are not the user's own words: pasted, quoted, code, tables, ours."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from prefmem.stages.lowered import low, lowered

Span = tuple[int, int]

HEAD, TAIL = 6_000, 2_000
"""Characters read at the start and the end of a turn; what is between is pasted in all likelihood."""
MAX_LINE = 3_000

_DOCUMENT = (
    r"(?:e-?mails?|mails?|messages?|letters?|documents?|articles?|texts?|transcripts?|logs?|"
    r"reports?|essays?|drafts?|reviews?|posts?|tweets?|stor(?:y|ies)|resumes?|résumés?|cvs?|"
    r"paragraphs?|passages?|excerpts?|chats?|conversations?|notes?|scripts?|poems?|lyrics|code|"
    r"snippets?|functions?|quer(?:y|ies)|tables?|data|json|csv|lists?|abstracts?|contracts?|"
    r"clauses?|bios?|profiles?|descriptions?|comments?|speech(?:es)?|cover letters?|pages?|"
    r"prompts?|questions?|sentences?|newsletters?|statements?|ads?|listings?|instructions?)"
)
_DETERMINER = r"(?:an?|the|my|this|that|some|our|his|her|their|your|one|two|these|those)"
_SENDER = (
    r"(?:she|he|they|someone|somebody|(?:my|our|the) (?:boss|landlord|friend|client|customer|sister|"
    r"brother|mum|mom|dad|wife|husband|partner|colleague|manager|teacher|professor|neighbou?r))"
)
_ANNOUNCED = re.compile(
    rf"\b(?:here(?:'|’)?s?|here (?:is|are)|below (?:is|are)|this is|these are|attached (?:is|are)|"
    rf"i (?:just )?(?:got|received|found|wrote|have)|following(?: is)?|consider|given)"
    rf"\s+(?:{_DETERMINER}\s+)?(?:[\w'’-]+\s+){{0,4}}?{_DOCUMENT}\b[^.!?\n:]{{0,80}}(?:[:：]|\n)|"
    rf"\b{_SENDER} (?:just |has )?(?:sent|wrote|emailed|texted|messaged|posted|said|replied|"
    rf"forwarded)(?: (?:me|us|back|in|this|it|the following)){{0,2}}\s*(?:[:：]|\n)",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    rf"\bhere(?:'|’)?s?(?: is| are)?\s+(?:{_DETERMINER}\s+)?(?:[\w'’-]+\s+){{0,4}}?{_DOCUMENT}\b"
    rf"(?:\s+(?:that\s+)?(?:i|we|my|she|he|they|from|about|to|for)\b[^.!?\n:]{{0,80}})?[.:!\n]",
    re.IGNORECASE,
)
_TASK = (
    r"(?:summari[sz]e|summary of|tl;?dr|translate|translation of|proof-?read|re-?write|rephrase|"
    r"reword|paraphrase|correct|fix|edit|improve|polish|shorten|simplify|revise|analy[sz]e|classify|"
    r"extract|review|explain|critique|grade|evaluate|respond to|reply to|answer|continue|complete|"
    r"finish|format|convert|check|debug|refactor|describe|compare|read|use|is this|other ways? to)"
)
_TASKED = re.compile(
    r"(?:^|(?<=[.!?\n])[ \t]*)(?:(?:please|now|can|could|would|will|you|help|me|to|i|need|want|"
    rf"kindly|and|then|just|also|ok|okay|hi|hey|hello)[, ]+){{0,6}}{_TASK}\b[^\n:]{{0,160}}(?:[:：]|\n)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(
    r"^[ \t]*(?:(?:from|to|subject|sent|date|cc|re|fwd)\s*:[^\n]*|-{3,}\s*|={3,}\s*|_{3,}\s*|"
    r"\*{3,}\s*|-+\s*(?:original|forwarded) message\s*-*\s*|"
    r"(?:e-?mail|text|article|document|transcript|context|input|passage|content|draft|letter|"
    r"message|story|essay|paragraph|review|code|data|question|prompt|source)\s*\d*\s*:[^\n]*|"
    r"on [^\n]{5,80} wrote:|(?:dear|to whom)\b[^\n]{0,60},?\s*|"
    r"(?:hi|hello|hey) (?:all|team|everyone|folks|[A-Z]\w+),\s*)$",
    re.IGNORECASE | re.MULTILINE,
)
_QUIZ = lowered(
    r"(?<![a-z])(?:select (?:one|all|the)|choose (?:one|the (?:correct|best|right))|true or false|true / false|which of the following|"
    r"\d ?points?\b|multiple choice|question \d+|fill in the blank|as an? [\w -]{2,30}, i want)\b",
)
_FENCE = re.compile(r"```|~~~|\"\"\"|'''")
_INLINE = re.compile(r"`[^`\n]{1,300}`|<[^<>\n]{1,200}>|https?://\S{1,500}")
_QUOTATION = re.compile(r"[\"“”„«][^\"“”„«»\n]{1,1500}[\"“”»]")
_QUOTE_LINE = re.compile(r"^[ \t]*(?:>|\|).*$", re.MULTILINE)
_DIALOGUE = re.compile(
    r"^[ \t]*(?:\[?\d{1,2}:\d{2}[^\n]{0,20}\]?\s*)?[A-Z][\w.'-]{0,20}(?: [A-Z][\w.'-]{0,20})?"
    r"[ \t]*:[ \t]+\S",
    re.MULTILINE,
)
_ROLE = re.compile(
    r"^[ \t]*(?:user|human|assistant|chat ?bot|bot|ai|chatgpt|claude|gemini|customer|agent|support|interviewer|candidate|me|him|her|them)[ \t]*:[ \t]+\S",
    re.MULTILINE | re.IGNORECASE,
)
"""Who speaks in a log of a chat: two of them make one."""
_CODE = re.compile(
    r"^[ \t]*(?:[{}\[\];)]+|\((?!(?:[A-Ha-h]|\d{1,2}|i{1,3})\))|def |class |import |from \w+ import|#include|public |private |"
    r"function |const |let |var |return\b.*;|if ?\(|for ?\(|while ?\(|SELECT |INSERT |\w+\(.*\)[;{]?$|"
    r".*[;{}]$|\w+ ?= ?\S.*$|<[/\w]|//|\$ |>>> |@\w+)"
)
_BLOB = re.compile(r"\S{60,}")
_SIGN = re.compile(r"[\d_]|[^\w\s]")


def wrapped(text: str) -> bool:
    """True if a whole turn stands in quotation marks: then they are only its frame."""
    bare = text.strip()
    return (
        len(bare) > 2
        and bare[0] in "\"“'‘"
        and bare[-1] in "\"”'’"
        and not any(mark in bare[1:-1] for mark in '"“”')
    )


def foreign_spans(text: str) -> list[Span]:
    """Spans that somebody else may have written, merged and in order."""
    if len(text) <= HEAD + TAIL:
        return merged(_foreign(text))
    tail = len(text) - TAIL
    behind = [(a + tail, b + tail) for a, b in _foreign(text[tail:])]
    if _pasted_from(text[:HEAD]) is not None:
        behind = [(tail, len(text))]
    return merged([*_foreign(text[:HEAD]), (HEAD, tail), *behind])


def _foreign(text: str) -> list[Span]:
    spans = [*_fences(text), *_lines(text)]
    if (start := _pasted_from(text)) is not None:
        spans.append((start, len(text)))
    spans += [m.span() for m in _INLINE.finditer(text)]
    if not wrapped(text):
        spans += [m.span() for m in _QUOTATION.finditer(text) if _is_quotation(m)]
    return spans


def _is_quotation(found: re.Match[str]) -> bool:
    """Long enough to be somebody's words; a name or title in quotes stays in its sentence."""
    return len(found.group().split()) > 5


def merged(spans: list[Span]) -> list[Span]:
    """The same characters, in order, without overlap."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def between(spans: list[Span], length: int) -> Iterator[Span]:
    """What `spans` leave of a text of this length."""
    edges = [(0, 0), *spans, (length, length)]
    for (_, end), (start, _) in pairwise(edges):
        if start > end:
            yield end, start


def _fences(text: str) -> Iterator[Span]:
    marks = list(_FENCE.finditer(text))
    for opening, closing in zip(marks[::2], [*marks[1::2], None], strict=False):
        yield opening.start(), closing.end() if closing else len(text)


def _pasted_from(text: str) -> int | None:
    """Where a pasted document begins: everything after it is taken for part of it."""
    starts = [m.end() for p in (_RECEIVED, _ANNOUNCED, _TASKED) if (m := _first(p, text))]
    starts += [m.start() for m in [_HEADER.search(text)] if m]
    starts += [0] if _QUIZ.search(low(text)) else []
    for speaker, least in ((_DIALOGUE, 3), (_ROLE, 2)):
        if len(speakers := list(speaker.finditer(text))) >= least:
            starts.append(speakers[0].start())
    return min(starts, default=None)


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that has text after it; a lead-in with nothing behind announces nothing."""
    found = pattern.search(text)
    return found if found and text[found.end() :].strip() else None


def _lines(text: str) -> Iterator[Span]:
    """Lines that are quoted, code, tables, or no language at all."""
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line)
        if _strange(line.rstrip()):
            yield at, end
        at = end


def _strange(line: str) -> bool:
    if not line.strip():
        return False
    if _QUOTE_LINE.match(line) or len(line) > MAX_LINE or _BLOB.search(line):
        return True
    if line.count("|") >= 2 or line.count("\t") >= 2:
        return True
    if _CODE.match(line):
        return True
    return len(line) > 12 and len(_SIGN.findall(line)) > 0.35 * len(line)
