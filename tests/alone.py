"""Builds the wheel, installs it elsewhere without extras, and sees that it works there by itself.

    python tests/alone.py newest    # with the newest versions of what the core needs
    python tests/alone.py lowest    # with the lowest that pyproject.toml allows

It makes an environment in a temporary folder, in which nothing else is, and plays there: the demo,
a memory on disk that is opened twice, every module of the core imported. Then it asks git whether
the tree is as it was. `make test-alone` does both.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLAY = """
import importlib, pkgutil
import prefmem
from prefmem import PreferenceMemory

SAID = [{"role": "user", "content": "I'm severely allergic to peanuts."}]
ASKED = [{"role": "user", "content": "What can I cook tonight?"}]
for _ in range(2):
    with PreferenceMemory.open("p.db") as memory:
        ada = memory.user("ada")
        ada.observe(SAID, conversation="c")
        assert "peanut" in ada.personalize(ASKED).block.text.lower()
        assert ada.episodes("peanuts")
        assert not memory.drain().waiting
LEFT_OUT = ("conformance", "testing", "__main__", "stores.migrations.")
for found in pkgutil.walk_packages(prefmem.__path__, "prefmem."):
    if not found.name.removeprefix("prefmem.").startswith(LEFT_OUT):
        importlib.import_module(found.name)
"""


def bounds() -> list[str]:
    """What the core needs, at its lower bounds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [re.sub(r">=([\d.]+).*", r"==\1", one) for one in project["dependencies"]]


def run(*command: str | Path, cwd: Path, home: Path | None = None) -> str:
    """What a command prints; without what the environment says to Python or to prefmem."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFMEM", "PYTHON"))}
    kept |= {"HOME": str(home)} if home else {}
    done = subprocess.run(command, cwd=cwd, env=kept, check=True, capture_output=True, text=True)
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=("newest", "lowest"))
    which = parser.parse_args().which
    before = run("git", "status", "--porcelain", cwd=ROOT)
    with tempfile.TemporaryDirectory(prefix="prefmem-alone-") as made:
        folder, home = Path(made), Path(made) / "home"
        home.mkdir()
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv" / "bin" / "python"
        pip = (python, "-m", "pip", "--quiet", "--disable-pip-version-check")
        run(*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
        (wheel,) = folder.glob("*.whl")
        pins = bounds() if which == "lowest" else []
        run(*pip, "install", wheel, *pins, cwd=folder)
        run(python, "-W", "ignore", "-c", PLAY, cwd=home, home=home)
        demo = json.loads(run(python.with_name("prefmem"), "demo", "--json", cwd=home, home=home))
        assert len(demo["requests"]) == 6
        versions = run(*pip, "freeze", "--exclude", "prefmem", cwd=folder)
    assert run("git", "status", "--porcelain", cwd=ROOT) == before, "the tree is not as it was"
    print(f"{versions}\n{wheel.name} works by itself with these ({which})")


if __name__ == "__main__":
    sys.exit(main())
