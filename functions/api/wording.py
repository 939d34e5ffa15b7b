"""Turns what pydantic says about a field into a rule in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

SHOWN = 60
UNPRINTABLE = re.compile(r"[^\x20-\x7e]")

# A field whose pattern is broken: the whole rule, since the pattern itself says little to a person.
PATTERNS = {
    "id": "must be lower-case letters, digits and hyphens, starting with a letter, at most 40 characters",
    "store": "must be the id of a store",
    "engine": "must be the name of an engine, as GET /api/engines lists them",
    "plan": "must be the name of a plan, as GET /api/plans lists them",
    "cluster": "must be the name of a cluster, as GET /api/clusters lists them",
    "email": "must be an e-mail address, like owner@example.com",
    "admin_email": "must be an e-mail address, like owner@example.com",
    "owner": "must be the id of a user",
    "backup": "must be the id of a backup",
    "component": "must be the name of a component, like web",
    "pod": "must be the name of a pod",
    "below": "must be a version, like 2.1, of at most 64 characters",
    "phone": "must be 3 to 30 digits, spaces and the characters + ( ) . / -",
    "publishable_key": "must be the publishable key that Stripe shows: pk_test_ or pk_live_, then letters and digits",
    "since": "must be a number of seconds or a time in RFC 3339 with a zone, like 2026-01-31T12:00:00Z",
    "idempotency-key": "must be 1 to 255 printable ASCII characters",
}
WHOLE_RULE = {*PATTERNS} - {"admin_email", "email"}
SENTENCES = {
    "missing": "is required",
    "extra_forbidden": "is not known here",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "is too large",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "model_type": "must be a JSON object",
    "model_attributes_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
    "list_type": "must be a JSON list",
    "string_unicode": "must be text in Unicode",
}
LIMITS = {
    "greater_than_equal": ("ge", "must be at least {}"),
    "less_than_equal": ("le", "must be at most {}"),
    "string_too_long": ("max_length", "must be at most {} characters"),
    "too_long": ("max_length", "must be at most {} items"),
    "enum": ("expected", "must be one of: {}"),
    "literal_error": ("expected", "must be one of: {}"),
}


def shown(name: str) -> str:
    """Return a name that a caller sent in a form that is safe to send back: short and printable."""
    return UNPRINTABLE.sub("?", name[:SHOWN]) + ("…" if len(name) > SHOWN else "")


def rules(errors: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return (field, rule) for each of pydantic's errors."""
    return [(_field(error), _rule(error)) for error in errors]


def _field(error: Mapping[str, Any]) -> str:
    places = [str(place) for place in error["loc"] if place not in {"body", "query", "path", "header"}]
    name = shown(".".join(places)) or "body"
    return name.title() if error["loc"][:1] == ("header",) else name  # Powertools has headers in lower case


def _rule(error: Mapping[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx") or {}
    name = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "value_error":
        return str(context.get("error", "is not valid"))
    if kind == "string_pattern_mismatch" or (kind == "string_too_long" and name in WHOLE_RULE):
        return PATTERNS.get(name, "has characters that are not allowed")
    if kind in {"string_too_short", "too_short"}:
        return "must not be empty"
    if kind in LIMITS:
        key, sentence = LIMITS[kind]
        return sentence.format(str(context.get(key, "")).replace("'", "").replace(" or ", ", "))
    return SENTENCES.get(kind, "is not valid")
