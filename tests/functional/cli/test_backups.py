"""Backups on the command line, against the real handler: what is shown, what is downloaded, and what is never written over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions.application.ports.repository import Insert
from functions.domain.backup import folder_of
from functions.domain.entities import BACKUPS
from tests.fakes.backups import DUMP, FILES, backup
from tests.fakes.samples import store
from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell

NAMES = ["database.dump", "files.tar.zst", "manifest.json"]


@pytest.fixture(autouse=True)
def yard(api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Api:
    """Olga's store `demo` with a backup; commands run in a folder of the test."""
    kept = backup("OP000101")
    api.platform.repository.commit(Insert(store()), Insert(kept))
    api.platform.target.keep(kept)
    monkeypatch.chdir(tmp_path)
    return api


def test_backups_are_listed_and_shown(shell: Shell) -> None:
    listed = shell.type("backup", "list", "demo")
    shown = shell.type("backup", "show", "OP000101", "--json")

    assert "OP000101" in listed.out
    assert "good" in listed.out
    assert shown.json["counts"] == {"orders": 3, "products": 2, "customers": 1}
    assert shell.type("backup", "list", "--json").json["items"][0]["id"] == "OP000101"
    assert shell.type("backup", "show", "OP999999").code == 6


def test_a_backup_is_asked_for(shell: Shell) -> None:
    typed = shell.type("backup", "create", "demo", "--no-wait", "--json")

    assert typed.code == 0
    assert typed.json["operation"]["kind"] == "backup"


def test_a_download_has_all_files_and_only_their_owner_may_read_them(shell: Shell, tmp_path: Path) -> None:
    typed = shell.type("backup", "download", "OP000101")

    folder = tmp_path / "demo-OP000101"
    assert (typed.code, sorted(file.name for file in folder.iterdir())) == (0, NAMES)
    assert (folder / "database.dump").read_bytes() == DUMP
    assert (folder / "files.tar.zst").read_bytes() == FILES
    assert json.loads((folder / "manifest.json").read_text())["id"] == "OP000101"
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert "files.tar.zst" in typed.out


