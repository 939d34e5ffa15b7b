"""Commands that show something: one list, or one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from functions.cli.errors import Usage

if TYPE_CHECKING:
    from functions.cli.client import Json
    from functions.cli.here import Here


def listing(
    here: Here, path: str, columns: Mapping[str, str], *, limit: int | None = None, empty: str = "", **query: Any
) -> Json:
    """Print a list; one without a limit is not paged. JSON has the shape of the API's pages. Return what was printed."""
    found = here.client.get(path, **query) if limit is None else here.client.pages(path, limit=limit, **query)
    if here.output.json:
        here.output.document(found)
        return found
    here.output.table(found["items"], columns, empty=empty)
    if found.get("next_cursor"):
        here.output.say(f"These are the first {len(found['items'])}; --limit shows more.")
    return found


def details(here: Here, path: str, names: Sequence[str] = ()) -> None:
    """Print one thing, as it is now."""
    shown(here, here.client.get(path), names)


def shown(here: Here, found: Json, names: Sequence[str] = ()) -> None:
    """Print one thing that was read or changed."""
    if here.output.json:
        here.output.document(found)
    else:
        here.output.fields(found, names)


def at(*parts: str) -> str:
    """Return the path of something below /api. What a person typed is one segment of it, whatever is in it."""
    for part in parts:
        if part in {"", ".", ".."}:
            raise Usage(f"{part!r} is the id of nothing.")
    return "/api/" + "/".join(quote(part, safe="") for part in parts)


def sign_in_link(url: str, made: Json) -> str:
    """Return the address that signs a browser in with a code. What follows # is sent to no server and in no log."""
    return f"{url}/sign-in#code={quote(made['code'], safe='')}"
