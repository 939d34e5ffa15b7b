"""A backup where it lies for good: a real S3 server that dies meanwhile, a real disk that is full."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from functions.adapters.backups.copying import load_backup, make_backup
from functions.adapters.backups.folder import FolderTarget
from functions.adapters.backups.s3 import S3Target, make_client
from functions.application.ports.backups import TargetFailed
from functions.application.usable import found, usable
from functions.domain.backup import MANIFEST
from tests import s3_server
from tests.built import BUILD_SECONDS
from tests.fakes.backups import WANTED, FakeData
from tests.s3_server import S3Server
from tests.small_disk import small_disk

pytestmark = pytest.mark.timeout(BUILD_SECONDS + 60)
FOLDER, ENGINE = WANTED.folder, str(WANTED.manifest["engine"])
MIB = 1 << 20
PART = 5 * MIB  # S3 takes no smaller one, but the last


@pytest.fixture
def server(tmp_path: Path) -> Iterator[S3Server]:
    """A server of the test's own, which it may kill."""
    with s3_server.serving(tmp_path / "s3") as running:
        yield running


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of one MiB."""
    with small_disk(tmp_path / "tiny", kib=1024) as place:
        yield place


def big(data: FakeData, **sizes: int) -> FakeData:
    """The data with parts of these sizes that no server can pack."""
    data.parts |= {part: os.urandom(size) for part, size in sizes.items()}
    return data


def test_a_backup_on_a_real_s3_server_is_read_back_and_goes_back_as_it_came(server: S3Server, tmp_path: Path) -> None:
    shop = big(FakeData(chunk=MIB), database=100_000, files=40 * MIB)
    before = dict(shop.parts)
    with s3_server.keys(s3_server.keys_in(tmp_path)):
        target = S3Target(server.bucket(), "shops", make_client(server.url))

    manifest = make_backup(shop, target, WANTED)
    shop.parts = {"database": b"", "files": b"other"}
    load_backup(shop, target, FOLDER, usable(target, store_id="demo", backup_id="OP1", engine=ENGINE))

    assert shop.parts == before
    assert manifest.parts["files"].size == 40 * MIB
    assert list(target.files("demo")) == [f"{FOLDER}/{name}" for name in ("database.dump", "files.tar.zst", MANIFEST)]


@pytest.mark.parametrize("part", ["database", "files"])
def test_a_server_that_dies_in_the_middle_of_an_upload_leaves_no_backup_and_its_rest_can_be_removed(
    server: S3Server, part: str
) -> None:
    bucket = server.bucket()
    target = S3Target(bucket, "", server.client, part=PART)
    seen: list[list[str]] = []

    def die(now: str) -> None:
        if now == part:
            seen.append([upload["Key"] for upload in server.client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])])
            server.kill()

    with pytest.raises(TargetFailed) as error:
        make_backup(big(FakeData(chunk=PART + 1, midway=die), database=2 * PART, files=2 * PART), target, WANTED)
    server.start()

    name = {"database": "database.dump", "files": "files.tar.zst"}[part]
    assert seen == [[f"{FOLDER}/{name}"]], "it was killed in the middle"
    assert found(target, store_id="demo", backup_id="OP1") is None
    assert list(target.files("demo")) == ([] if part == "database" else [f"{FOLDER}/database.dump"])
    said = rf'the bucket {bucket} for backups cannot be written: [^/]+ "{server.url}"[^/]*; what was written until then'
    assert re.fullmatch(rf"{said} may still lie there, below {FOLDER}", error.value.message)

    target.delete(FOLDER)  # which the platform does, once the operation has ended
    assert "Uploads" not in server.client.list_multipart_uploads(Bucket=bucket)
    assert list(target.files("demo")) == []
    make_backup(FakeData(), target, WANTED)
    assert found(target, store_id="demo", backup_id="OP1") is not None


def test_a_killed_run_that_is_repeated_ends_with_the_one_whole_backup(server: S3Server) -> None:
    """The platform is killed in the middle: nobody aborts the upload. The next run of the operation writes the same folder."""
    bucket = server.bucket()
    target = S3Target(bucket, "", server.client, part=PART)
    upload = server.client.create_multipart_upload(Bucket=bucket, Key=f"{FOLDER}/database.dump")
    server.client.upload_part(
        Bucket=bucket, Key=f"{FOLDER}/database.dump", UploadId=upload["UploadId"], PartNumber=1, Body=b"x" * PART
    )

    manifest = make_backup(FakeData(), target, WANTED)

    assert usable(target, store_id="demo", backup_id="OP1", engine=ENGINE) == manifest
    assert "Uploads" not in server.client.list_multipart_uploads(Bucket=bucket)


def test_a_server_that_dies_while_a_file_is_read_is_a_sentence(server: S3Server) -> None:
    target = S3Target(server.bucket(), "", server.client)
    target.write("demo/1/files.tar.zst", [b"x" * MIB] * 64)
    chunks = target.read("demo/1/files.tar.zst")
    next(chunks)
    server.kill()

    with pytest.raises(TargetFailed, match="for backups cannot be read: "):
        for _ in chunks:
            pass


def test_a_disk_that_is_full_for_a_moment_is_waited_for(tiny: Path) -> None:
    filler = tiny / "filler"
    target = FolderTarget(tiny / "backups")

    def chunks() -> Iterator[bytes]:
        yield b"a" * 1000
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        threading.Timer(1.0, filler.unlink).start()
        yield b"b" * 10_000

    assert target.write("demo/1/database.dump", chunks()) == 11_000
    assert b"".join(target.read("demo/1/database.dump")) == b"a" * 1000 + b"b" * 10_000


@pytest.mark.parametrize(
    "sizes",
    [
        {"database": 2 * MIB, "files": 1000},
        {"database": 1000, "files": 2 * MIB},
        {"database": 4096, "files": MIB - 4096},
    ],
    ids=["in the database", "in the files", "before the manifest"],
)
def test_a_disk_that_is_full_is_told_and_no_half_backup_is_left(tiny: Path, sizes: dict[str, int]) -> None:
    target = FolderTarget(tiny / "backups", full_seconds=0.5)

    with pytest.raises(TargetFailed, match=rf"^the folder {tiny}/backups for backups is full: 0 MB are free there$"):
        make_backup(big(FakeData(chunk=100_000), **sizes), target, WANTED)

    assert found(target, store_id="demo", backup_id="OP1") is None
    assert [path for path in tiny.rglob("*") if path.is_file()] == []
    make_backup(FakeData(), target, WANTED)
    assert usable(target, store_id="demo", backup_id="OP1", engine=ENGINE).parts["database"].size > 0