def test_what_is_there_is_not_written_over_and_nothing_is_fetched(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/files.tar.zst").write_text("mine")

    typed = shell.type("backup", "download", "OP000101", "--to", "out")

    assert typed.code == 2
    assert "is there already" in typed.err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["files.tar.zst"]
    assert (tmp_path / "out/files.tar.zst").read_text() == "mine"
    assert not any("download" in str(request.url) for request in shell.requests)


@pytest.mark.parametrize("change", [lambda kept: kept[:-1], lambda kept: b"x" + kept[1:]], ids=["short", "changed"])
def test_what_differs_is_refused_and_not_kept(shell: Shell, yard: Api, tmp_path: Path, change: Any) -> None:
    path = f"{folder_of('demo', 'OP000101')}/files.tar.zst"
    yard.platform.target.kept[path] = change(yard.platform.target.kept[path])

    typed = shell.type("backup", "download", "OP000101", "--to", "out")

    assert typed.code == 1
    assert "files.tar.zst is not what the backup says" in typed.err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["database.dump"]


def test_a_manifest_of_another_backup_is_refused(shell: Shell, yard: Api) -> None:
    yard.platform.target.kept[f"{folder_of('demo', 'OP000101')}/manifest.json"] = b'{"id": "OP000102"}'

    typed = shell.type("backup", "download", "OP000101", "--to", "out")

    assert typed.code == 1
    assert "manifest.json is not this backup's" in typed.err


def test_a_download_that_breaks_off_leaves_no_half_file(shell: Shell, yard: Api, tmp_path: Path) -> None:
    inner = shell.wire

    def broken(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/files"):
            raise httpx.ReadError("peer closed the connection")
        return inner(request)

    shell.wire = broken
    typed = shell.type("backup", "download", "OP000101", "--to", "out")

    assert typed.code == 1
    assert "broke off" in typed.err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["database.dump"]


def test_what_lies_in_a_bucket_is_fetched_there_without_the_platforms_token(shell: Shell, yard: Api, tmp_path: Path) -> None:
    yard.platform.target.addresses = "https://bucket.example"
    kept, inner = dict(yard.platform.target.kept), shell.wire

    def send(request: httpx.Request) -> httpx.Response:
        if request.url.host != "bucket.example":
            return inner(request)
        assert "authorization" not in request.headers
        return httpx.Response(200, content=kept[request.url.path.lstrip("/")])

    shell.wire = send
    typed = shell.type("backup", "download", "OP000101", "--to", "out", "--json")

    assert (typed.code, sorted(file.name for file in (tmp_path / "out").iterdir())) == (0, NAMES)
    assert [Path(file["file"]).name for file in typed.json["files"]] == NAMES


def test_a_name_that_leads_out_of_the_folder_is_refused(shell: Shell, tmp_path: Path) -> None:
    found = {"id": "OP1", "parts": {"database": {"file": "../evil", "size": 1, "sha256": ""}}}
    shell.wire = lambda _: httpx.Response(200, json=found)

    typed = shell.type("backup", "download", "OP1", "--to", "out")

    assert typed.code == 1
    assert "no file's name" in typed.err
    assert not (tmp_path / "evil").exists()


def test_a_folder_that_cannot_be_written_is_said(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    typed = shell.type("backup", "download", "OP000101", "--to", "out/below")

    assert typed.code == 1
    assert "cannot be written" in typed.err


def test_a_pin_comes_and_goes_and_a_pinned_one_says_how_to_delete_it(shell: Shell) -> None:
    assert shell.type("backup", "pin", "OP000101", "--json").json["pinned"] is True

    refused = shell.type("backup", "delete", "OP000101", "--yes")

    assert refused.code == 5
    assert "storeyard backup unpin OP000101" in refused.err
    assert shell.type("backup", "unpin", "OP000101", "--json").json["pinned"] is False
    assert shell.type("backup", "delete", "OP000101", "--yes").code == 0


def test_a_deletion_asks_first(shell: Shell, yard: Api) -> None:
    terminal = frozenset({"stdin", "stderr"})

    assert shell.type("backup", "delete", "OP000101").code == 2
    assert shell.type("backup", "delete", "OP000101", stdin="n\n", tty=terminal).code == 2
    kept = yard.platform.repository.get(BACKUPS, id="OP000101")
    assert kept is not None
    assert kept.deleted_at is None
    assert shell.type("backup", "delete", "OP000101", stdin="y\n", tty=terminal).code == 0
    assert shell.type("backup", "show", "OP000101").code == 6


def test_how_often_a_store_is_backed_up_is_shown_and_said(shell: Shell) -> None:
    assert shell.type("store", "schedule", "demo", "--json").json["every_hours"] == 24
    assert shell.type("store", "schedule", "demo", "--hours", "6", "--json").json["every_hours"] == 6
    assert shell.type("store", "schedule", "demo", "--hours", "0", "--json").json["every_hours"] == 0
    assert shell.type("store", "schedule", "demo", "--default", "--json").json["hours"] is None
    assert shell.type("store", "schedule", "demo", "--default", "--hours", "3").code == 2
    said = shell.type("store", "schedule", "demo", "--hours", "6", "--drill-hours", "0", "--json").json
    assert (said["hours"], said["drill_hours"]) == (6, 0)
    said = shell.type("store", "schedule", "demo", "--drill-default", "--json").json
    assert (said["hours"], said["drill_hours"], said["drill_every_hours"]) == (6, None, 168)
    both = shell.type("store", "schedule", "demo", "--drill-default", "--drill-hours", "3")
    assert (both.code, "--drill-hours or --drill-default" in both.err) == (2, True)
    assert shell.type("store", "schedule", "demo", "--hours", "100000").code == 2
