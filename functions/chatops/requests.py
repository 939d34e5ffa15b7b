"""What a chat program sends, read strictly: the raw bytes of the body, which are signed, and the fields in them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

Event = dict[str, Any]
BODY_LIMIT: Final = 64 * 1024
FIELDS_MAX: Final = 40
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Refused(Exception):
    """A request that is not proven to be a chat program's, or that no chat program sends: 401, whatever is wrong with it."""


def header(event: Event, name: str) -> str:
    """Return a header's value, whatever the case of its name; empty if there is none."""
    headers: Mapping[str, str] = event.get("headers") or {}
    return next((value for key, value in headers.items() if key.lower() == name), "")


def raw_body(event: Event) -> bytes:
    """Return the body as it was sent. Raises Refused for one that is too large, or not what the door says that it is."""
    body: str = event.get("body") or ""
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except ValueError as error:  # also of half a Unicode character
        raise Refused from error
    if len(raw) > BODY_LIMIT:
        raise Refused
    return raw


def form(raw: bytes) -> Mapping[str, str]:
    """Return the fields of a form. Raises Refused for what is none, or has a field twice."""
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError as error:
        raise Refused from error
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused
    return found


def json_object(raw: bytes | str) -> Mapping[str, Any]:
    """Return a JSON object. Raises Refused for anything else."""
    try:
        found = json.loads(raw)
        json.dumps(found, ensure_ascii=False).encode()  # half a Unicode character could be written nowhere
    except (ValueError, RecursionError) as error:
        raise Refused from error
    if not isinstance(found, dict):
        raise Refused
    return found


def part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object within another; an empty one where there is none."""
    inner = found.get(name)
    return inner if isinstance(inner, dict) else {}


def text(found: Mapping[str, Any], name: str) -> str:
    """Return a field's text; empty where it has none."""
    value = found.get(name)
    return value if isinstance(value, str) else ""


def known_id(found: Mapping[str, Any], name: str) -> str:
    """Return an id of the chat program's. Raises Refused for what none can be."""
    value = text(found, name)
    if not _ID.fullmatch(value):
        raise Refused
    return value
