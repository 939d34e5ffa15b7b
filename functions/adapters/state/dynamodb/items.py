"""The table: an entity as an item, as functions/domain/entities.py declares it; serverless.yml makes the same.

Every item has `pk`, `sk`, for each look-up `<index>_pk` and `<index>_sk`, `version` (the guard of writes), `doc` (the entity
as JSON: exact, floats included) and, if it expires, `ttl` in epoch seconds: DynamoDB removes it within days, reads leave it
out from that second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from functions.adapters.state.documents import as_stored, encode
from functions.application.ports.repository import Change, Insert, Remove
from functions.domain.entities import INDEXES, type_of
from functions.domain.record import Record

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef


def texts(values: Mapping[str, str]) -> dict[str, AttributeValueTypeDef]:
    """Return the strings as DynamoDB's attribute values."""
    return {name: {"S": value} for name, value in values.items()}


def write_of(table: str, change: Change, now: int) -> TransactWriteItemTypeDef:
    """Return a change as one write of a transaction, with its guard. Raises InvalidRequest for an item that is too large."""
    entity = type_of(change.entity)
    pk, sk = entity.row_key(change.entity)
    guard: dict[str, AttributeValueTypeDef] = {":version": {"N": str(entity.version(change.entity))}}
    if isinstance(change, Remove):
        return {
            "Delete": {
                "TableName": table,
                "Key": texts({"pk": pk, "sk": sk}),
                "ConditionExpression": "#version = :version",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": guard,
            }
        }
    item = _item(as_stored(change), pk, sk)
    if isinstance(change, Insert):
        return {
            "Put": {
                "TableName": table,
                "Item": item,
                "ConditionExpression": "attribute_not_exists(pk) OR #ttl <= :now",
                "ExpressionAttributeNames": {"#ttl": "ttl"},
                "ExpressionAttributeValues": {":now": {"N": str(now)}},
            }
        }
    return {
        "Put": {
            "TableName": table,
            "Item": item,
            "ConditionExpression": "#version = :version",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": guard,
        }
    }


def _item(stored: Record, pk: str, sk: str) -> dict[str, AttributeValueTypeDef]:
    entity = type_of(stored)
    names = {"pk": pk, "sk": sk, "kind": entity.name, "doc": encode(stored)}
    for index, (partition, sort) in entity.places(stored).items():
        names |= {f"{index}_pk": partition, f"{index}_sk": sort}
    item = texts(names)
    item["version"] = {"N": str(entity.version(stored))}
    expiry = entity.expiry(stored)
    if expiry is not None:
        item["ttl"] = {"N": str(expiry)}
    return item


def create_table(client: DynamoDBClient, name: str) -> None:
    """Make the table as serverless.yml declares it: for tests, and for DynamoDB endpoints that are not AWS's."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": f"{prefix}{part}", "AttributeType": "S"}
            for prefix in ("", *(f"{index}_" for index in INDEXES))
            for part in ("pk", "sk")
        ],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": f"{index}_pk", "KeyType": "HASH"},
                    {"AttributeName": f"{index}_sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
            for index in INDEXES
        ],
    )
    client.get_waiter("table_exists").wait(TableName=name)
    client.update_time_to_live(TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"})
