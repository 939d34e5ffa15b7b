"""The header Idempotency-Key: a POST that carries it is done once, however often it is sent."""

from __future__ import annotations

import json
from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.openapi.params import Header

from functions.api.requests import strict_json
from functions.application.acceptance import HEADER, Once
from functions.domain.user import User

ABOUT = (
    "a name that the caller gives this request, a UUID say. Sent again with the same key within 24 hours, the request gets the "
    "same answer and is done once. A key that was used for another request is refused. Answers of 400 and above are not kept"
)
IdempotencyKey = Annotated[
    str | None, Header(alias=HEADER, min_length=1, max_length=255, pattern=r"^[ -~]*$", description=ABOUT)
]


def asked_once(request: Request, user: User, key: str | None) -> Once | None:
    """Return what a request asks with its key: its method, its path and its body, however the JSON is written."""
    if key is None:
        return None
    body = json.dumps(strict_json(request.body or ""), sort_keys=True)
    return Once.of(user.id, key=key, asked=f"{request.method} {request.resolved_event.path}\n{body}")
