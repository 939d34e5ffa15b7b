"""Calls to DynamoDB: which errors are worth another try, how long to wait, and what the others mean."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, SSLError
from botocore.exceptions import ConnectionError as NoConnection

from functions.domain.errors import OutcomeUnknown, StoreyardError, Unavailable, VersionConflict

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

CALL_SECONDS: Final = 10.0
ATTEMPTS: Final = 10
ATTEMPTS_WITHOUT_ANSWER: Final = 3  # each may already have waited for its timeout
FIRST_WAIT: Final = 0.05
LONGEST_WAIT: Final = 1.0
SERVER_ERROR: Final = 500
TRANSIENT: Final = frozenset(
    """
    ProvisionedThroughputExceededException ProvisionedThroughputExceeded ThrottlingException ThrottlingError Throttling
    RequestLimitExceeded TransactionConflictException TransactionConflict TransactionInProgressException
    InternalServerError ServiceUnavailable
    """.split()
)
Answer = TypeVar("Answer")


def make_client(endpoint: str | None, seconds: float = CALL_SECONDS) -> DynamoDBClient:
    """Return a client that does not retry by itself: `RetryingCaller` does, since botocore leaves out canceled transactions.

    A request without an answer takes half of what a call may take, so there is time for a second one.
    """
    config = Config(
        connect_timeout=seconds / 5, read_timeout=seconds * 3 / 10, retries={"total_max_attempts": 1, "mode": "standard"}
    )
    region = boto3.session.Session().region_name or ("us-east-1" if endpoint else None)
    client: DynamoDBClient = boto3.client("dynamodb", endpoint_url=endpoint, region_name=region, config=config)
    return client


class RetryingCaller:
    """Repeats a call while that can help: exponential backoff, full jitter, ten times at most, and within so many seconds."""

    def __init__(
        self,
        *,
        seconds: float = CALL_SECONDS,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._sleep = sleep
        self._chance = chance
        self._now = now

    def call(self, request: Callable[[], Answer], *, writes: bool = False) -> Answer:
        """Return the request's answer. Raises VersionConflict where a guard failed, else Unavailable.

        A request that writes raises OutcomeUnknown instead where one of its tries may have been applied.
        """
        maybe_written = False
        last_start = self._now() + self._seconds / 2  # a request may take the other half
        for attempt in range(ATTEMPTS):
            wait = self._chance() * min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
            try:
                return request()
            except (ClientError, BotoCoreError) as error:
                maybe_written = maybe_written or (writes and _may_have_happened(error))
                final = _judge(error, attempt if self._now() + wait <= last_start else ATTEMPTS)
                if final is not None and maybe_written and isinstance(final, Unavailable):
                    raise OutcomeUnknown(f"{final.message} An earlier try may have been applied.") from error
                if final is not None:
                    raise final from error
            self._sleep(wait)
        raise AssertionError("unreachable")  # pragma: no cover - the last attempt's error is final


def _may_have_happened(error: ClientError | BotoCoreError) -> bool:
    """True if DynamoDB may have got the request and applied it: no answer came, or one that does not tell."""
    if isinstance(error, ClientError):
        return _status(error) >= SERVER_ERROR or "TransactionInProgressException" in _codes(error)
    return isinstance(error, HTTPClientError | SSLError)


def _judge(error: ClientError | BotoCoreError, attempt: int) -> StoreyardError | None:
    """Return the error to raise, or None if another try can help."""
    if isinstance(error, ClientError):
        return _judge_answer(error, attempt)
    if isinstance(error, NoConnection | HTTPClientError) and attempt + 1 < ATTEMPTS_WITHOUT_ANSWER:
        return None
    return Unavailable(f"The state table cannot be reached: {error}")


def _judge_answer(error: ClientError, attempt: int) -> StoreyardError | None:
    codes = _codes(error)
    if "ConditionalCheckFailed" in codes or "ConditionalCheckFailedException" in codes:
        return VersionConflict("an entity was changed by somebody else")
    if not codes & TRANSIENT and _status(error) < SERVER_ERROR:
        return Unavailable(f"The state table refuses the request: {error}")
    if attempt + 1 < ATTEMPTS:
        return None
    return Unavailable(f"The state table is too busy ({', '.join(sorted(codes))}): try again in a moment.")


def _status(error: ClientError) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def _codes(error: ClientError) -> set[str]:
    """Return the error's code, or for a canceled transaction the codes of the changes that canceled it."""
    code = error.response.get("Error", {}).get("Code", "Unknown")
    if code != "TransactionCanceledException":
        return {code}
    reasons = error.response.get("CancellationReasons", [])
    return {reason.get("Code", "None") for reason in reasons} - {"None"} or {code}
