"""Copies of the state file: `python -m functions.state_copies make --to FOLDER`, then `list` and `restore NAME`.

`restore` wants nothing to run on the data folder, and does its work once: it may stand in a start that is repeated.
"""

from __future__ import annotations

import argparse
import sys

from functions.adapters.system import SystemClock
from functions.backends import state_copies_of
from functions.domain.errors import StoreyardError
from functions.settings import BadSetting, settings

KEEP = 14


def main(arguments: list[str] | None = None) -> int:
    """Do as the command line says; a failure is one sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m functions.state_copies", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="make a copy while the platform runs, and read it back")
    make.add_argument("--keep", type=int, default=KEEP, help="how many are kept")
    restore = commands.add_parser("restore", help="put a copy in the place of the state; the platform has to be stopped")
    restore.add_argument("name")
    for command in (make, restore, commands.add_parser("list", help="the names of the copies, the oldest first")):
        command.add_argument("--to", required=True, help="where copies are: a folder, or s3://bucket/prefix")
        command.add_argument("--endpoint", help="address of an S3 that is not AWS's")
    chosen = parser.parse_args(arguments)
    if chosen.command == "make" and chosen.keep < 1:
        parser.error("--keep: at least 1")
    try:
        sys.stdout.write(f"{_do(chosen)}\n")
    except (BadSetting, StoreyardError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _do(chosen: argparse.Namespace) -> str:
    copies = state_copies_of(settings(), SystemClock(), chosen.to, chosen.endpoint)
    if chosen.command == "make":
        return f"made {copies.make(keep=chosen.keep)}"
    if chosen.command == "restore":
        return f"restored {chosen.name}" if copies.restore(chosen.name) else f"{chosen.name} was restored before"
    return "\n".join(copies.names())


if __name__ == "__main__":
    sys.exit(main())
