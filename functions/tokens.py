"""The first admin and their token: `python -m functions.tokens ensure --name owner --file $STOREYARD_HOME/token`."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path

from functions import bootstrap
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.queries import user_with_token
from functions.application.users import FIRST
from functions.domain.entities import FOUNDINGS, USERS
from functions.domain.errors import StoreyardError, VersionConflict
from functions.domain.user import Founding, Role, User, hash_token
from functions.settings import BadSetting

PREFIX = "sy_"


def ensure(*, repository: Repository, clock: Clock, name: str, file: Path) -> bool:
    """Make the user and the file agree on a token; True if something had to be written.

    The file is written first: broken off after that, the next call records the token that the file holds. Another token ends
    the user's sessions, which codes made with the one before may have begun. Processes that do so at once with the same token
    in their files, as pods that get it from a Secret, all succeed. Raises VersionConflict where they have others.
    """
    token = file.read_text().strip() if file.is_file() else ""
    if token and user_with_token(repository, hash_token(token)) is not None:
        return False
    if not token:
        token = PREFIX + secrets.token_urlsafe(32)
        write_secret(file, token)
    try:
        _record(repository, clock, name, token)
    except VersionConflict:
        if user_with_token(repository, hash_token(token)) is None:
            raise
        return False
    return True


def _record(repository: Repository, clock: Clock, name: str, token: str) -> None:
    known = repository.get(USERS, id=name)
    if known is None:
        user = User(id=name, name=name, role=Role.ADMIN, token_hash=hash_token(token), created_at=clock.now())
        first = [] if repository.get(FOUNDINGS, name=FIRST) else [Insert(Founding(user=name))]
        repository.commit(Insert(user), *first)
    else:
        repository.commit(Replace(known.model_copy(update={"token_hash": hash_token(token), "epoch": known.epoch + 1})))


def write_secret(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(f"{text}\n")
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


def main(arguments: list[str] | None = None) -> int:
    """Do as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m functions.tokens", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("ensure", help="make an admin user with a token in a file, unless there is one")
    command.add_argument("--name", default="owner")
    command.add_argument("--file", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    try:
        platform = bootstrap.platform()
        ensure(repository=platform.repository, clock=platform.clock, name=chosen.name, file=chosen.file)
    except (BadSetting, StoreyardError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
