"""Reads an API Gateway HTTP API event (payload 2.0) strictly, before a route sees it."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Sequence
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from functions.api.errors import BODY_LIMIT, BodyTooLarge, InvalidFields, MalformedRequest, UnsupportedMediaType
from functions.api.wording import shown
from functions.domain.origin import is_request_id

Event = dict[str, Any]
MAX_PARAMETERS = 20


def header(event: Event, name: str) -> str | None:
    """Return a header's value, whatever the case of its name."""
    headers: dict[str, str] = event.get("headers") or {}
    if name in headers:
        return headers[name]
    return next((value for key, value in headers.items() if key.lower() == name), None)


def request_id_of(event: Event) -> str:
    """Return the request's id: the caller's own if it is fit to be written down, else the door's.

    API Gateway's ids end in characters that a cluster would not take; without them they can still be found in its log.
    """
    given = header(event, "x-request-id") or ""
    made: str = event["requestContext"]["requestId"]
    return given if is_request_id(given) else re.sub(r"[^A-Za-z0-9_.-]", "", made)[:64] or "-"


def address_of(event: Event) -> str:
    """Return the address that the request came from, as the door saw it."""
    return str(event["requestContext"]["http"].get("sourceIp") or "")


def with_text_body(event: Event) -> Event:
    """Return the event with its body as text. Raises BodyTooLarge, and MalformedRequest if it is not UTF-8."""
    body: str = event.get("body") or ""
    if len(body) > BODY_LIMIT * 4 / 3 + 4:
        raise BodyTooLarge
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        text = raw.decode()
    except ValueError as error:  # base64's and UTF-8's errors are kinds of it
        raise MalformedRequest("The body must be text in UTF-8.") from error
    if len(raw) > BODY_LIMIT:
        raise BodyTooLarge
    return {**event, "body": text, "isBase64Encoded": False}


def with_checked_query(event: Event, known: Sequence[str]) -> Event:
    """Return the event with its query parsed from the raw string. Raises InvalidFields for one unknown or repeated."""
    raw = event.get("rawQueryString") or ""
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MAX_PARAMETERS, errors="strict") if raw else []
    except ValueError as error:
        raise MalformedRequest(f"The query must be UTF-8, with at most {MAX_PARAMETERS} parameters.") from error
    names = [name for name, _ in pairs]
    wrong = [(shown(name), "must be given once" if name in known else _unknown(known)) for name in _odd(names, known)]
    if wrong:
        raise InvalidFields(wrong)
    return {**event, "queryStringParameters": dict(pairs)}


def _odd(names: Sequence[str], known: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name not in known or names.count(name) > 1]


def _unknown(known: Sequence[str]) -> str:
    return f"is not a parameter of this request; it takes: {', '.join(known) or 'none'}"


def with_method(event: Event, method: str) -> Event:
    """Return the event with another method: HEAD is answered as GET is."""
    context = event["requestContext"]
    return {**event, "requestContext": {**context, "http": {**context["http"], "method": method}}}


def with_json_type(event: Event) -> Event:
    """Return the event with the media type as Powertools spells it. Raises UnsupportedMediaType unless it is JSON in UTF-8."""
    kind, *parameters = (header(event, "content-type") or "").lower().replace(" ", "").split(";")
    charsets = [text.removeprefix("charset=").strip('"') for text in parameters if text.startswith("charset=")]
    if kind != "application/json" or any(charset not in {"utf-8", "utf8"} for charset in charsets):
        raise UnsupportedMediaType
    others = {name: value for name, value in event["headers"].items() if name.lower() != "content-type"}
    return {**event, "headers": {**others, "content-type": kind}}


def strict_json(text: str | bytes | bytearray) -> dict[str, Any]:
    """Parse a JSON object. Raises MalformedRequest for anything else, duplicate keys, NaN and lone surrogates included."""
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise MalformedRequest(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise MalformedRequest("The body is nested too deeply.") from error
    except UnicodeError as error:
        raise MalformedRequest("The body holds half a Unicode character (a lone surrogate).") from error
    except ValueError as error:
        raise MalformedRequest("The body holds a number that is too long.") from error
    if not isinstance(value, dict):
        raise InvalidFields([("body", "must be a JSON object")])
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise MalformedRequest(f"The body holds the field {shown(twice)} twice.", field=shown(twice))
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedRequest(f"The body holds {name}, which is not JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise MalformedRequest("The body holds a number that is too large.")
    return number
