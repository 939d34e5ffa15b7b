"""Where backups lie: a folder and buckets, moto's and those of a real S3 server, held to the same."""

from __future__ import annotations

import errno
import os
import tracemalloc
import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import httpx
import pytest
from botocore.exceptions import ConnectTimeoutError

from functions.adapters.backups import target_of
from functions.adapters.backups.folder import FolderTarget
from functions.adapters.backups.s3 import S3Target, make_client
from functions.application.ports.backups import BackupTarget, TargetFailed
from tests import s3_server
from tests.built import BUILD_SECONDS
from tests.s3_server import S3Server

pytestmark = pytest.mark.timeout(BUILD_SECONDS + 60)
PART = 5 << 20  # S3 takes no smaller one, but the last


class Broken(Exception):
    """What the source of chunks raises here."""


def broken(*before: bytes) -> Iterator[bytes]:
    yield from before
    raise Broken


@pytest.fixture
def bucket(moto_client: Any) -> str:
    name = f"backups-{uuid.uuid4()}"
    boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name


class Bucket(NamedTuple):
    """A bucket that is empty, and a client of the server that has it, as the platform makes one."""

    name: str
    client: Any


@pytest.fixture(scope="session")
def versitygw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A real S3 server for all tests."""
    with s3_server.serving(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(scope="session")
def clients(moto_client: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """The platform's clients of moto, and of a real server with the keys of a file: made once, since each takes a while."""
    folder = tmp_path_factory.mktemp("keys")

    @cache
    def client(endpoint: str) -> Any:
        with s3_server.keys(s3_server.keys_in(folder)) if endpoint else nullcontext():
            return make_client(endpoint)

    return client


@pytest.fixture
def real(versitygw: S3Server, clients: Callable[[str], Any]) -> Bucket:
    """A bucket of the real server."""
    return Bucket(versitygw.bucket(), clients(versitygw.url))


@pytest.fixture(params=["moto", "versitygw"])
def s3(request: pytest.FixtureRequest, clients: Callable[[str], Any]) -> Bucket:
    """A bucket of each S3 server in turn."""
    if request.param == "moto":
        return Bucket(request.getfixturevalue("bucket"), clients(""))
    found: Bucket = request.getfixturevalue("real")
    return found


