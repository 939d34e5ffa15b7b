"""new_engine.py: a new engine that works, from the templates in scripts/engine. NAME in the environment says how it is called.

What it makes is a small shop of our own, to be replaced file by file by the software that the engine is for. It touches no
file that is there. Needs the standard library only.
"""

from __future__ import annotations

import keyword
import os
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TEMPLATES = PROJECT / "scripts/engine"
LIBRARY = "store-common"
NAME_MAX = 30
# Modules next to the adapters that are none.
NO_ADAPTERS = {"base"}


class Refused(Exception):
    """A name that cannot be an engine's. The message is one sentence."""


def module_of(name: str) -> str:
    """The name as Python writes it."""
    return name.replace("-", "_")


def check(name: str) -> None:
    """Raise Refused for a name that is malformed or taken."""
    if not name:
        raise Refused("Name the engine: make engine NAME=<name>.")
    if len(name) > NAME_MAX or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        rule = f"lower-case letters, digits and single dashes, a letter first, {NAME_MAX} characters at most"
        raise Refused(f"{name!r} cannot be an engine's name: {rule}.")
    if module_of(name) in NO_ADAPTERS or keyword.iskeyword(name):
        raise Refused(f"{name!r} cannot be an engine's name: Python needs the word for something else.")
    module = f"functions/adapters/shops/{module_of(name)}"
    for path in (f"charts/{name}", f"images/{name}", module, f"{module}.py"):
        if (PROJECT / path).exists():
            raise Refused(f"{name!r} is taken: {path} is there already.")


def filled(text: str, name: str) -> str:
    """A template's text, or its path, with the name."""
    words = {"ENGINE_NAME": name, "ENGINE_MODULE": module_of(name), "ENGINE_TITLE": name.replace("-", " ").title()}
    return re.sub("|".join(words), lambda found: words[found[0]], text)


def make(name: str) -> list[str]:
    """Write the engine's files; return their paths."""
    made = []
    for template in sorted(path for path in TEMPLATES.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        path = filled(str(template.relative_to(TEMPLATES)), name)
        target = PROJECT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(filled(template.read_text(encoding="utf-8"), name))
        made.append(path)
    link = PROJECT / "charts" / name / "charts" / LIBRARY
    link.parent.mkdir()
    link.symlink_to(f"../../{LIBRARY}")
    return [*made, str(link.relative_to(PROJECT))]


def main() -> int:
    """Make it; 1 if the name cannot be."""
    name = os.environ.get("NAME", "")
    try:
        check(name)
        made = make(name)
    except (Refused, FileExistsError) as error:
        sentence = f"{error.filename} is there already." if isinstance(error, FileExistsError) else error
        print(f"storeyard: {sentence}", file=sys.stderr)
        return 1
    print("\n".join(made))
    print(f"\nThe engine {name} is there. `make unit ENGINE={name}` checks it; docs/engines.md says what to change.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
