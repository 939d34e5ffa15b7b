"""launcher.py install|remove: the program `storeyard`, which starts the command line from this checkout.

It is below $STOREYARD_CACHE/bin, with a link to it in a folder of PATH, if there is one that may be written. What else is there
under that name is somebody else's and left alone. Needs the standard library only.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CACHE, HOME = Path(os.environ["STOREYARD_CACHE"]), Path(os.environ["STOREYARD_HOME"])
PROGRAM = CACHE / "bin/storeyard"
NAME = "storeyard"
# -I: neither a folder `functions` where it is typed nor PYTHONPATH gets in the way.
TEMPLATE = """#!/bin/sh
# Written by `make up`; `make down` removes it. Starts the command line of {project}.
{owner}
export STOREYARD_HOME
exec {python} -I -c {start} {project} "$@"
"""
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from functions.cli.main import main; main()"


def owner() -> str:
    """Return the line that says which installation the program is for."""
    return f'[ -n "$STOREYARD_HOME" ] || STOREYARD_HOME={shlex.quote(str(HOME))}'


def text() -> str:
    """Return the program."""
    parts = {"project": PROJECT, "python": CACHE / "environments/run/bin/python", "start": START}
    return TEMPLATE.format(owner=owner(), **{name: shlex.quote(str(part)) for name, part in parts.items()})


def path() -> list[Path]:
    """Return the folders of PATH as a shell has them: `make` puts ours before them."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    return [folder for folder in folders if CACHE not in folder.parents]


def places() -> list[Path]:
    """Return where the link may be, the person's own folder first."""
    person = Path(os.environ.get("HOME") or "/")
    return [folder / NAME for folder in (person / ".local/bin", person / "bin", Path("/usr/local/bin"))]


def is_ours(link: Path) -> bool:
    """True for a link that leads to our program."""
    return link.is_symlink() and link.readlink() == PROGRAM


def typed() -> str:
    """Return what a person types to start it: its name, or where it is."""
    found = shutil.which(NAME, path=os.pathsep.join(map(str, path())))
    return NAME if found and Path(found).resolve() == PROGRAM.resolve() else str(PROGRAM)


def install() -> None:
    """Write the program, and the link if there is a place for it."""
    if not PROGRAM.is_file() or PROGRAM.read_text() != text():
        PROGRAM.parent.mkdir(parents=True, exist_ok=True)
        part = PROGRAM.with_suffix(".new")
        part.write_text(text())
        part.chmod(0o755)
        part.replace(PROGRAM)
    if typed() == NAME:
        return
    for link in places():
        if link.parent in path() and os.access(link.parent, os.W_OK) and not os.path.lexists(link):
            link.symlink_to(PROGRAM)
            if typed() == NAME:
                print(f"Made {link}, which is the command line `{NAME}`.")
                return
            link.unlink()
    print(f'The command line is {PROGRAM}. To type just `{NAME}`: export PATH="$PATH:{PROGRAM.parent}"')


def remove() -> None:
    """Remove the program and its link, unless another installation has written it since."""
    if not PROGRAM.is_file() or owner() not in PROGRAM.read_text().splitlines():
        return
    for link in places():
        if is_ours(link):
            link.unlink()
    PROGRAM.unlink()


if __name__ == "__main__":
    {"install": install, "remove": remove}[sys.argv[1]]()
