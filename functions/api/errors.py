"""What can be wrong with a request before the domain sees it.

StoreyardError (domain)
├── MalformedRequest      the bytes are not what HTTP or JSON say they should be
├── InvalidFields         several fields break rules at once
├── NoSuchRoute           nothing lives at that path
├── MethodNotAllowed      something lives there, but not for that method
├── RequestTooSlow        the body did not arrive in time
├── BodyTooLarge          more than the door takes
├── UnsupportedMediaType  a body that is not application/json
├── MisdirectedRequest    a Host header that is not ours (DNS rebinding)
└── NotReady              a probe of /health/ready failed
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.domain.errors import StoreyardError

BODY_LIMIT = 64 * 1024


class MalformedRequest(StoreyardError):
    """The request cannot be read."""

    reason = "MalformedRequest"


class InvalidFields(StoreyardError):
    """Fields break rules; `fields` are (field, rule) pairs in the order they were found."""

    reason = "InvalidRequest"

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {rule}" for field, rule in fields))
        self.fields = tuple(fields)


class NoSuchRoute(StoreyardError):
    """Nothing lives at that path."""

    reason = "NotFound"

    def __init__(self) -> None:
        super().__init__("There is nothing at this path; /docs lists what there is.")


class MethodNotAllowed(StoreyardError):
    """The path exists for other methods, which `allow` lists."""

    reason = "MethodNotAllowed"

    def __init__(self, method: str, allow: Sequence[str]) -> None:
        self.allow = ", ".join(allow)
        super().__init__(f"{method} is not possible here; allowed: {self.allow}.")


class RequestTooSlow(StoreyardError):
    """The body did not arrive in time."""

    reason = "RequestTimeout"

    def __init__(self) -> None:
        super().__init__("The body did not arrive in time.")


class BodyTooLarge(StoreyardError):
    """The body is larger than the door takes."""

    reason = "BodyTooLarge"

    def __init__(self) -> None:
        super().__init__(f"The body must be at most {BODY_LIMIT // 1024} kB.")


class UnsupportedMediaType(StoreyardError):
    """The body is not JSON in UTF-8."""

    reason = "UnsupportedMediaType"

    def __init__(self) -> None:
        super().__init__("Send the body as Content-Type: application/json, in UTF-8.")


class MisdirectedRequest(StoreyardError):
    """The Host header names a host that is not this server."""

    reason = "MisdirectedRequest"

    def __init__(self) -> None:
        super().__init__("This server does not answer to that host name.")


class NotReady(StoreyardError):
    """Probes failed; `fields` has their names and sentences, `checks` all of them."""

    reason = "NotReady"

    def __init__(self, failed: Sequence[tuple[str, str]], checks: Mapping[str, object]) -> None:
        super().__init__("The platform cannot take work right now.")
        self.fields = tuple(failed)
        self.checks = checks
