"""A shop at domains of its own: proven by a stand-in for the DNS, sold at by the Host header, taken over by a token only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from functions.api.context import LongPolls
from functions.api.handler import create_handler
from functions.bootstrap import build
from functions.domain.domain_names import address_at
from functions.settings import read
from tests.cluster.installation import CACHE, HOME, kubectl, until
from tests.cluster.platform import JSON, Platform, Shop, unique
from tests.cluster.trade import ENGINES, is_available, not_tested, sell_one
from tests.e2e import in_turn
from tests.fakes.nameserver import NameServer, name_server
from tests.functional.api.client import event

DOMAINED = [name for name, engine in ENGINES.items() if "domains" in engine.settings]


@dataclass
class Door:
    """The API of this installation in this process, so that it asks the stand-in. The platform's worker does the work."""

    names: NameServer

    def __post_init__(self) -> None:
        host, port = self.names.server
        settings = {"STOREYARD_HOME": str(HOME), "STOREYARD_CACHE": str(CACHE), "DNS_RESOLVERS": f"{host}:{port}"}
        made = build(read(settings))
        self._handler = create_handler(lambda: made, waits=LongPolls())
        self._token = (HOME / "token").read_text().strip()

    def call(self, method: str, path: str, body: JSON | None = None, *, status: int) -> JSON:
        """Send a request and return the answer, which has this status."""
        sent = None if body is None else json.dumps(body)
        answer = self._handler(event(method, f"/api/stores/{path}", token=self._token, body=sent), None)
        assert answer["statusCode"] == status, answer["body"]
        found: JSON = json.loads(answer["body"])
        return found


@pytest.fixture
def door() -> Iterator[Door]:
    """A door whose DNS says what a test wants."""
    with name_server() as names:
        yield Door(names)


@pytest.fixture(params=in_turn(DOMAINED))
def pair(request: pytest.FixtureRequest, platform: Platform) -> Iterator[tuple[JSON, JSON]]:
    """Two stores on each engine in turn."""
    engine = request.param
    if not is_available(engine):
        not_tested(engine)
    ids = [unique(word) for word in ("da", "db")]
    for operation in [platform.create(store_id, engine) for store_id in ids]:
        platform.finish(operation)
    yield platform.store(ids[0]), platform.store(ids[1])
    for operation in [platform.delete(store_id) for store_id in ids]:
        platform.finish(operation)


def hosts_of(name: str) -> list[str]:
    """The namespaces whose Ingress has a host."""
    found = json.loads(kubectl("get", "ingress", "--all-namespaces", "--output", "json"))["items"]
    return [one["metadata"]["namespace"] for one in found if name in {rule["host"] for rule in one["spec"]["rules"]}]


def test_a_shop_sells_at_its_domain_and_loses_one_to_whoever_proves_it(
    platform: Platform, door: Door, pair: tuple[JSON, JSON]
) -> None:
    mine, theirs = pair
    one, two = f"{mine['id']}.example.com", f"www.{mine['id']}.example.com"
    at_one, at_two = (address_at(mine["url"], name) for name in (one, two))
    own_host = mine["url"].split("//")[1].split(":")[0]

    # Nothing proves it, then an alias of the shop's own host does.
    door.call("POST", f"{mine['id']}/domains", {"name": one}, status=201)
    assert door.call("POST", f"{mine['id']}/domains/{one}/check", status=200)["domain"]["status"] == "pending"
    door.names.set(one, CNAME=own_host)
    door.names.set(own_host, A="127.0.0.1")
    platform.finish(door.call("POST", f"{mine['id']}/domains/{one}/check", status=202)["operation"], seconds=400)
    assert platform.store(mine["id"])["url"] == at_one

    # Another one, by its address, joins.
    door.call("POST", f"{mine['id']}/domains", {"name": two}, status=201)
    door.names.set(two, A="127.0.0.1")
    platform.finish(door.call("POST", f"{mine['id']}/domains/{two}/check", status=202)["operation"], seconds=400)
    store = platform.store(mine["id"])
    assert (store["domains"], store["url"]) == ([one, two], at_one)

    # It sells at the primary one, and the others lead there.
    sell_one(platform, mine["id"])
    platform.finish(platform.client.post(f"/api/stores/{mine['id']}/operations", {"kind": "verify"})["operation"])
    assert platform.client.get(f"/api/stores/{mine['id']}/health")["ok"]
    assert Shop(at_one).send("GET", "/").status_code == 200
    for other in (at_two, mine["url"]):
        answer = Shop(other).send("GET", "/cart?a=1&b=%20x")
        assert (answer.status_code, answer.headers["location"]) == (308, f"{at_one}/cart?a=1&b=%20x")

    # An address takes nothing from the store that has it, the token does, and never do two answer.
    token = door.call("POST", f"{theirs['id']}/domains", {"name": two}, status=201)["proof"]
    assert door.call("POST", f"{theirs['id']}/domains/{two}/check", status=200)["domain"]["status"] == "pending"
    assert platform.store(mine["id"])["status"] == "ready"
    door.names.set(token["name"], TXT=f'"{token["value"]}"')
    door.call("POST", f"{theirs['id']}/domains/{two}/check", status=200)
    until(lambda: platform.store(mine["id"])["domains"] == [one], "the other store lets go", seconds=400)
    assert hosts_of(two) == []
    platform.finish(door.call("POST", f"{theirs['id']}/domains/{two}/check", status=202)["operation"], seconds=400)
    assert hosts_of(two) == [f"store-{theirs['id']}"]
    assert platform.store(theirs["id"])["url"] == at_two
    assert Shop(at_two).send("GET", "/").status_code == 200
    assert Shop(at_one).send("GET", "/").status_code == 200

    # Given up, the shop is at the platform's address again.
    platform.finish(door.call("DELETE", f"{mine['id']}/domains/{one}", status=202)["operation"], seconds=400)
    assert platform.store(mine["id"])["url"] == mine["url"]
    assert Shop(mine["url"]).send("GET", "/").status_code == 200
