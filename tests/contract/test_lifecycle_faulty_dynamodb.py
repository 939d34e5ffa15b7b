"""Random lives of stores over DynamoDB that often throttles, or whose answers are lost, after it did what was asked or not."""

from __future__ import annotations

import random
import uuid
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from moto import mock_aws

from functions.adapters.state.dynamodb.calls import ATTEMPTS_WITHOUT_ANSWER, RetryingCaller
from functions.adapters.state.dynamodb.repository import DynamoRepository, create_table
from tests.fakes import FakeClock
from tests.fakes.machine import LifecycleMachine

THROTTLED = (
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "TransactionConflictException",
)


class FaultyClient:
    """A client before moto's: one call in five is throttled, one in ten has no answer, half of those after it was done.

    No answer is lost where the caller would not ask again. What DynamoDB does with a ClientRequestToken moto does not: a
    transaction that was applied is answered again, not applied.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._random = random.Random(3)
        self._applied: dict[str, Any] = {}
        self._failed = 0  # in a row
        self.throttled = self.lost = self.repeated = 0

    def get_item(self, **request: Any) -> Any:
        """Read an item."""
        return self._call(lambda: self._client.get_item(**request))

    def query(self, **request: Any) -> Any:
        """Read items."""
        return self._call(lambda: self._client.query(**request))

    def transact_write_items(self, **request: Any) -> Any:
        """Write once, however often it is asked for."""
        token = request["ClientRequestToken"]

        def apply() -> Any:
            self.repeated += token in self._applied
            if token not in self._applied:
                self._applied[token] = self._client.transact_write_items(**request)
            return self._applied[token]

        return self._call(apply)

    def _call(self, work: Any) -> Any:
        drawn = self._random.random()
        if drawn < 0.2:
            self.throttled += 1
            self._failed += 1
            code = self._random.choice(THROTTLED)
            response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}
            raise ClientError(response, "chaos")
        if drawn < 0.3 and self._failed < ATTEMPTS_WITHOUT_ANSWER - 1:
            self.lost += 1
            self._failed += 1
            if drawn < 0.25:
                work()
            raise ReadTimeoutError(endpoint_url="chaos")
        self._failed = 0
        return work()


class FaultyDynamoMachine(LifecycleMachine):
    """The machine over a table that is hard to reach."""

    def make_repository(self, clock: FakeClock) -> DynamoRepository:
        """Return an empty table."""
        self.patch = pytest.MonkeyPatch()
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            self.patch.setenv(name, "test")
        self.aws = mock_aws()
        self.aws.start()
        client = boto3.client("dynamodb", region_name="eu-central-1")
        table = f"storeyard-{uuid.uuid4()}"
        create_table(client, table)
        self.client = FaultyClient(client)
        faulty: Any = self.client
        return DynamoRepository(table=table, client=faulty, clock=clock, caller=RetryingCaller(sleep=lambda _: None))

    def teardown(self) -> None:
        """Drive everything to its end; the faults must have been there."""
        try:
            super().teardown()
            if hasattr(self, "client"):
                assert self.client.throttled
        finally:
            if hasattr(self, "aws"):
                self.aws.stop()
                self.patch.undo()


def live(lives: int, steps: int) -> None:
    """Try so many lives."""
    chosen = settings(
        max_examples=lives, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(FaultyDynamoMachine, settings=chosen)  # type: ignore[no-untyped-call, unused-ignore]


def test_the_lifecycle_holds_over_a_table_that_is_hard_to_reach() -> None:
    live(4, 20)


def test_an_answer_that_is_lost_after_the_write_is_asked_for_again_and_written_once() -> None:
    """The faults above do come: a client that loses nothing would prove nothing."""
    applied: list[str] = []

    class Table:
        def transact_write_items(self, **request: Any) -> Any:
            applied.append(request["ClientRequestToken"])
            return {}

    client, caller = FaultyClient(Table()), RetryingCaller(sleep=lambda _: None)
    for number in range(200):
        caller.call(lambda token=str(number): client.transact_write_items(ClientRequestToken=token), writes=True)  # type: ignore[misc]

    assert applied == [str(number) for number in range(200)]
    assert min(client.throttled, client.lost, client.repeated) > 3
