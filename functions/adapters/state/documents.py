"""How entities are kept, whatever keeps them: one JSON document beside key columns, and cursors over listings."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Sequence
from datetime import datetime
from functools import singledispatch
from typing import Final, TypeVar

from functions.application.ports.repository import Change, Entity, Page, Replace
from functions.domain.errors import InvalidRequest
from functions.domain.operation import Event, Operation, Slot
from functions.domain.store import Store
from functions.domain.user import User

MAX_CHANGES: Final = 25
# DynamoDB's item limit is 400 KB with keys and index copies of them; the same limit holds everywhere.
MAX_DOCUMENT: Final = 380_000
MAX_PAGE: Final = 1000
MAX_EVENTS: Final = 9_999_999_999
_CURSOR_KEY = re.compile(r"[A-Za-z0-9-]{1,64}")

Kept = TypeVar("Kept", Store, Operation, Event, Slot, User)
Listed = TypeVar("Listed", Store, Operation)
Key = tuple[str, ...]


@singledispatch
def key_of(entity: Entity) -> Key:
    """Return the entity's key: its type's name and what identifies it within the type."""
    raise TypeError(f"not an entity: {type(entity).__name__}")


@key_of.register
def _(entity: Store) -> Key:
    return ("store", entity.id)


@key_of.register
def _(entity: Operation) -> Key:
    return ("operation", entity.id)


@key_of.register
def _(entity: Event) -> Key:
    return ("event", entity.operation_id, f"{entity.number:010d}")


@key_of.register
def _(entity: Slot) -> Key:
    return ("slot", f"{entity.number:06d}")


@key_of.register
def _(entity: User) -> Key:
    return ("user", entity.id)


def check_changes(changes: tuple[Change, ...]) -> None:
    """Raise ValueError for a commit that not every store of record could take as one transaction."""
    if len(changes) > MAX_CHANGES:
        raise ValueError(f"a commit takes at most {MAX_CHANGES} changes, not {len(changes)}")
    keys = [key_of(change.entity) for change in changes]
    if len(set(keys)) < len(keys):
        raise ValueError("a commit must not change one entity twice")


def as_stored(change: Change) -> Entity:
    """Return the change's entity with the version it is stored with."""
    entity = change.entity
    if isinstance(change, Replace) and not isinstance(entity, Event):
        return entity.model_copy(update={"version": entity.version + 1})
    return entity


def encode(entity: Entity) -> str:
    """Return the entity as JSON. Raises InvalidRequest where it is larger than any store of record takes."""
    document = entity.model_dump_json()
    size = len(document.encode())
    if size > MAX_DOCUMENT:
        name = " ".join(key_of(entity))
        raise InvalidRequest(f"{name} is too large to be recorded: {size} bytes of at most {MAX_DOCUMENT}")
    return document


def decode(kind: type[Kept], document: str) -> Kept:
    """Return the entity that a JSON document holds."""
    return kind.model_validate_json(document)


def version_of(entity: Entity) -> int:
    """Return the entity's version; an event never changes, so it is always its first."""
    return 0 if isinstance(entity, Event) else entity.version


def expiry_of(entity: Entity) -> int | None:
    """Return the epoch second from which the entity counts as gone, or None."""
    expires_at: datetime | None = getattr(entity, "expires_at", None)
    return None if expires_at is None else math.ceil(expires_at.timestamp())


def page_size(limit: int) -> int:
    """Return the limit within what one page may hold."""
    return max(1, min(limit, MAX_PAGE))


def event_number(after: int) -> int:
    """Return the number within what an event's key can hold."""
    return max(0, min(after, MAX_EVENTS))


def page_of(listing: str, found: Sequence[Listed], size: int) -> Page[Listed]:
    """Return the first `size` of what was found (which is one more, if there is more), and a cursor to go on from."""
    items = found[:size]
    return Page(items, write_cursor(listing, items[-1].id) if len(found) > size else None)


def write_cursor(listing: str, key: str) -> str:
    """Return an opaque text that says: go on after this key of this listing."""
    return base64.urlsafe_b64encode(json.dumps([listing, key]).encode()).decode().rstrip("=")


def read_cursor(listing: str, cursor: str | None) -> str | None:
    """Return the key in a cursor of this listing, None without one. Raises InvalidRequest for a cursor that is not ours."""
    if cursor is None:
        return None
    wrong = InvalidRequest("must be a cursor that an earlier page of this listing gave", field="cursor")
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        content = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise wrong from error
    if not isinstance(content, list) or len(content) != 2 or content[0] != listing:  # noqa: PLR2004 - listing and key
        raise wrong
    key = content[1]
    if not isinstance(key, str) or not _CURSOR_KEY.fullmatch(key):
        raise wrong
    return key
