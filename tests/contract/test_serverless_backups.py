"""The backups of serverless.yml: each of API, reaper and worker may do in the bucket what its code asks of S3, and no more."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from functions import bootstrap
from functions.adapters.backups import s3, target_of
from functions.adapters.backups.copying import load_backup, make_backup
from functions.adapters.kube.streams import StreamFailed
from functions.api.handler import create_handler
from functions.application.carrying import put_back, read_out
from functions.application.ports.repository import Insert
from functions.application.usable import usable
from functions.domain.backup import Leftover
from functions.domain.carried import CarryFailed
from functions.domain.entities import LEFTOVERS
from functions.domain.user import Role, User, hash_token
from functions.settings import Settings, read
from tests.contract.serverless_file import PROJECT, listed, resources, service, statements, worker
from tests.fakes.backups import WANTED, FakeData, backup

# The right that each of S3's calls needs.
RIGHTS = {
    "AbortMultipartUpload": "s3:AbortMultipartUpload",
    "CompleteMultipartUpload": "s3:PutObject",
    "CreateMultipartUpload": "s3:PutObject",
    "DeleteObjects": "s3:DeleteObject",
    "GetObject": "s3:GetObject",
    "ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "ListObjectsV2": "s3:ListBucket",
    "PutObject": "s3:PutObject",
    "UploadPart": "s3:PutObject",
}
ON_THE_BUCKET = {"s3:ListBucket", "s3:ListBucketMultipartUploads"}
ENGINE = str(WANTED.manifest["engine"])
KEPT = ("database.dump", "files.tar.zst", "manifest.json")


@pytest.fixture
def bucket(moto_client: Any) -> str:
    name = f"backups-{uuid.uuid4()}"
    boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What the platform's clients ask of S3, and what the addresses do that they sign."""
    calls: set[str] = set()

    def make_client(endpoint: str = "", make: Callable[[str], Any] = s3.make_client) -> Any:
        client = make(endpoint)
        client.meta.events.register("provide-client-params.s3", lambda model, **_: calls.add(model.name))
        return client

    monkeypatch.setattr(s3, "make_client", make_client)
    return calls


def rights(role: str) -> set[str]:
    """What a role may do in S3."""
    return {
        action
        for name, statement in statements()
        if name == role
        for action in listed(statement["Action"])
        if action.startswith("s3:")
    }


def settings_of(function: str, **given: str) -> Settings:
    """The settings that a function has, or the worker's task; what CloudFormation fills in is given."""
    if function == "worker":
        environment = {variable["Name"]: variable["Value"] for variable in worker()["Environment"]}
    else:
        environment = {**service()["provider"]["environment"], **service()["functions"][function]["environment"]}
    assert environment["BACKUPS"] == {"Fn::Sub": "s3://${Backups}"}
    plain = {name: value for name, value in environment.items() if isinstance(value, str) and "${" not in value}
    return read({**plain, "QUEUE_URL": "https://queue.example/1", **given})


def put(bucket: str, folder: str, *names: str) -> None:
    """Put files there as a backup has them."""
    for name in names:
        boto3.client("s3").put_object(Bucket=bucket, Key=f"{folder}/{name}", Body=b"it")