@pytest.fixture(params=["folder", "moto", "moto, below a prefix", "versitygw", "versitygw, below a prefix"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> BackupTarget:
    if request.param == "folder":
        return FolderTarget(tmp_path / "backups")
    prefix = "some/where" if "prefix" in request.param else ""
    if "moto" in request.param:
        return S3Target(request.getfixturevalue("bucket"), prefix, request.getfixturevalue("clients")(""), part=PART)
    bucket: Bucket = request.getfixturevalue("real")
    return S3Target(bucket.name, prefix, bucket.client, part=PART)


def content(target: BackupTarget, path: str) -> bytes:
    return b"".join(target.read(path))


@pytest.mark.parametrize(
    "chunks",
    [[], [b""], [b"small"], [b"x" * PART], [b"y" * (PART + 1)], [b"z" * 999_999] * 12, [b"1", b"", b"a" * 2 * PART, b"2"]],
    ids=["none", "empty", "small", "one part", "one part and a byte", "many chunks", "odd chunks"],
)
def test_what_was_written_is_read_as_it_was(target: BackupTarget, chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    assert target.write("shop/01A/database.dump", chunks) == len(whole)
    assert content(target, "shop/01A/database.dump") == whole
    assert list(target.files("shop/01A")) == ["shop/01A/database.dump"]


def test_a_file_that_is_written_again_is_the_new_one(target: BackupTarget) -> None:
    target.write("shop/01A/manifest.json", [b"old and longer"])
    target.write("shop/01A/manifest.json", [b"new"])
    assert content(target, "shop/01A/manifest.json") == b"new"


@pytest.mark.parametrize("before", [(), (b"some",), (b"x" * (2 * PART + 5),)], ids=["at once", "soon", "in the third part"])
def test_a_source_that_breaks_leaves_nothing(target: BackupTarget, before: tuple[bytes, ...]) -> None:
    target.write("shop/01A/files.tar.zst", [b"other"])
    with pytest.raises(Broken):
        target.write("shop/01A/database.dump", broken(*before))
    assert list(target.files("shop")) == ["shop/01A/files.tar.zst"]
    with pytest.raises(TargetFailed):
        content(target, "shop/01A/database.dump")


def test_a_source_that_breaks_leaves_the_file_that_was_there(target: BackupTarget) -> None:
    target.write("shop/01A/database.dump", [b"whole"])
    with pytest.raises(Broken):
        target.write("shop/01A/database.dump", broken(b"x" * (PART + 1)))
    assert content(target, "shop/01A/database.dump") == b"whole"


def test_a_listing_shows_whole_files_of_its_folder_and_no_other(target: BackupTarget) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"x" * (PART + 1)
        assert list(target.files("shop/01A")) == ["shop/01A/one"]
        yield b"rest"

    target.write("shop/01A/one", [b"1"])
    target.write("shop/01AB/two", [b"2"])
    target.write("shop-two/01A/three", [b"3"])
    target.write("shop/01A/four", chunks())
    assert list(target.files("shop/01A")) == ["shop/01A/four", "shop/01A/one"]
    assert list(target.files("shop")) == ["shop/01A/four", "shop/01A/one", "shop/01AB/two"]
    assert list(target.files("none")) == []


def test_a_folder_is_deleted_with_all_that_is_in_it_and_nothing_else(target: BackupTarget) -> None:
    for path in ("shop/01A/one", "shop/01A/manifest.json", "shop/01AB/two"):
        target.write(path, [b"1"])
    target.delete("shop/01A")
    assert list(target.files("shop")) == ["shop/01AB/two"]
    target.delete("shop/01A")
    target.delete("none/01A")


def test_what_is_not_there_is_said_by_the_first_chunk(target: BackupTarget) -> None:
    with pytest.raises(TargetFailed, match="for backups cannot be read"):
        next(target.read("shop/01A/none"))


@pytest.mark.parametrize("path", ["", ".", "/etc/passwd", "../up", "a/../../up", "a//b", "a/", "a/b.partial"])
def test_no_path_leads_out_of_the_target(target: BackupTarget, path: str) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: target.write(path, [b""]),
        lambda: next(target.read(path)),
        lambda: target.files(path),
        lambda: target.delete(path),
    ]
    for call in calls:
        with pytest.raises(TargetFailed, match="cannot be the name"):
            call()


def test_a_manifest_goes_before_the_rest_so_that_no_half_backup_is_listed(tmp_path: Path, s3: Bucket) -> None:
    """All targets, cut short while they delete."""
    folder = FolderTarget(tmp_path)
    for path in ("a/1/database.dump", "a/1/files.tar.zst", "a/1/manifest.json"):
        folder.write(path, [b"1"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shutil.rmtree", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "broken disk")))
        with pytest.raises(TargetFailed, match="cannot be changed: broken disk"):
            folder.delete("a/1")
    assert list(folder.files("a")) == ["a/1/database.dump", "a/1/files.tar.zst"]

    removed: list[list[str]] = []

    def note(params: Any, **_: Any) -> None:
        removed.append([item["Key"] for item in params["Delete"]["Objects"]])

    below = S3Target(s3.name, "", s3.client)
    for path in ("a/1/database.dump", "a/1/files.tar.zst", "a/1/manifest.json"):
        below.write(path, [b"1"])
    s3.client.meta.events.register("before-parameter-build.s3.DeleteObjects", note)
    below.delete("a/1")
    s3.client.meta.events.unregister("before-parameter-build.s3.DeleteObjects", note)
    assert removed == [["a/1/manifest.json"], ["a/1/database.dump", "a/1/files.tar.zst"]]


def test_deleting_aborts_uploads_that_a_killed_run_left(s3: Bucket) -> None:
    for key in ("p/shop/01A/database.dump", "p/shop/01B/database.dump"):
        upload = s3.client.create_multipart_upload(Bucket=s3.name, Key=key)
        s3.client.upload_part(Bucket=s3.name, Key=key, UploadId=upload["UploadId"], PartNumber=1, Body=b"x" * PART)
    target = S3Target(s3.name, "p", s3.client)
    assert list(target.files("shop")) == []
    target.delete("shop/01A")
    left = s3.client.list_multipart_uploads(Bucket=s3.name)["Uploads"]
    assert [upload["Key"] for upload in left] == ["p/shop/01B/database.dump"]


def test_writing_aborts_what_a_killed_run_has_sent_of_the_same_file(s3: Bucket) -> None:
    for key in ("p/shop/01A/database.dump", "p/shop/01A/files.tar.zst"):
        upload = s3.client.create_multipart_upload(Bucket=s3.name, Key=key)
        s3.client.upload_part(Bucket=s3.name, Key=key, UploadId=upload["UploadId"], PartNumber=1, Body=b"x" * PART)
    S3Target(s3.name, "p", s3.client).write("shop/01A/database.dump", [b"whole"])
    left = s3.client.list_multipart_uploads(Bucket=s3.name)["Uploads"]
    assert [upload["Key"] for upload in left] == ["p/shop/01A/files.tar.zst"]


def test_a_failed_upload_is_aborted_at_once(s3: Bucket) -> None:
    with pytest.raises(Broken):
        S3Target(s3.name, "", s3.client, part=PART).write("a/1/x", broken(b"x" * PART))
    assert "Uploads" not in s3.client.list_multipart_uploads(Bucket=s3.name)


def test_a_partial_file_that_a_killed_run_left_is_not_listed_and_goes_with_its_folder(tmp_path: Path) -> None:
    folder = FolderTarget(tmp_path)
    (tmp_path / "a/1").mkdir(parents=True)
    (tmp_path / "a/1/database.dump.partial").write_bytes(b"half")
    assert list(folder.files("a/1")) == []
    folder.delete("a/1")
    assert not (tmp_path / "a/1").exists()


def test_a_full_disk_is_a_sentence_with_the_folder_and_what_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TargetFailed, match=rf"the folder {tmp_path} for backups is full: \d+ MB are free there"):
        FolderTarget(tmp_path).write("a/1/database.dump", [b"x"])
    assert not list(tmp_path.rglob("*.dump*"))


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetFailed, match=r"cannot be written: (Not a directory|File exists)"):
        FolderTarget(tmp_path / "file").write("a/1/x", [b"x"])


def test_only_the_owner_may_read_a_backup_in_a_folder(tmp_path: Path) -> None:
    FolderTarget(tmp_path / "b").write("a/1/x", [b"x"])
    assert (tmp_path / "b/a/1/x").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o700


def test_a_bucket_that_is_not_there_is_a_sentence_that_names_it(s3: Bucket) -> None:
    gone = S3Target("no-such-bucket", "", s3.client, part=PART)
    calls: list[Callable[[], Any]] = [
        lambda: gone.write("a/1/x", [b"x"]),
        lambda: gone.write("a/1/x", [b"x" * PART]),
        lambda: gone.files("a/1"),
        lambda: next(gone.read("a/1/x")),
        lambda: gone.delete("a/1"),
    ]
    said = r"the bucket no-such-bucket for backups cannot be (written|read): there is no such bucket \(NoSuchBucket\)"
    for call in calls:
        with pytest.raises(TargetFailed, match=said):
            call()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"secret": "quite-another-secret"}, r"the secret of the key that was used is not right \(SignatureDoesNotMatch\)"),
        ({"key": "nobodys-key"}, "S3 answers XAdminUserNotFound"),
    ],
    ids=["wrong secret", "unknown key"],
)
def test_keys_that_are_wrong_are_a_sentence_without_them(
    versitygw: S3Server, tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    bucket = versitygw.bucket()
    with s3_server.keys(s3_server.keys_in(tmp_path, **wrong)):
        target = target_of(f"s3://{bucket}", versitygw.url)
        for call in (lambda: target.write("a/1/x", [b"x"]), lambda: target.files("a"), lambda: next(target.read("a/1/x"))):
            with pytest.raises(TargetFailed, match=rf"the bucket {bucket} for backups cannot be \w+: {said}") as error:
                call()
            assert not [each for each in (s3_server.KEY, s3_server.SECRET, *wrong.values()) if each in str(error.value)]


def test_keys_that_are_nowhere_are_a_sentence(versitygw: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with (
        s3_server.keys(tmp_path / "none"),
        pytest.raises(TargetFailed, match="the bucket b for backups cannot be written: Unable to locate credentials"),
    ):
        target_of("s3://b", versitygw.url).write("a/1/x", [b"x"])


def test_a_server_that_does_not_answer_is_a_sentence(bucket: str) -> None:
    client = make_client()

    def silent(**_: Any) -> None:
        raise ConnectTimeoutError(endpoint_url="http://s3.example")

    client.meta.events.register("before-send.s3", silent)
    with pytest.raises(TargetFailed, match="cannot be read: Connect timeout on endpoint URL"):
        S3Target(bucket, "", client).files("a")


def test_the_place_says_which_target_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moto_client: Any) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    target_of("~/b").write("a/1/x", [b"x"])
    assert (tmp_path / "b/a/1/x").is_file()
    bucket = f"backups-{uuid.uuid4()}"
    client = boto3.client("s3")
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    target_of(f"s3://{bucket}/some/prefix/").write("a/1/x", [b"x"])
    target_of(f"s3://{bucket}").write("a/1/x", [b"x"])
    assert [item["Key"] for item in client.list_objects_v2(Bucket=bucket)["Contents"]] == ["a/1/x", "some/prefix/a/1/x"]
    assert target_of(f"s3://{bucket}", "http://127.0.0.1:7070").__dict__["_client"].meta.endpoint_url == "http://127.0.0.1:7070"


class Swallowing:
    """S3 as far as an upload goes; it keeps nothing but how much came."""

    def __init__(self) -> None:
        self.taken = 0

    def get_paginator(self, _: str) -> Swallowing:
        return self

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        return []

    def create_multipart_upload(self, **_: Any) -> dict[str, str]:
        return {"UploadId": "u"}

    def upload_part(self, *, Body: bytes, **_: Any) -> dict[str, str]:  # noqa: N803 - boto3's own name
        self.taken += len(Body)
        return {"ETag": "e"}

    def complete_multipart_upload(self, **_: Any) -> None:
        pass


@pytest.mark.parametrize("where", ["folder", "s3"])
def test_memory_stays_flat_whatever_goes_through(where: str, tmp_path: Path) -> None:
    size, piece, client = 200 << 20, b"x" * (1 << 18), Swallowing()
    targets: dict[str, BackupTarget] = {"s3": S3Target("bucket", "", client), "folder": FolderTarget(tmp_path)}
    tracemalloc.start()
    try:
        assert targets[where].write("a/1/x", (piece for _ in range(size // len(piece)))) == size
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 80 << 20
    assert (client.taken if where == "s3" else (tmp_path / "a/1/x").stat().st_size) == size


def test_a_file_of_a_real_bucket_can_be_fetched_at_its_address_for_a_while(real: Bucket) -> None:
    target = S3Target(real.name, "shops", real.client)
    target.write("demo/1/files.tar.zst", [b"all of it"])

    address = target.address("demo/1/files.tar.zst", seconds=60, name="demo.tar.zst")
    fetched = httpx.get(address or "")
    changed = httpx.get((address or "").replace("files.tar.zst", "manifest.json"))

    assert (fetched.status_code, fetched.content) == (200, b"all of it")
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="demo.tar.zst"'
    assert changed.status_code == 403


def test_an_address_on_aws_names_the_region_and_is_signed_as_all_regions_ask_for(bucket: str) -> None:
    address = S3Target(bucket, "", make_client()).address("demo/1/x", seconds=60, name="x") or ""

    assert address.startswith(f"https://{bucket}.s3.eu-central-1.amazonaws.com/demo/1/x?")
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in address


def test_a_file_of_a_folder_has_no_address(tmp_path: Path) -> None:
    assert FolderTarget(tmp_path).address("demo/1/files.tar.zst", seconds=60, name="demo.tar.zst") is None
