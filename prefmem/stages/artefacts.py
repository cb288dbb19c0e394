"""Words of code and of texts: what somebody wants of them is wanted wherever they are made.

The default embedding knows little of either: to it "prefers const over let" is about nothing in
particular. So whether a preference is about them is read from its words.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem._remembered import remembered
from prefmem.stages.lowered import low, lowered

TOOLS = (
    r"python|java(?:script)?|typescript|js|ts|c\+\+|c#|golang|kotlin|rails|php|perl|scala|haskell|elixir|erlang|clojure|matlab|sql|html|s?css|bash|zsh|powershell|"
    r"django|flask|fastapi|laravel|vue|angular|svelte|next\.?js|node(?:\.?js)?|deno|tailwind|bootstrap|jquery|htmx|spring boot|hibernate|lombok|sqlalchemy|prisma|graphql|grpc|protobuf|"
    r"postgres(?:ql)?|mysql|mariadb|sqlite|mongo(?:db)?|redis|kafka|rabbitmq|elasticsearch|snowflake|bigquery|duckdb|dbt|airflow|hadoop|"
    r"docker(?:[ -]compose|files?)?|podman|kubernetes|k8s|helm charts?|terraform|ansible|jenkins|github(?: actions)?|gitlab|bitbucket|svn|mercurial|aws|azure|gcp|heroku|vercel|netlify|cloudflare|nginx|apache|"
    r"vim|neovim|nvim|emacs|vs ?code|visual studio|intellij|pycharm|xcode|sublime(?: text)?|jupyter|rstudio|tmux|"
    r"npm|pnpm|pip|conda|maven|gradle|homebrew|pytest|unittest|jest|vitest|cypress|playwright|selenium|mypy|pyright|eslint|prettier|numpy|pandas|polars|httpx|asyncio|pydantic|pytorch|tensorflow"
)
"""Tools of programming whose names mean nothing else, as a pattern."""
_CODE = (
    r"regex(?:es|ps?)?|unit[- ]tests?|integration tests?|write tests|tests first|deploys?|deploying|deployed|pull requests|commit messages|code reviews?|refactor(?:s|ing)?|semicolons|variable names|type[- ]hints?|type annotations?|"
    r"dark (?:mode|themes?)|light (?:mode|themes?)|object[- ]oriented|inheritance|dependency injection|mono-?repos?|micro-?services|rebas(?:e|es|ing)|merge commits|linters?|linting|JSON|YAML|TOML|GraphQL|REST APIs?|pair programming|"
    r"code comments|comments in (?:the |my )?code|docstrings?|doc comments|snake_case|camelCase|PascalCase|kebab-case|global variables|one-liners|pseudo-?code|keyboard shortcuts|keybindings|the command line|terminals?|frameworks?|legacy code|spaghetti code|"
    r"f-strings?|list comprehensions?|comprehensions|lambdas?|decorators?|dataclass(?:es)?|enums?|structs?|generics|closures|monads?|async(?:/await)?|await|mutexes|"
    r"early returns?|guard clauses?|nested (?:ifs?|loops?|ternar(?:y|ies))|ternar(?:y|ies)|if[- ]else|switch statements?|match statements?|for[- ]loops?|while[- ]loops?|explicit loops?|recursion|error handling|try[/-](?:except|catch)|stack ?traces?|"
    r"(?:pure|small|helper|higher[- ]order|arrow|plain|anonymous) functions|function(?:al)? (?:names?|signatures?|calls?|style|programming)|(?:variable|function|method|class|file|branch) (?:names?|naming)|single[- ]letter (?:names?|variables?)|"
    r"immutab(?:le|ility)|side effects|tabs (?:over|to|not|instead of|rather than) spaces|spaces (?:over|to|not|instead of|rather than) tabs|(?:two|four|2|4)[- ]spaces?(?: indent\w*)?|indentation|curly braces|line length|const (?:over|not|instead of|rather than|to) (?:let|var)|"
    r"composition over|source code|the diff|diffs|code ?bases?|backends?|frontends?|endpoints?|bash scripts?|shell scripts?|crates?|coroutines?|booleans?|network calls|multi[- ]stage (?:docker )?builds?|(?:handle|ignore|swallow) errors|monoliths?|distroless|node_modules|virtualenvs?|venvs?"
)
_OF_CODE = re.compile(
    rf"\b(?:(?i:{_CODE})|ORMs?|TDD|PRs|OOP|IDEs?|APIs?)\b|"
    r"\b(?:in|of) (?:JS|TS|Python|Java|Rust|Go|C#|SQL|code)\W*$|"
    r"(?<![\w/.@])[a-z]{2,}_(?:[a-z]{2,})?(?![\w/.@-])|\b[a-z_]{3,}\(\)"
)
"""Words of programming that mean nothing else; a few only in the case in which they are written."""
_TOOL = re.compile(rf"(?<![\w.-])(?:{TOOLS})(?:[ -]?v?\d[\w.]*)?(?![\w-]|\.\w)", re.IGNORECASE)
_MAINLY = re.compile(
    r"\b(?:functions?|variables?|loops?|modules?|exceptions?|arrays?|objects?|compiler|compiled|syntax|parameters?|arguments?|keywords?|interfaces?|librar(?:y|ies)|code|scripts?|queries)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:class(?:es)?|methods?|nam(?:es?|ing)|comments?|commented|tests?|tested|typed|types|pure|tabs|spaces|framework|packages?|dependenc(?:y|ies)|rust|(?-i:Go)|swift|ruby|julia|spring|react|spark|git|poetry|descriptive|nested|abstract\w*|minimal|clever|readable|idiomatic|verbose|without comments|clean)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:dress|zip|area|post(?:al)?|discount|promo|loyalty|fitness|training|tv|exercise|yoga|dance|movie|film) (?:code|program(?:me)?s?|script)\b|\bcode of\b",
    re.IGNORECASE,
)


TEXTS = (
    r"(?:e-?mails|mails|letters|replies|messages|reports|reviews|presentations|slides|summaries|translations|posts|tweets|captions|essays|"
    r"cover letters|invitations|newsletters|articles|press releases|minutes|memos)"
)
"""Kinds of texts, in the plural: what is asked of them is asked of all to come. A pattern."""
_OWN_TEXTS = lowered(
    rf"\bmy (?:[a-z]+ )?{TEXTS}\b(?! (?:from|by|about)\b)|\b(?:write|writing|sign|signs|start|end|close|open|for|in) (?:all |off )?(?:their |my |the )?(?:[a-z]+ )?{TEXTS}\b|"
    rf"\btheir (?:[a-z]+ )?{TEXTS}\b(?! (?:from|by|about)\b)|"
    r"\b(?:brand voice|house style|tone of voice|style guide)\b"
)


def is_about_texts(text: str) -> bool:
    """True if it is about texts that somebody writes: "my posts short", "sign my letters with"."""
    return _OWN_TEXTS.search(low(text)) is not None


def is_of_code(text: str) -> bool:
    """True if it is about programming, by words that mean nothing else."""
    return _OF_CODE.search(text) is not None


@remembered(4_096)
def is_about_code(text: str) -> bool:
    """True if it is about programming: by such words, by a tool, or by two words that together are."""
    if is_of_code(text) or _TOOL.search(text) is not None:
        return True
    mainly = {found.lower() for found in _MAINLY.findall(text)}
    if not mainly or _OTHER.search(text) is not None:
        return False
    return len(mainly) > 1 or _BESIDE.search(text) is not None
