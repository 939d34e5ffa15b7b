"""Requests to AWS read as what they ask for: service, operation, and the rights that AWS wants for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.aws.policies import Asked
from tests.aws.template import ACCOUNT, PARTITION, REGION

CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/\d{8}/[^/]+/([^/]+)/aws4_request")
# The right that each change of a transaction needs: there is none for the transaction itself.
CHANGES = {"Put": "PutItem", "Delete": "DeleteItem", "Update": "UpdateItem", "ConditionCheck": "ConditionCheckItem"}


@dataclass(frozen=True)
class Request:
    """One signed request. `key` is the id of the key that signed it."""

    method: str
    target: str  # path and query
    headers: Mapping[str, str]  # names in small letters
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def signature(self) -> tuple[str, str]:
        """The id of the key, and the service that the signature is for. Raises ValueError for a request without one."""
        text = self.headers.get("authorization") or f"Credential={self.query.get('X-Amz-Credential', '')}"
        found = CREDENTIAL.search(text)
        if found is None:
            raise ValueError(f"{self.method} {self.target} is not signed")
        return found[1], found[2]

    @property
    def operation(self) -> str:
        """The operation's name, where a header says it; for S3 its method."""
        return self.headers.get("x-amz-target", self.method).rpartition(".")[2]

    @property
    def content(self) -> dict[str, Any]:
        """The body of an operation in JSON."""
        found: dict[str, Any] = json.loads(self.body or b"{}")
        return found


def asked_of(request: Request) -> list[Asked]:
    """What a request asks for. Raises ValueError, or KeyError, for one that nothing of the platform sends."""
    _, service = request.signature
    return {"dynamodb": _dynamodb, "sqs": _sqs, "s3": _s3, "secretsmanager": _secrets}[service](request)


def _dynamodb(request: Request) -> list[Asked]:
    operation, content = request.operation, request.content
    if request.headers["x-amz-target"].startswith("DynamoDBStreams"):
        return [Asked(f"dynamodb:{operation}", content.get("StreamArn") or _stream_of(content))]
    if operation == "TransactWriteItems":
        changes = [(kind, change) for item in content["TransactItems"] for kind, change in item.items()]
        return [_on_item(CHANGES[kind], change) for kind, change in changes]
    if operation == "Query":
        index = content.get("IndexName")
        key = content["ExpressionAttributeValues"][":pk"]["S"]
        resource = _table(content["TableName"]) + (f"/index/{index}" if index else "")
        return [Asked("dynamodb:Query", resource, {"dynamodb:LeadingKeys": (key,)})]
    return [_on_item(operation, content)]


def _stream_of(content: Mapping[str, Any]) -> str:
    """The stream of a shard's iterator: its text has it, before the iterator's own part."""
    return str(content["ShardIterator"]).partition("|")[0]


def _on_item(operation: str, content: Mapping[str, Any]) -> Asked:
    key = (content.get("Key") or content["Item"])["pk"]["S"]
    return Asked(f"dynamodb:{operation}", _table(content["TableName"]), {"dynamodb:LeadingKeys": (key,)})


def _table(name: str) -> str:
    return f"arn:{PARTITION}:dynamodb:{REGION}:{ACCOUNT}:table/{name}"


def _sqs(request: Request) -> list[Asked]:
    queue = urlsplit(request.content["QueueUrl"]).path.rpartition("/")[2]
    return [Asked(f"sqs:{request.operation}", f"arn:{PARTITION}:sqs:{REGION}:{ACCOUNT}:{queue}")]


def _secrets(request: Request) -> list[Asked]:
    return [Asked(f"secretsmanager:{request.operation}", request.content["SecretId"])]


def _s3(request: Request) -> list[Asked]:
    bucket, _, key = unquote(urlsplit(request.target).path).lstrip("/").partition("/")
    arn = f"arn:{PARTITION}:s3:::{bucket}"
    if not key and "delete" in request.query:  # AWS asks for each object that the body names
        keys = re.findall(r"<Key>([^<]+)</Key>", request.body.decode())
        return [Asked("s3:DeleteObject", f"{arn}/{each}") for each in keys]
    if not key:
        return [Asked("s3:ListBucketMultipartUploads" if "uploads" in request.query else "s3:ListBucket", arn)]
    upload = request.method == "DELETE" and "uploadId" in request.query
    by_method = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "POST": "PutObject", "DELETE": "DeleteObject"}
    return [Asked(f"s3:{'AbortMultipartUpload' if upload else by_method[request.method]}", f"{arn}/{key}")]
