"""Secrets and signatures of webhooks, as Standard Webhooks 1.0.0 has them: HMAC-SHA256 over id, time and body."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32


def written(key: bytes) -> str:
    """Return a key in the form that its owner is shown."""
    return PREFIX + base64.b64encode(key).decode()


def signature(secret: str, *, message: str, at: datetime, body: bytes) -> str:
    """Return one signature of a body that is sent at this time."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secrets: Iterable[str], *, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers: a signature by each secret, since a receiver may not have the newest yet."""
    signatures = (signature(secret, message=message, at=at, body=body) for secret in secrets)
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
