"""Taking secrets out of what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable

SECRET_MIN = 6
REDACTED = "[redacted]"
# Credentials in addresses, and `password=…` or `token: …` as programs print them.
TELLING = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)|(?<=[=:\s])(?:Bearer\s+)\S+", re.IGNORECASE)
NAMED = re.compile(r"(\w*(?:password|passwd|secret|token|api_?key)\w*[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|\S+)", re.IGNORECASE)


class Redactor:
    """Takes out of a text what is secret: the store's own secrets, and what looks like one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted({secret for secret in secrets if len(secret) >= SECRET_MIN and "@" not in secret}, key=len)[::-1]

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return NAMED.sub(rf"\g<1>{REDACTED}", TELLING.sub(REDACTED, text))
