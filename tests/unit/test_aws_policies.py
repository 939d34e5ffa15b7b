"""What the tests of serverless.yml's rights stand on: policies evaluated as IAM does, requests read as what they ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.aws.calls import Request, asked_of
from tests.aws.policies import Asked, UnknownCondition, allows, unused
from tests.aws.units import read_units, write_units

TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/storeyard-test"
CODES = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["CODE#*", "ORDERS#*"]}}


def may(action: Any, resource: Any, effect: str = "Allow", **more: Any) -> Mapping[str, Any]:
    """A statement."""
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def removal(*keys: str) -> Asked:
    """What a DeleteItem of a row asks for."""
    return Asked("dynamodb:DeleteItem", TABLE, {"dynamodb:LeadingKeys": keys})


@pytest.mark.parametrize(
    ("statements", "allowed"),
    [
        pytest.param([], False, id="nothing is allowed that no statement allows"),
        pytest.param([may("dynamodb:DeleteItem", TABLE)], True, id="named"),
        pytest.param([may("DynamoDB:deleteitem", TABLE)], True, id="actions have no case"),
        pytest.param([may(["dynamodb:GetItem", "dynamodb:PutItem"], TABLE)], False, id="other actions"),
        pytest.param([may("dynamodb:DeleteItem", TABLE + "/index/*")], False, id="its indexes are other resources"),
        pytest.param([may("dynamodb:*", "*")], True, id="patterns"),
        pytest.param([may("dynamodb:*", TABLE), may("dynamodb:Delete*", "*", "Deny")], False, id="a denial wins"),
        pytest.param([may("dynamodb:DeleteItem", TABLE, Condition=CODES)], True, id="of a key that the condition names"),
    ],
)
def test_statements_are_evaluated_as_iam_does(statements: list[Mapping[str, Any]], allowed: bool) -> None:
    assert allows(statements, removal("CODE#1")) is allowed


def test_conditions_hold_of_every_key_of_a_call() -> None:
    statement = may("dynamodb:DeleteItem", TABLE, Condition=CODES)

    assert allows([statement], removal("CODE#1", "ORDERS#tea"))
    assert not allows([statement], removal("CODE#1", "STORE#tea"))
    assert not allows([may("ecs:RunTask", "*", Condition={"ArnEquals": {"ecs:cluster": "a"}})], Asked("ecs:RunTask", "task"))
    with pytest.raises(UnknownCondition):
        allows(
            [may("dynamodb:DeleteItem", TABLE, Condition={"NumericEquals": {"dynamodb:LeadingKeys": "1"}})], removal("CODE#1")
        )


def test_what_was_never_asked_for_is_found() -> None:
    statements = [may(["dynamodb:GetItem", "dynamodb:Query"], [TABLE, f"{TABLE}/index/listed"])]

    left = unused(statements, [Asked("dynamodb:GetItem", TABLE), Asked("dynamodb:Query", f"{TABLE}/index/listed")])

    assert left == {("dynamodb:GetItem", f"{TABLE}/index/listed"), ("dynamodb:Query", TABLE)}


def request(service: str, target: str, content: Any, *, method: str = "POST", path: str = "/", body: bytes = b"") -> Request:
    """A request as boto3 signs it."""
    key = f"AWS4-HMAC-SHA256 Credential=AKIA-ApiRole/20260101/eu-central-1/{service}/aws4_request, SignedHeaders=host"
    return Request(method, path, {"authorization": key, "x-amz-target": target}, body or json.dumps(content).encode())


def test_a_transaction_asks_for_the_right_of_each_of_its_changes() -> None:
    changes = [
        {"Put": {"TableName": "storeyard-test", "Item": {"pk": {"S": "STORE#tea"}}}},
        {"Delete": {"TableName": "storeyard-test", "Key": {"pk": {"S": "CODE#1"}}}},
    ]

    put, delete = asked_of(request("dynamodb", "DynamoDB_20120810.TransactWriteItems", {"TransactItems": changes}))

    assert (put, delete) == (Asked("dynamodb:PutItem", TABLE), removal("CODE#1"))
    assert delete.context == {"dynamodb:LeadingKeys": ("CODE#1",)}


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", "/b/demo/1?response-content-disposition=x", "GetObject"),
        ("HEAD", "/b/demo/1", "GetObject"),
        ("PUT", "/b/demo/1?partNumber=1&uploadId=u", "PutObject"),
        ("POST", "/b/demo/1?uploads", "PutObject"),
        ("POST", "/b/demo/1?uploadId=u", "PutObject"),
        ("DELETE", "/b/demo/1?uploadId=u", "AbortMultipartUpload"),
        ("DELETE", "/b/demo/1", "DeleteObject"),
    ],
)
def test_a_request_to_s3_asks_for_the_right_on_its_object(method: str, path: str, right: str) -> None:
    assert asked_of(request("s3", "", {}, method=method, path=path)) == [Asked(f"s3:{right}", "arn:aws:s3:::b/demo/1")]


def test_a_request_to_a_bucket_asks_for_the_right_on_the_bucket_or_on_what_it_names() -> None:
    listing = asked_of(request("s3", "", {}, method="GET", path="/b?list-type=2&prefix=demo"))
    uploads = asked_of(request("s3", "", {}, method="GET", path="/b?uploads"))
    removed = asked_of(request("s3", "", {}, path="/b?delete", body=b"<Delete><Object><Key>demo/1</Key></Object></Delete>"))

    assert listing == [Asked("s3:ListBucket", "arn:aws:s3:::b")]
    assert uploads == [Asked("s3:ListBucketMultipartUploads", "arn:aws:s3:::b")]
    assert removed == [Asked("s3:DeleteObject", "arn:aws:s3:::b/demo/1")]


def test_units_are_those_that_dynamodb_charges() -> None:
    item = {"pk": {"S": "STORE#tea"}, "related_pk": {"S": "OWNER#olga"}, "doc": {"S": "x" * 1500}}
    change = {"TransactItems": [{"Put": {"Item": item}}, {"Delete": {"Key": {}}}, {"ConditionCheck": {"Key": {}}}]}

    assert write_units("TransactWriteItems", change) == (2 * 2 + 2) + (2 + 2) + 2
    assert read_units("GetItem", {"ConsistentRead": True}, {"Item": item}) == 1
    assert read_units("Query", {}, {"Items": [item] * 6}) == 1.5
    assert read_units("Query", {}, {"Items": []}) == 0.5
