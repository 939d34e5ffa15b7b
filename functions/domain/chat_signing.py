"""Signatures of Slack's requests, version v0: HMAC-SHA256 over the time and the raw bytes of the body.

slack_sdk has a verifier, which raises for a time that is no number and for a body that is not UTF-8, and takes one secret only.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from functions.domain.chat import WINDOW

_TIME: Final = re.compile(r"[0-9]{1,12}")
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}")


def signature(secret: str, *, timestamp: str, body: bytes) -> str:
    """Return the signature of a body that was sent at this time, in epoch seconds."""
    signed = b"v0:" + timestamp.encode("ascii") + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_signed(secrets: Iterable[str], *, timestamp: str, sent: str, body: bytes, now: datetime) -> bool:
    """True for a body that who knows one of the secrets has signed, within five minutes of now. Never raises."""
    if not _TIME.fullmatch(timestamp) or not _SIGNATURE.fullmatch(sent):
        return False
    if abs(now.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        return False
    # Every secret is tried, so that the time it takes does not tell which one it was.
    return True in [hmac.compare_digest(signature(secret, timestamp=timestamp, body=body), sent) for secret in secrets]


def same_token(tokens: Iterable[str], sent: str) -> bool:
    """True for a token that is one of those given; in constant time, whatever is sent."""
    given = hashlib.sha256(sent.encode("utf-8", "surrogatepass")).digest()
    return True in [hmac.compare_digest(hashlib.sha256(token.encode()).digest(), given) for token in tokens]
