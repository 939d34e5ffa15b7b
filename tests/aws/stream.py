"""The table's stream: Lambda's poller reads it as a function's role, and starts the function for what its filter lets by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tests.aws.cloud import Cloud
from tests.aws.emulator import FunctionFailed
from tests.aws.template import Stack

PAUSE = 0.5
Invoke = Callable[[str, Mapping[str, Any]], Any]


def matches(pattern: Any, value: Any) -> bool:
    """True if a filter's pattern lets a value by: fields by name, any of a list, where {prefix: …} is the start of a text."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(name in value and matches(each, value[name]) for name, each in pattern.items())
    return any(
        str(value).startswith(each["prefix"]) if isinstance(each, dict) and each.keys() == {"prefix"} else each == value
        for each in pattern
    )


class Stream:
    """One poller for each function that the stream starts."""

    def __init__(self, cloud: Cloud, stack: Stack, invoke: Invoke, failed: list[str]) -> None:
        self._cloud, self._stack, self._invoke, self._failed = cloud, stack, invoke, failed
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._poll, args=(name, function.role, event["stream"]), daemon=True)
            for name, function in stack.functions.items()
            for event in function.events
            if "stream" in event
        ]

    def __enter__(self) -> Stream:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(90)

    def _poll(self, name: str, role: str, source: Mapping[str, Any]) -> None:
        client = self._cloud.client("dynamodbstreams", role)
        arn = self._stack.filled(source["arn"])
        iterator = ""
        while not self._over.wait(PAUSE):
            try:
                iterator = iterator or self._begin(client, arn, source["startingPosition"])
                answer = client.get_records(ShardIterator=iterator, Limit=source["batchSize"])
            except (BotoCoreError, ClientError):  # a fault of the test's: the poller tries again
                continue
            iterator = answer["NextShardIterator"]
            self._hand_on(name, source, answer["Records"])

    def _begin(self, client: Any, arn: str, position: str) -> str:
        (shard,) = client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        found = client.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType=position)
        return str(found["ShardIterator"])

    def _hand_on(self, name: str, source: Mapping[str, Any], records: list[Any]) -> None:
        wanted = [one for one in records if any(matches(pattern, one) for pattern in source["filterPatterns"])]
        for attempt in range(source["maximumRetryAttempts"] + 1 if wanted else 0):
            try:
                self._invoke(
                    name,
                    {
                        "Records": [
                            {"eventName": one["eventName"], "dynamodb": {"Keys": one["dynamodb"]["Keys"]}} for one in wanted
                        ]
                    },
                )
            except FunctionFailed as error:
                self._failed.append(f"{name}, try {attempt + 1}: {error}")
            else:
                return
