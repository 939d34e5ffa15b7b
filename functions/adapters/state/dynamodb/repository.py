"""The store of record on AWS: one DynamoDB table. Keys, indexes and access patterns: dynamodb_items.py and docs/state.md.

A commit is one TransactWriteItems with a condition per change and a ClientRequestToken, so that repeating it after a lost
answer does not apply it twice. Reads by key are strongly consistent, listings over the indexes lag by moments.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from functions.adapters.state.documents import (
    Kept,
    check_changes,
    event_number,
    page_of,
    page_size,
    read_cursor,
)
from functions.adapters.state.dynamodb.calls import Caller, make_client
from functions.adapters.state.dynamodb.items import (
    LISTED,
    LIVE,
    RELATED,
    SLOTS,
    STORES,
    Names,
    create_table,
    event_sort,
    operation_key,
    owner_partition,
    read_item,
    store_key,
    store_partition,
    texts,
    token_partition,
    user_key,
    write_of,
)
from functions.adapters.system import SystemClock
from functions.application.ports.repository import Change, Page
from functions.application.ports.system import Clock
from functions.domain.operation import Event, Operation, Slot
from functions.domain.store import Store
from functions.domain.user import User

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

__all__ = ["DynamoRepository", "create_table"]


class DynamoRepository:
    """The repository in a DynamoDB table, at AWS or at `endpoint`."""

    def __init__(
        self,
        *,
        table: str,
        endpoint: str | None = None,
        client: DynamoDBClient | None = None,
        clock: Clock | None = None,
        caller: Caller | None = None,
    ) -> None:
        self._table = table
        self._client = client or make_client(endpoint)
        self._clock = clock or SystemClock()
        self._caller = caller or Caller()

    def commit(self, *changes: Change) -> None:
        """Apply all changes atomically, or raise VersionConflict (or Unavailable) and change nothing."""
        check_changes(changes)
        writes = [write_of(self._table, change) for change in changes]
        if not writes:
            return
        token = str(uuid.uuid4())
        self._caller.call(
            lambda: self._client.transact_write_items(TransactItems=writes, ClientRequestToken=token), writes=True
        )

    def get_store(self, store_id: str) -> Store | None:
        """Return the store, or None."""
        return self._get(Store, store_key(store_id))

    def list_stores(self, *, owner: str | None = None, limit: int = 50, cursor: str | None = None) -> Page[Store]:
        """Return stores ordered by id, of one owner or of all. Raise InvalidRequest(field="cursor") on a cursor not ours."""
        after, size = read_cursor("stores", cursor), page_size(limit)
        index, partition = (LISTED, STORES) if owner is None else (RELATED, owner_partition(owner))
        return page_of("stores", self._query_index(Store, index, partition, after=after, limit=size + 1), size)

    def get_operation(self, operation_id: str) -> Operation | None:
        """Return the operation, or None."""
        return self._get(Operation, operation_key(operation_id))

    def list_operations(self, store_id: str, *, limit: int = 50, cursor: str | None = None) -> Page[Operation]:
        """Return a store's operations, newest first; also those of a store that is gone."""
        listing = f"operations/{store_id}"
        before, size = read_cursor(listing, cursor), page_size(limit)
        partition = store_partition(store_id)
        found = self._query_index(Operation, RELATED, partition, after=before, limit=size + 1, backwards=True)
        return page_of(listing, found, size)

    def live_operations(self, *, limit: int = 100) -> Sequence[Operation]:
        """Return queued and running operations, oldest first."""
        return self._query_index(Operation, LISTED, LIVE, limit=limit)

    def list_events(self, operation_id: str, *, after: int = 0, limit: int = 200) -> Sequence[Event]:
        """Return events with a number above `after`, in order."""
        values = {":pk": operation_key(operation_id)["pk"], ":from": event_sort(event_number(after) + 1), ":to": "EVENT#~"}
        query = {"KeyConditionExpression": "pk = :pk AND sk BETWEEN :from AND :to", "ConsistentRead": True}
        return self._query(Event, query, values, page_size(limit))

    def list_slots(self) -> Sequence[Slot]:
        """Return the slots that were ever taken, by number."""
        query = {"KeyConditionExpression": "pk = :pk", "ConsistentRead": True}
        return self._query(Slot, query, {":pk": SLOTS}, None)

    def get_user(self, user_id: str) -> User | None:
        """Return the user, or None."""
        return self._get(User, user_key(user_id))

    def find_user_by_token(self, token_hash: str) -> User | None:
        """Return the user with that token hash, or None. The index may lag, so the user itself decides."""
        for found in self._query_index(User, RELATED, token_partition(token_hash), limit=10):
            user = self.get_user(found.id)
            if user is not None and user.token_hash == token_hash:
                return user
        return None

    def sweep(self, now: datetime, *, limit: int = 500) -> int:  # noqa: ARG002 - nothing to do
        """Leave it to DynamoDB, which removes items by their `ttl`; return 0. Reads leave expired ones out meanwhile."""
        return 0

    def ping(self) -> None:
        """Raise Unavailable unless the table answers."""
        self._get(Slot, {"pk": "PING", "sk": "PING"})

    def _get(self, kind: type[Kept], key: Names) -> Kept | None:
        answer = self._caller.call(lambda: self._client.get_item(TableName=self._table, Key=texts(key), ConsistentRead=True))
        item = answer.get("Item")
        if item is None or int(item.get("ttl", {}).get("N", self._now() + 1)) <= self._now():
            return None
        return read_item(kind, item)

    def _query_index(  # noqa: PLR0913 - a query's parts, by name
        self, kind: type[Kept], index: str, partition: str, *, limit: int, after: str | None = None, backwards: bool = False
    ) -> list[Kept]:
        condition, values = f"{index}_pk = :pk", {":pk": partition}
        if after is not None:
            condition += f" AND {index}_sk {'<' if backwards else '>'} :after"
            values[":after"] = after
        query = {"IndexName": index, "KeyConditionExpression": condition, "ScanIndexForward": not backwards}
        return self._query(kind, query, values, limit)

    def _query(self, kind: type[Kept], query: dict[str, Any], values: Names, limit: int | None) -> list[Kept]:
        """Return what a query finds, expired items left out, as many as wanted over as many of its pages as that takes."""
        request: dict[str, Any] = {
            "TableName": self._table,
            "FilterExpression": "attribute_not_exists(#ttl) OR #ttl > :now",
            "ExpressionAttributeNames": {"#ttl": "ttl"},
            "ExpressionAttributeValues": {**texts(values), ":now": {"N": str(self._now())}},
            **query,
        }
        if limit is not None:
            request["Limit"] = limit
        return [read_item(kind, item) for item in islice(self._items(request), limit)]

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
