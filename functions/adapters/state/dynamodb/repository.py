"""The store of record on AWS: one DynamoDB table. Items: items.py; keys and look-ups: functions/domain/entities.py.

A commit is one TransactWriteItems with a condition per change and a ClientRequestToken, so that repeating it after a lost
answer does not apply it twice. Reads by key are strongly consistent, look-ups lag by moments.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from functions.adapters.state.documents import Reader, check_changes
from functions.adapters.state.dynamodb.calls import CALL_SECONDS, RetryingCaller, make_client
from functions.adapters.state.dynamodb.items import create_table, texts, write_of
from functions.adapters.system import SystemClock
from functions.application.ports.repository import Change
from functions.application.ports.system import Clock
from functions.domain.entities import EntityType, Lookup
from functions.domain.record import Record

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

__all__ = ["DynamoRepository", "create_table"]
FIRST = " "  # sorts before every character of a key; an empty text is none
LAST = "~"  # sorts after every character of a key
E = TypeVar("E", bound=Record)


class DynamoRepository:
    """The repository in a DynamoDB table, at AWS or at `endpoint`."""

    def __init__(  # noqa: PLR0913 - its parts, by name
        self,
        *,
        table: str,
        endpoint: str | None = None,
        client: DynamoDBClient | None = None,
        clock: Clock | None = None,
        caller: RetryingCaller | None = None,
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        self._table = table
        self._client = client or make_client(endpoint, call_seconds)
        self._clock = clock or SystemClock()
        self._caller = caller or RetryingCaller(seconds=call_seconds)
        self._reader = Reader()

    def commit(self, *changes: Change) -> None:
        """Apply all changes atomically, or raise VersionConflict (or Unavailable) and change nothing."""
        check_changes(changes)
        now = self._now()
        writes = [write_of(self._table, change, now) for change in changes]
        if not writes:
            return
        token = str(uuid.uuid4())
        self._caller.call(
            lambda: self._client.transact_write_items(TransactItems=writes, ClientRequestToken=token), writes=True
        )

    def get(self, entity: EntityType[E], **key: object) -> E | None:
        """Return the entity with these key fields, or None. Raises Unreadable."""
        pk, sk = entity.key_of(**key)
        item = self._item(pk, sk)
        if item is None or int(item.get("ttl", {}).get("N", self._now() + 1)) <= self._now():
            return None
        return self._reader.one(entity, (pk, sk), item["doc"]["S"])

    def rows(
        self, entity: EntityType[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what shares a key partition, in order or backwards, from beyond `after` on."""
        prefix = entity.key.sort.partition("{")[0]  # an operation's partition holds its events too
        first, last = prefix or FIRST, f"{prefix}{LAST}"
        if after and backwards:
            last = min(last, after)
        elif after > prefix:
            first = f"{after}\x00"
        if first > last:
            return []
        values = {":pk": entity.partition(**partition), ":first": first, ":last": last}
        query = {
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ConsistentRead": True,
            "ScanIndexForward": not backwards,
        }
        if not (after and backwards):
            return self._query(entity, query, values, limit)
        found = self._query(entity, query, values, limit + 1)  # BETWEEN takes `after` itself in
        return [one for one in found if entity.key.sort_of(one) != after][:limit]

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds, in its order or backwards, from beyond `after` on."""
        condition, values = f"{lookup.index}_pk = :pk", {":pk": lookup.partition(**partition)}
        if after:
            condition += f" AND {lookup.index}_sk {'<' if backwards else '>'} :after"
            values[":after"] = after
        query = {"IndexName": lookup.index, "KeyConditionExpression": condition, "ScanIndexForward": not backwards}
        return self._query(lookup.entity, query, values, limit)

    def unreadable(self) -> Mapping[str, str]:
        """Return what was set aside since the start: key and reason."""
        return self._reader.unreadable()

    def sweep(self, now: datetime, *, limit: int = 500) -> int:  # noqa: ARG002 - nothing to do
        """Leave it to DynamoDB, which removes items by their `ttl`; return 0. Reads leave expired ones out meanwhile."""
        return 0

    def ping(self) -> None:
        """Raise Unavailable unless the table answers."""
        self._item("PING", "PING")

    def _item(self, pk: str, sk: str) -> dict[str, Any] | None:
        key = texts({"pk": pk, "sk": sk})
        answer = self._caller.call(lambda: self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True))
        return answer.get("Item")

    def _query(self, entity: EntityType[E], query: dict[str, Any], values: dict[str, str], limit: int) -> list[E]:
        """Return what a query finds, expired items left out, as many as wanted over as many of its pages as that takes."""
        request: dict[str, Any] = {
            "TableName": self._table,
            "FilterExpression": "attribute_not_exists(#ttl) OR #ttl > :now",
            "ExpressionAttributeNames": {"#ttl": "ttl"},
            "ExpressionAttributeValues": {**texts(values), ":now": {"N": str(self._now())}},
            "Limit": limit,
            **query,
        }
        found = ((item["pk"]["S"], item["sk"]["S"], item["doc"]["S"]) for item in self._items(request))
        return self._reader.many(entity, found, limit)

    def _items(self, request: dict[str, Any]) -> Iterator[dict[str, AttributeValueTypeDef]]:
        def next_page() -> Any:
            return self._client.query(**request)

        while True:
            answer = self._caller.call(next_page)
            yield from answer["Items"]
            if not answer.get("LastEvaluatedKey"):
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _now(self) -> int:
        return int(self._clock.now().timestamp())
