"""The logger: one JSON object a line on standard error, times in UTC. Level: POWERTOOLS_LOG_LEVEL (INFO)."""

from __future__ import annotations

import sys

from aws_lambda_powertools import Logger

logger: Logger = Logger(service="storeyard", level=None, stream=sys.stderr, utc=True, use_rfc3339=True)
