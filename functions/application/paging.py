"""Pages over look-ups, and the opaque cursors between them."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Generic, TypeVar

from functions.application.ports.repository import Repository
from functions.domain.entities import Lookup
from functions.domain.errors import InvalidRequest
from functions.domain.record import Record

MAX_PAGE: Final = 1000
_CURSOR_KEY = re.compile(r"[A-Za-z0-9_.-]{1,64}")
E = TypeVar("E", bound=Record)


@dataclass(frozen=True)
class Page(Generic[E]):
    """One page of a listing; `cursor` is opaque and None on the last page."""

    items: Sequence[E]
    cursor: str | None = None


def page(  # noqa: PLR0913 - a listing's parts, by name
    repository: Repository,
    lookup: Lookup[E],
    *,
    listing: str,
    limit: int,
    cursor: str | None,
    backwards: bool = False,
    **partition: object,
) -> Page[E]:
    """Return one page of a look-up. Raises InvalidRequest(field="cursor") on a cursor that is not this listing's."""
    after, size = read_cursor(listing, cursor) or "", max(1, min(limit, MAX_PAGE))
    found = repository.find(lookup, after=after, backwards=backwards, limit=size + 1, **partition)
    return page_of(found, listing=listing, size=size, key=lookup.place.sort_of)


def page_of(found: Iterable[E], *, listing: str, size: int, key: Callable[[E], str]) -> Page[E]:
    """Return the first `size` of what is found beyond a cursor; the next cursor has the `key` of the last of them.

    One more is taken to tell whether there is another page, and no more than that.
    """
    items = list(islice(found, size + 1))
    return Page(items[:size], write_cursor(listing, key(items[size - 1])) if len(items) > size else None)


def each(
    repository: Repository,
    lookup: Lookup[E],
    *,
    after: str = "",
    backwards: bool = False,
    at_once: int = MAX_PAGE,
    **partition: object,
) -> Iterator[E]:
    """Yield all that a look-up's partition holds beyond `after`, `at_once` for each read, read as far as somebody asks."""
    while True:
        found = repository.find(lookup, after=after, backwards=backwards, limit=at_once, **partition)
        yield from found
        if len(found) < at_once:
            return
        after = lookup.place.sort_of(found[-1])


def write_cursor(listing: str, key: str) -> str:
    """Return an opaque text that says: go on after this key of this listing."""
    return base64.urlsafe_b64encode(json.dumps([listing, key], ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(listing: str, cursor: str | None, *, fits: re.Pattern[str] = _CURSOR_KEY) -> str | None:
    """Return the key in a cursor of this listing, None without one. Raises InvalidRequest for a cursor that is not ours.

    `fits` is what a key of this listing looks like.
    """
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
    if not isinstance(key, str) or not fits.fullmatch(key):
        raise wrong
    return key
