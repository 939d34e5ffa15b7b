"""The program storeyard-extensions in a shop's pod: what it is told, and what it says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from functions.actions.base import Options
from functions.actions.orders import SERVING, shop_script
from functions.adapters.kube.streams import CHUNK, StreamFailed
from functions.domain.errors import StoreyardError
from functions.domain.extension import Extension, read_extensions
from functions.domain.kinds.extending import INSTALL_FAILED
from functions.domain.kinds.update_extensions import KIND
from functions.domain.shipped import WantedExtension, as_data

PROGRAM = "storeyard-extensions"
OUTPUT_MAX = 4 << 20  # of a script in a pod where the owner's code runs
ARCHIVE_MAX: Final = 512 << 20
SCRIPT_OPTIONS: Options = {
    "script": {"type": "list", "elements": "str", "required": True},
    "kubectl": {"type": "path", "required": True},
}


class UpdateFailed(StoreyardError):
    """The shop did not say what is on offer, or could not update an extension; the message has its words."""

    reason = KIND.failure_reason


class InstallFailed(UpdateFailed):
    """An extension could not be installed; the message has the shop's words."""

    reason = INSTALL_FAILED


def offered(arguments: dict[str, Any]) -> tuple[Extension, ...]:
    """Return the extensions of a shop, which asks for newer versions first. Raises UpdateFailed."""
    return _list(_said(arguments, "offered", [json.dumps({"slugs": []}).encode()], UpdateFailed), "extensions", UpdateFailed)


def update(arguments: dict[str, Any], slugs: Sequence[str]) -> tuple[Extension, ...]:
    """Have a shop update these, and return the extensions that it has then. Raises UpdateFailed."""
    asked = json.dumps({"slugs": list(slugs)}).encode()
    return _list(_said(arguments, "update", [asked], UpdateFailed), "extensions", UpdateFailed)


def install(
    arguments: dict[str, Any], wanted: Sequence[WantedExtension], *, replace: bool
) -> tuple[tuple[Extension, ...], tuple[Extension, ...]]:
    """Have a shop install these; return the extensions that it had before, and those that it has then. Raises InstallFailed.

    `replace`: also what is there in another version. An archive that the folder has is sent along; others the shop gets itself.
    """
    folder = arguments.get("folder")
    archives = [Path(folder) / one.archive for one in wanted] if folder else []
    sizes = [_size(archive) for archive in archives] or [0] * len(wanted)
    items = [{**one, "bytes": size} for one, size in zip(as_data(wanted), sizes, strict=True)]
    head = json.dumps({"extensions": items, "replace": replace}).encode() + b"\n"
    sent = (archive for archive, size in zip(archives, sizes, strict=False) if size)
    said = _said(arguments, "install", _stream(head, sent), InstallFailed)
    return _list(said, "before", InstallFailed), _list(said, "extensions", InstallFailed)


def _size(archive: Path) -> int:
    """How many bytes an archive has; 0 where it is not there, or empty."""
    size = archive.stat().st_size if archive.is_file() else 0
    if size > ARCHIVE_MAX:
        raise InstallFailed(f"the archive {archive.name} is larger than {ARCHIVE_MAX >> 20} MiB")
    return size


def _stream(head: bytes, archives: Iterable[Path]) -> Iterator[bytes]:
    yield head
    for archive in archives:
        with archive.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def _said(arguments: dict[str, Any], command: str, stdin: Iterable[bytes], failure: type[UpdateFailed]) -> dict[str, Any]:
    """Have the shop's script do something and return what it says."""
    script, said = shop_script(arguments, SERVING), bytearray()
    try:
        for chunk in script([command], iter(stdin)):
            said += chunk
            if len(said) > OUTPUT_MAX:
                raise failure("the shop says more of its extensions than can be read")
        found = json.loads(said)
    except StreamFailed as failed:
        raise failure(failed.said.removeprefix(f"{PROGRAM}: ") or failed.message) from failed
    except ValueError as error:
        raise failure("the shop does not say which extensions it has") from error
    if not isinstance(found, dict):
        raise failure("the shop does not say which extensions it has")
    return found


def _list(said: dict[str, Any], key: str, failure: type[UpdateFailed]) -> tuple[Extension, ...]:
    if key not in said:
        raise failure("the shop does not say which extensions it has")
    if not isinstance(said[key], list):
        raise failure("the shop's list of extensions is none")
    return read_extensions(said[key])
