"""A real shop's backups where they lie, by plain playbooks: a real S3 server, one that dies meanwhile, a disk that is full."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.domain.backup import MANIFEST
from tests import s3_server
from tests.cluster.installation import PROJECT, kube, kubectl, until
from tests.cluster.platform import unique
from tests.cluster.playbooks import command, play, played
from tests.e2e import ENGINE
from tests.s3_server import S3Server
from tests.small_disk import small_disk

BIG = 96  # MiB, several parts of an upload
ULID = "[0-9A-HJKMNP-TV-Z]{26}"


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    """A store of these tests' own."""
    store_id = unique("s3")
    play("provision.yml", store_id, ENGINE)
    yield store_id
    play("delete.yml", store_id, ENGINE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[S3Server]:
    """A server whose keys the playbooks find in a file."""
    with s3_server.serving(tmp_path / "s3") as running, s3_server.keys(s3_server.keys_in(tmp_path)):
        yield running


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk that has no room for a shop."""
    with small_disk(tmp_path / "tiny", kib=64) as place:
        yield place


def place(server: S3Server, bucket: str) -> list[str]:
    """What a playbook is told of the place for backups."""
    return ["-e", f"storeyard_backups=s3://{bucket}/shops", "-e", f"storeyard_backups_endpoint={server.url}"]


def keys(server: S3Server, bucket: str) -> list[str]:
    """What lies in a bucket."""
    return [item["Key"] for item in server.client.list_objects_v2(Bucket=bucket).get("Contents", [])]


def uploads(server: S3Server, bucket: str) -> dict[str, int]:
    """What is on its way into a bucket, with the number of parts that are there."""
    under_way = server.client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    asked = [{"Bucket": bucket, "Key": upload["Key"], "UploadId": upload["UploadId"]} for upload in under_way]
    return {each["Key"]: len(server.client.list_parts(**each).get("Parts", [])) for each in asked}


def failed(store_id: str, *more: str) -> str:
    """Make a backup that fails, and return what was printed, on one line as it was said."""
    done = played("backup.yml", store_id, ENGINE, *more, check=False)
    assert done.returncode != 0, done.stdout
    return done.stdout


def nothing_runs(store_id: str) -> None:
    """The pod that copies data is gone, and what let it."""
    left = kubectl("--namespace", f"store-{store_id}", "get", "jobs,pods,networkpolicies", "--output=name").split()
    assert [name for name in left if re.search(r"/data\b", name)] == []


def grown(store_id: str) -> None:
    """Give the shop files that no program can pack."""
    pod = kube("--namespace", f"store-{store_id}", "get", "pods", "--selector=app.kubernetes.io/component=web")["items"][0]
    volume = next(each["name"] for each in pod["spec"]["volumes"] if "persistentVolumeClaim" in each)
    container = pod["spec"]["containers"][0]
    folder = next(each["mountPath"] for each in container["volumeMounts"] if each["name"] == volume)
    fill = f"head -c {BIG}M /dev/urandom > {folder}/big.bin"
    kubectl(
        "--namespace",
        f"store-{store_id}",
        "exec",
        pod["metadata"]["name"],
        "--container",
        container["name"],
        "--",
        "sh",
        "-c",
        fill,
    )


def test_a_backup_on_a_real_s3_server_is_proven_by_a_copy_that_sells(shop: str, server: S3Server) -> None:
    bucket = server.bucket()

    made = played("backup.yml", shop, ENGINE, "-vv", *place(server, bucket))
    (backup,) = {key.split("/")[2] for key in keys(server, bucket)}
    drilled = played("drill.yml", shop, ENGINE, "-vv", "-e", f"store_drill_backup={backup}", *place(server, bucket))

    assert keys(server, bucket) == [f"shops/{shop}/{backup}/{name}" for name in ("database.dump", "files.tar.zst", MANIFEST)]
    assert uploads(server, bucket) == {}
    assert f"s3://{bucket}/shops/{shop}/{backup}" in made.stdout
    printed = made.stdout + made.stderr + drilled.stdout + drilled.stderr
    assert s3_server.SECRET not in printed
    assert s3_server.KEY not in printed
    nothing_runs(shop)


def test_a_server_that_dies_in_the_middle_leaves_no_backup_and_the_shop_as_it_was(shop: str, server: S3Server) -> None:
    bucket = server.bucket()
    grown(shop)

    run = subprocess.Popen(
        command("backup.yml", shop, ENGINE, *place(server, bucket)),
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with run:
        until(lambda: any(uploads(server, bucket).values()), "the files are going up", seconds=120, pause=0.02)
        server.kill()
        printed = run.communicate(timeout=300)[0]
    server.start()

    assert run.returncode != 0, printed
    said = rf"The bucket {bucket} for backups cannot be written: .*{server.url}.*may still lie there, below {shop}/({ULID})\."
    told = re.search(said, printed)
    assert told, printed
    assert [key for key in keys(server, bucket) if key.endswith(MANIFEST)] == []
    assert list(uploads(server, bucket)) == [f"shops/{shop}/{told[1]}/files.tar.zst"]
    nothing_runs(shop)
    assert play("verify.yml", shop, ENGINE)["failed"] == 0

    assert play("backup.yml", shop, ENGINE, *place(server, bucket))["failed"] == 0
    (whole,) = [key for key in keys(server, bucket) if key.endswith(MANIFEST)]
    assert told[1] not in whole


def test_a_bucket_that_is_not_there_is_named(shop: str, server: S3Server) -> None:
    printed = failed(shop, *place(server, "no-such-bucket"))

    assert "The bucket no-such-bucket for backups cannot be read: there is no such bucket (NoSuchBucket)." in printed
    nothing_runs(shop)


def test_keys_that_are_wrong_are_told_without_them(
    shop: str, server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket, wrong = server.bucket(), "quite-another-secret"
    (tmp_path / "wrong").mkdir()
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(s3_server.keys_in(tmp_path / "wrong", secret=wrong)))

    printed = failed(shop, "-vv", *place(server, bucket))

    said = f"The bucket {bucket} for backups cannot be read: the secret of the key that was used is not right"
    assert said in printed
    assert [each for each in (wrong, s3_server.KEY, s3_server.SECRET) if each in printed] == []
    assert keys(server, bucket) == []
    nothing_runs(shop)


def test_a_disk_that_is_full_is_told_and_keeps_nothing_of_the_backup(shop: str, tiny: Path) -> None:
    printed = failed(shop, "-e", f"storeyard_backups={tiny}/backups")

    assert f"The folder {tiny}/backups for backups is full: 0 MB are free there." in printed
    assert [path for path in tiny.rglob("*") if path.is_file()] == []
    nothing_runs(shop)
