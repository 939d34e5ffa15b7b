"""The table: its keys, its indexes, and an entity as an item. docs/state.md draws the same; serverless.yml declares it.

entity     pk              sk             related_pk    related_sk  listed_pk       listed_sk
store      STORE#<id>      STORE          OWNER#<user>  <id>        STORES          <id>
operation  OPERATION#<id>  OPERATION      STORE#<id>    <id>        LIVE (if live)  <id>
event      OPERATION#<id>  EVENT#<10 dg>  -             -           -               -
slot       SLOTS           SLOT#<6 dg>    -             -           -               -
user       USER#<id>       USER           TOKEN#<hash>  USER        -               -

access pattern                       read
get_store, get_operation, get_user   GetItem pk, sk (consistent)
list_events(operation, after)        Query pk, sk between (consistent)
list_slots                           Query pk = SLOTS (consistent)
list_stores()                        Query listed, listed_pk = STORES, listed_sk > cursor
list_stores(owner)                   Query related, related_pk = OWNER#…, related_sk > cursor
list_operations(store)               Query related, related_pk = STORE#…, backwards, related_sk < cursor
live_operations                      Query listed, listed_pk = LIVE; ended operations leave this sparse index
find_user_by_token                   Query related, related_pk = TOKEN#…, then GetItem, so a revoked token ends at once

Every item also has `version` (the guard of writes), `doc` (the entity as JSON: exact, floats included) and, if it
expires, `ttl` in epoch seconds: DynamoDB removes it within days, reads leave it out from that second.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Final

from functions.adapters.state.documents import MAX_EVENTS, Kept, as_stored, decode, encode, event_number, expiry_of, version_of
from functions.application.ports.repository import Change, Entity, Insert, Remove
from functions.domain.operation import Event, Operation, Slot
from functions.domain.store import Store
from functions.domain.user import User

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

RELATED: Final = "related"
LISTED: Final = "listed"
INDEXES: Final = (RELATED, LISTED)
STORES: Final = "STORES"
LIVE: Final = "LIVE"
SLOTS: Final = "SLOTS"
Names = dict[str, str]


@singledispatch
def names_of(entity: Entity) -> Names:
    """Return the entity's key attributes, those of the indexes included."""
    raise TypeError(f"not an entity: {type(entity).__name__}")


@names_of.register
def _(entity: Store) -> Names:
    return {
        **store_key(entity.id),
        "related_pk": owner_partition(entity.owner),
        "related_sk": entity.id,
        "listed_pk": STORES,
        "listed_sk": entity.id,
    }


@names_of.register
def _(entity: Operation) -> Names:
    live = {} if entity.status.final else {"listed_pk": LIVE, "listed_sk": entity.id}
    return {**operation_key(entity.id), "related_pk": store_partition(entity.store_id), "related_sk": entity.id, **live}


@names_of.register
def _(entity: Event) -> Names:
    return {"pk": operation_key(entity.operation_id)["pk"], "sk": event_sort(entity.number)}


@names_of.register
def _(entity: Slot) -> Names:
    return {"pk": SLOTS, "sk": f"SLOT#{entity.number:06d}"}


@names_of.register
def _(entity: User) -> Names:
    return {**user_key(entity.id), "related_pk": token_partition(entity.token_hash), "related_sk": "USER"}


def store_key(store_id: str) -> Names:
    """The key of a store."""
    return {"pk": store_partition(store_id), "sk": "STORE"}


def operation_key(operation_id: str) -> Names:
    """The key of an operation; its events share the partition."""
    return {"pk": f"OPERATION#{operation_id}", "sk": "OPERATION"}


def user_key(user_id: str) -> Names:
    """The key of a user."""
    return {"pk": f"USER#{user_id}", "sk": "USER"}


def store_partition(store_id: str) -> str:
    """The partition of a store; on the index, that of its operations."""
    return f"STORE#{store_id}"


def owner_partition(owner: str) -> str:
    """The index partition of an owner's stores."""
    return f"OWNER#{owner}"


def token_partition(token_hash: str) -> str:
    """The index partition of the user with a token."""
    return f"TOKEN#{token_hash}"


def event_sort(number: int) -> str:
    """The sort key of an event: digits of one length sort as numbers do."""
    return f"EVENT#{event_number(number):0{len(str(MAX_EVENTS))}d}"


def texts(values: Names) -> dict[str, AttributeValueTypeDef]:
    """Return the strings as DynamoDB's attribute values."""
    return {name: {"S": value} for name, value in values.items()}


def read_item(kind: type[Kept], item: dict[str, AttributeValueTypeDef]) -> Kept:
    """Return the entity that an item holds."""
    return decode(kind, item["doc"]["S"])


def write_of(table: str, change: Change) -> TransactWriteItemTypeDef:
    """Return a change as one write of a transaction, with its guard. Raises InvalidRequest for an item that is too large."""
    names = names_of(change.entity)
    guard: dict[str, AttributeValueTypeDef] = {":version": {"N": str(version_of(change.entity))}}
    if isinstance(change, Remove):
        return {
            "Delete": {
                "TableName": table,
                "Key": texts({"pk": names["pk"], "sk": names["sk"]}),
                "ConditionExpression": "#version = :version",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": guard,
            }
        }
    item = _item(as_stored(change), names)
    if isinstance(change, Insert):
        return {"Put": {"TableName": table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}
    return {
        "Put": {
            "TableName": table,
            "Item": item,
            "ConditionExpression": "#version = :version",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": guard,
        }
    }


def _item(entity: Entity, names: Names) -> dict[str, AttributeValueTypeDef]:
    item = texts({**names, "doc": encode(entity)})
    item["version"] = {"N": str(version_of(entity))}
    expiry = expiry_of(entity)
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
