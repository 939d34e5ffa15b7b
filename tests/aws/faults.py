"""A busy AWS: calls that are throttled, as DynamoDB and SQS say it."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field

from tests.aws.calls import Request

CODES = ("ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded")


@dataclass
class Throttling:
    """Refuses a share of the calls. Of transactions every other refusal is a cancellation whose reason is the throttle."""

    share: float = 0.15
    refused: dict[str, int] = field(default_factory=dict)
    _random: random.Random = field(default_factory=lambda: random.Random(5))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: Request) -> str | None:
        """What is said instead of an answer, or None."""
        _, service = request.signature
        with self._lock:
            if service not in {"dynamodb", "sqs"} or self._random.random() >= self.share:
                return None
            number = self.refused.get(request.operation, 0)
            self.refused[request.operation] = number + 1
            if request.operation == "TransactWriteItems" and number % 2:
                return "TransactionCanceledException"
            return self._random.choice(CODES)
