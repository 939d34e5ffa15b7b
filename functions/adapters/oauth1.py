"""OAuth 1.0a without a token (RFC 5849, HMAC-SHA256): a request proves that its sender has a key, whose secret is not in it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True)
class Signer:
    """A key with its secret. `clock` and `nonce` make each signature another."""

    key: str
    secret: str = field(repr=False)
    clock: Callable[[], float] = time.time
    nonce: Callable[[], str] = secrets.token_hex

    def sign(self, method: str, url: str, query: Mapping[str, str]) -> dict[str, str]:
        """Return the query with its signature. `url` is the address as the server knows itself, without a query."""
        unsigned = {
            **query,
            "oauth_consumer_key": self.key,
            "oauth_nonce": self.nonce(),
            "oauth_signature_method": "HMAC-SHA256",
            "oauth_timestamp": str(int(self.clock())),
            "oauth_version": "1.0",
        }
        pairs = sorted((_encoded(name), _encoded(value)) for name, value in unsigned.items())
        text = "&".join((method.upper(), _encoded(url), _encoded("&".join(f"{name}={value}" for name, value in pairs))))
        digest = hmac.new(f"{_encoded(self.secret)}&".encode(), text.encode(), hashlib.sha256).digest()
        return {**unsigned, "oauth_signature": base64.b64encode(digest).decode()}


def _encoded(text: str) -> str:
    return quote(text, safe="~")
