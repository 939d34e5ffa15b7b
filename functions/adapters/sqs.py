"""Wake-ups over SQS: one message with the operation's id."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from functions.observability import logger

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient


class SqsWaker:
    """Sends the operation's id to the queue."""

    def __init__(self, queue_url: str, client: SQSClient | None = None) -> None:
        config = Config(connect_timeout=2, read_timeout=5, retries={"max_attempts": 3, "mode": "standard"})
        self._client: SQSClient = client or boto3.client("sqs", config=config)
        self._queue_url = queue_url

    def wake(self, operation_id: str) -> None:
        """Send the message; a failure is logged only, because the reaper wakes again."""
        try:
            self._client.send_message(QueueUrl=self._queue_url, MessageBody=json.dumps({"operation_id": operation_id}))
        except (BotoCoreError, ClientError) as error:
            logger.warning("wake-up not sent", operation_id=operation_id, error=str(error))
