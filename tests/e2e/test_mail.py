"""The mails of an order reach a relay, over TLS, from shops of each engine; a shop without one says so."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from functions.adapters.shops import open_desk
from functions.adapters.shops.base import Shop, check_address
from functions.domain.ordering import Basket, WantedCustomer
from tests.cluster.installation import OUT, secret
from tests.cluster.platform import JSON, Platform, address_of, unique
from tests.cluster.playbooks import play
from tests.cluster.relay import SENDER, RelayInCluster, relay
from tests.cluster.trade import ENGINES, is_available, not_tested
from tests.e2e import in_turn

MAILED = [name for name, engine in ENGINES.items() if "mail" in engine.settings]


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RelayInCluster]:
    """A relay for the stores of these tests."""
    with relay(tmp_path_factory.mktemp("relay")) as made:
        yield made


@pytest.mark.parametrize("engine", in_turn(MAILED))
def test_an_order_is_told_to_buyer_and_owner(post: RelayInCluster, engine: str) -> None:
    if not is_available(engine):
        not_tested(engine)
    store_id, at = unique("mail"), f"{engine}.example"
    owner, look = f"owner@{at}", f"look@{at}"
    buyer = WantedCustomer(first_name="Ada", last_name="Example", email=f"ada@{at}", phone="+49 30 123456")
    named = ["-e", '{"store_name": "Tea & Càke"}', "-e", f"store_admin_email={owner}", *post.variables]
    play("provision.yml", store_id, engine, *named)
    try:
        url = f"http://{store_id}.localhost"
        address, port = address_of(url)
        credentials = secret(store_id)
        shop = Shop(url=url, address=address, port=port, country="DE", currency="EUR", credentials=credentials, seconds=60)
        desk = open_desk(ENGINES[engine].adapter, shop)
        offered, _ = desk.products(offset=0, limit=1)
        basket = Basket(lines=((offered[0].variants[0].id, 2),), customer=buyer, address=check_address("DE"))
        order = desk.place(basket)

        (to_buyer,) = post.mails(buyer.email)
        (to_owner,) = post.mails(owner)
        desk.send_test_mail(look)
        (test,) = post.mails(look)
        keep(engine, {"buyer": to_buyer, "owner": to_owner, "test": test})

        number = order.number.lstrip("#")
        for mail in (to_buyer, to_owner, test):
            assert (mail["from"], mail["secured"], mail["user"]) == (SENDER, True, "shop")
            assert f"<{SENDER}>" in mail["headers"]["from"]
            assert "Tea & Càke" in mail["headers"]["from"]
        assert owner in to_buyer["headers"]["reply-to"]
        assert buyer.email in to_owner["headers"]["reply-to"]
        assert number in to_owner["headers"]["subject"]
        assert number in to_buyer["raw"] or number in to_buyer["html"]
        assert "storeyard-check" not in str(post.mails(owner)), "the platform's own order is told to nobody"
    finally:
        play("delete.yml", store_id, engine)


def keep(engine: str, mails: dict[str, JSON]) -> None:
    """For people who want to look at them."""
    OUT.mkdir(exist_ok=True)
    for name, mail in mails.items():
        page = mail["html"] or mail["raw"].encode("latin-1").decode().partition("\r\n\r\n")[2]
        (OUT / f"mail-{engine}-{name}.html").write_text(page)


def test_a_shop_without_a_relay_says_so(platform: Platform, shop: JSON) -> None:
    assert platform.client.get(f"/api/stores/{shop['id']}/mail")["source"] == "none"
    assert "no mail" in str(platform.client.get(f"/api/stores/{shop['id']}/health"))

    answer = platform.http.post(f"/api/stores/{shop['id']}/mail/test", json={"to": "look@shop-test.example"})
    assert (answer.status_code, "relay" in answer.text) == (httpx.codes.CONFLICT, True)

    refused = platform.http.put(f"/api/stores/{shop['id']}/mail", json={"host": "10.0.0.7", "from": "shop@shop-test.example"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (httpx.codes.UNPROCESSABLE_ENTITY, "host")
