"""Gets files of a backup: streamed to the disk, compared with what the platform says of them, and never over what is there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from functions.cli.client import Client, Json, connection
from functions.cli.errors import CliError, Problem, Unreachable, Usage
from functions.cli.showing import at

MANIFEST, MANIFEST_PART = "manifest.json", "manifest"
PARTIAL = ".partial"
SECONDS = 60.0


def download(client: Client, found: Json, folder: Path) -> list[Json]:
    """Get all of a backup into a folder, the manifest last. Raises Usage where a file is there, CliError where one differs."""
    wanted = {name: _plain(part["file"]) for name, part in (found.get("parts") or {}).items()} | {MANIFEST_PART: MANIFEST}
    there = [name for name in wanted.values() if (folder / name).exists()]
    if there:
        raise Usage(f"{folder / there[0]} is there already: choose another folder with --to.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return [_one(client, found, part, folder / name) for part, name in wanted.items()]
    except OSError as error:
        raise CliError(f"{folder} cannot be written: {error.strerror or error}.") from error


def _one(client: Client, found: Json, part: str, file: Path) -> Json:
    """Get one file under another name, which becomes its own once it was compared."""
    partial = file.with_name(file.name + PARTIAL)
    digest, size = hashlib.sha256(), 0
    try:
        with (
            open(partial, "wb", opener=_private) as out,
            _stream(client, at("backups", found["id"], "download", part)) as chunks,
        ):
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        got = {"file": str(file), "size": size, "sha256": digest.hexdigest()}
        _compare(found, part, got, partial)
        os.link(partial, file)  # unlike a rename it refuses where something came there meanwhile
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
    return got


def _compare(found: Json, part: str, got: Json, partial: Path) -> None:
    said = (found.get("parts") or {}).get(part) or _manifest_of(partial, found)
    wrong = [name for name in ("size", "sha256") if name in said and said[name] != got[name]]
    if wrong:
        raise CliError(
            f"{Path(got['file']).name} is not what the backup says: its {wrong[0]} is another. Nothing was kept of it."
        )


def _manifest_of(partial: Path, found: Json) -> Mapping[str, Any]:
    """Hold the manifest against what the platform says. Raises CliError."""
    try:
        manifest = json.loads(partial.read_text(encoding="utf-8"))
        same = manifest["id"] == found["id"] and _told(manifest) == _told(found)
    except (ValueError, KeyError, TypeError, AttributeError):
        same = False
    if not same:
        raise CliError(f"{MANIFEST} is not this backup's. Nothing was kept of it.")
    return {}


def _told(of: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is said of each file."""
    return {name: [part[field] for field in ("file", "size", "sha256")] for name, part in (of.get("parts") or {}).items()}


@contextmanager
def _stream(client: Client, path: str) -> Iterator[Iterator[bytes]]:
    """The chunks of a file, from wherever the platform says that it is. Nobody else is shown the platform's token."""
    try:
        with _answer(client, path) as answer:
            if answer.status_code != HTTPStatus.SEE_OTHER:
                yield _chunks(answer)
                return
            address = answer.headers["location"]
        with connection(address, client.transport) as elsewhere, elsewhere.stream("GET", address, timeout=SECONDS) as answer:
            yield _chunks(answer)
    except httpx.TransportError as error:
        raise Unreachable(f"The download broke off: {str(error).strip() or type(error).__name__}", sent=True) from error


@contextmanager
def _answer(client: Client, path: str) -> Iterator[httpx.Response]:
    """The platform's answer; one more try where the access token has just ended."""
    for again in (True, False):
        token = client.credential.token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with client.http.stream("GET", path, headers=headers, timeout=SECONDS) as answer:
            if answer.status_code == HTTPStatus.UNAUTHORIZED and again and client.credential.renew(token, client.http):
                continue
            yield answer
            return


def _chunks(answer: httpx.Response) -> Iterator[bytes]:
    if answer.status_code != HTTPStatus.OK:
        answer.read()
        try:
            body = answer.json()
        except ValueError:
            body = None
        raise Problem(answer.status_code, body if isinstance(body, dict) else {})
    return answer.iter_bytes()


def _plain(name: str) -> str:
    """A file's name, which stays in the folder. Raises CliError."""
    if name != Path(name).name or name in {"", ".", ".."}:
        raise CliError(f"The platform names a file {name!r}, which is no file's name.")
    return name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
