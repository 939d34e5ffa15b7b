"""Whether the servers do the same work: what each answers, field by field, and what each refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from functions.domain.iso import CURRENCIES
from tests.bench.api.servers import ENGINE, ENGINES, LAST_ENGINE, Server

WANTED: dict[str, Any] = {
    "name": "Tea & Cake",
    "engine": ENGINE,
    "id": "a-tea",
    "plan": "medium",
    "country": "FR",
    "currency": "SEK",
    "color": "#AABBCC",
    "sample_products": False,
}
FOREIGN = min(CURRENCIES - {*(ENGINES[ENGINE].currencies or ())})  # a currency that there is, but not in this engine
# A body each, and the status it is refused with: one per rule that costs time to check.
REFUSED: tuple[tuple[dict[str, Any], int], ...] = (
    ({"name": "Tea"}, 422),
    ({"name": "", "engine": ENGINE}, 422),
    ({"name": "Tea\n", "engine": ENGINE, "color": "red"}, 422),
    ({"name": "Tea\u2028Cake", "engine": ENGINE}, 422),
    ({"name": "Tea", "engine": "none"}, 422),
    ({"name": "Tea", "engine": ENGINE, "plan": "huge"}, 422),
    ({"name": "Tea", "engine": ENGINE, "country": "XX"}, 422),
    ({"name": "Tea", "engine": ENGINE, "currency": FOREIGN}, 422),
    ({"name": "Tea", "engine": ENGINE, "id": "Tea"}, 422),
    ({"name": "Tea", "engine": ENGINE, "id": "admin"}, 422),
    ({"name": "Tea", "engine": ENGINE, "sample_products": "yes"}, 422),
    ({"name": "Tea", "engine": ENGINE, "admin_email": "nobody"}, 422),
    ({"name": "Tea", "engine": ENGINE, "theme": "dark"}, 422),
    (WANTED, 409),
)
# What no two servers can have in common: ids that they make, times, and cursors, which are opaque.
OWN = {"created_at", "updated_at", "next_cursor", "request_id"}


def check_same(servers: Sequence[Server]) -> None:
    """Raise SystemExit with what differs, unless all servers answer and refuse alike."""
    first, *others = ((server.name, list(_answers(server))) for server in servers)
    for name, found in others:
        wrong = [text for (said, a), (_, b) in zip(first[1], found, strict=True) for text in differences(a, b, said)]
        if wrong:
            raise SystemExit("\n".join([f"{name} does not answer as {first[0]} does:", *wrong]))


def _answers(server: Server) -> Iterator[tuple[str, Any]]:
    with server.client() as client:
        made = client.post("/api/stores", json=WANTED)
        yield "POST", (made.status_code, _plain(made.json()), "location" in made.headers)
        client.post("/api/stores", json={"name": "Bikes", "engine": LAST_ENGINE, "id": "b-bikes"}).raise_for_status()
        yield "GET one", _plain(client.get("/api/stores/a-tea").json())
        yield "GET none", client.get("/api/stores/none").status_code
        yield "GET all", _plain(client.get("/api/stores?limit=50").json())
        page = client.get("/api/stores?limit=1").json()
        rest = client.get("/api/stores", params={"limit": 1, "cursor": page["next_cursor"]}).json()
        yield "GET page by page", [_plain(page), _plain(rest), rest["next_cursor"]]
        for body, status in REFUSED:
            yield f"POST {body}", (client.post("/api/stores", json=body).status_code, status)
        yield "limit", client.get("/api/stores?limit=101").status_code
        yield "stranger", client.get("/api/stores/a-tea", headers={"Authorization": "Bearer nobody"}).status_code


def _plain(answer: Any) -> Any:
    """Return an answer with what is a server's own in the form of it only: the operation's id stands in more than one field."""
    if isinstance(answer, dict):
        live = answer.get("operation_id") or (answer["id"] if "store_id" in answer else None)
        plain = {key: _plain(value) for key, value in answer.items()}
        own = {key: bool(value) for key, value in plain.items() if key in OWN}
        return _without({**plain, **own}, live) if live else {**plain, **own}
    return [_plain(each) for each in answer] if isinstance(answer, list) else answer


def _without(answer: Any, live: str) -> Any:
    if isinstance(answer, dict):
        return {key: _without(value, live) for key, value in answer.items()}
    return answer.replace(live, "<operation>") if isinstance(answer, str) else answer


def differences(one: Any, other: Any, where: str) -> list[str]:
    """Return where two answers differ, a line each."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted({*one, *other})
        missing = object()
        return [
            text for name in names for text in differences(one.get(name, missing), other.get(name, missing), f"{where}: {name}")
        ]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return [
            text
            for number, pair in enumerate(zip(one, other, strict=True))
            for text in differences(*pair, f"{where}[{number}]")
        ]
    return [] if one == other else [f"{where}: {_shown(one)} and {_shown(other)}"]


def _shown(value: Any) -> str:
    return "nothing" if type(value) is object else repr(value)
