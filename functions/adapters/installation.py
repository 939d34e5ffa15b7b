"""The id of an installation: random, made once, kept in its folder. It tells apart who made what in a shared cluster."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from functions.adapters.kept import kept_once, read_kept
from functions.domain.errors import InvalidRequest
from functions.domain.labels import LABEL_VALUE

NAME = "installation"


def installation_id(home: Path, given: str = "", *, keep: bool = True) -> str:
    """Return the id that was given, or the one in the folder, which is made if there is none.

    Of any number of processes that make one at a time, all return the same. With `keep` false nothing is written. Raises
    InvalidRequest for one that is no value of a label, or cannot be kept.
    """
    file = home / NAME
    try:
        found = given or (kept_once(file, _random) if keep else read_kept(file) or _random())
    except OSError as error:
        said = f"the id of this installation cannot be kept in {file}: {error.strerror}"
        raise InvalidRequest(f"{said}; give one with STOREYARD_INSTALLATION") from error
    if not re.fullmatch(LABEL_VALUE, found):
        where = "STOREYARD_INSTALLATION" if given else str(file)
        raise InvalidRequest(
            f"the id of this installation in {where} is no value of a label: letters, digits, - _ . only, at most 63"
        )
    return found


def _random() -> str:
    return secrets.token_hex(8)