def keys(bucket: str) -> list[str]:
    """The objects of a bucket."""
    return [item["Key"] for item in boto3.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_the_api_hands_out_addresses_and_asks_for_no_more(
    bucket: str, table: str, asked: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    platform = bootstrap.build(settings_of("api", STATE_TABLE=table, BACKUPS=f"s3://{bucket}"))
    now = platform.clock.now()
    olga = User(id="olga", name="Olga", role=Role.OWNER, token_hash=hash_token("secret"), created_at=now)
    platform.repository.commit(Insert(olga), Insert(backup()))
    put(bucket, "demo/OP000001", *KEPT)
    request = json.loads((PROJECT / "tests/functional/api/events/store_create.json").read_text(encoding="utf-8"))
    request |= {"rawPath": "/api/backups/OP000001/download/database", "body": ""}
    request["headers"]["authorization"] = "Bearer secret"
    request["requestContext"]["http"] |= {"method": "GET", "path": request["rawPath"]}

    answer = create_handler(lambda: platform)(request, None)

    assert answer["statusCode"] == 303, answer
    assert f"https://{bucket}.s3.eu-central-1.amazonaws.com/demo/OP000001/database.dump" in json.dumps(answer)
    assert {RIGHTS[call] for call in asked} == rights("ApiRole") == {"s3:GetObject"}


def test_the_reaper_removes_what_has_had_its_time_and_asks_for_no_more(
    bucket: str, table: str, asked: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    platform = bootstrap.build(settings_of("reaper", STATE_TABLE=table, BACKUPS=f"s3://{bucket}"))
    platform.repository.commit(Insert(Leftover(id="OP000001", store_id="demo", not_before=platform.clock.now())))
    put(bucket, "demo/OP000001", *KEPT)
    put(bucket, "demo/OP000002", *KEPT)
    client = boto3.client("s3")
    client.create_multipart_upload(Bucket=bucket, Key="demo/OP000001/files.tar.zst")

    platform.care.go_on()

    assert keys(bucket) == [f"demo/OP000002/{name}" for name in KEPT]
    assert "Uploads" not in client.list_multipart_uploads(Bucket=bucket)
    assert platform.repository.get(LEFTOVERS, id="OP000001") is None
    assert {RIGHTS[call] for call in asked} == rights("ReaperRole")


def test_the_worker_makes_and_reads_backups_and_asks_for_no_more(bucket: str, asked: set[str], tmp_path: Path) -> None:
    """What its playbooks do with the place that the settings hand to them, also where it fails."""
    given = {"BACKUPS": f"s3://{bucket}", "AWS_DEFAULT_REGION": "eu-central-1"}
    passed = settings_of("worker", STOREYARD_HOME=str(tmp_path), **given).inventory_variables
    assert passed == given
    target = target_of(passed["BACKUPS"])
    shop = FakeData(chunk=s3.PART + 1)
    shop.parts["files"] = b"x" * (s3.PART + 2)
    read_out(lambda *_: iter([b"an order\n"]), target, WANTED.folder, since=backup().created_at)

    manifest = make_backup(shop, target, WANTED)
    load_backup(shop, target, WANTED.folder, usable(target, store_id="demo", backup_id="OP1", engine=ENGINE))
    with pytest.raises(CarryFailed):  # by a shop that takes all and reports nothing
        put_back(lambda _, stdin=(): (b"" for _ in stdin), target, WANTED.folder)

    assert manifest.parts["files"].size == s3.PART + 2
    target.delete(WANTED.folder)
    shop.breaks = "files"
    with pytest.raises(StreamFailed):
        make_backup(shop, target, WANTED)
    assert keys(bucket) == []
    assert {RIGHTS[call] for call in asked} == rights("WorkerRole")


def test_rights_name_the_bucket_or_its_objects_as_s3_asks_for_them() -> None:
    found = [statement for _, statement in statements() if listed(statement["Action"])[0].startswith("s3:")]

    assert found
    for statement in found:
        whole = set(listed(statement["Action"])) <= ON_THE_BUCKET
        assert whole or not set(listed(statement["Action"])) & ON_THE_BUCKET
        place = {"Fn::GetAtt": ["Backups", "Arn"]} if whole else {"Fn::Sub": "${Backups.Arn}/*"}
        assert statement["Resource"] == place


def test_nobody_else_sees_the_bucket_and_it_outlives_mistakes() -> None:
    bucket, policy = resources()["Backups"], resources()["BackupsPolicy"]
    about = bucket["Properties"]

    for kept in (bucket, policy):
        assert kept["DeletionPolicy"] == kept["UpdateReplacePolicy"] == "Retain"
    assert len(about["PublicAccessBlockConfiguration"]) == 4
    assert all(about["PublicAccessBlockConfiguration"].values())
    assert about["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert about["VersioningConfiguration"] == {"Status": "Enabled"}
    (encrypted,) = about["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encrypted == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    rules = about["LifecycleConfiguration"]["Rules"]
    assert all(rule["Status"] == "Enabled" and "Prefix" not in rule for rule in rules)
    ended = {key: rule[key] for rule in rules for key in rule if key not in {"Id", "Status"}}
    assert ended == {
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 14},
        "ExpiredObjectDeleteMarker": True,
    }, "no rule removes a backup that is listed"


def test_the_bucket_is_reached_by_tls_only() -> None:
    refused = resources()["BackupsPolicy"]["Properties"]["PolicyDocument"]["Statement"]

    assert [statement["Condition"] for statement in refused] == [
        {"Bool": {"aws:SecureTransport": "false"}},
        {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    ]
    for statement in refused:
        assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
        assert statement["Resource"] == [{"Fn::GetAtt": ["Backups", "Arn"]}, {"Fn::Sub": "${Backups.Arn}/*"}]
