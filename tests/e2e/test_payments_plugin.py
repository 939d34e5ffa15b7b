"""A card is paid by WooCommerce's plugin for Stripe, with keys that are in no database; a forged call is refused.

The plugin is not the project's: its archive is taken from the cache, woocommerce/woocommerce-gateway-stripe*.zip.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from functions.adapters.kube.streams import PodStreams
from functions.adapters.shops import open_desk
from functions.adapters.shops.base import Shop as Met
from functions.application.ports.shops import OrderDesk, Refused
from functions.domain.order import PaymentStatus
from tests.cluster.cards import StripeInReach, parameters, stripe_in_reach
from tests.cluster.installation import CACHE, HOME, secret
from tests.cluster.platform import Shop, address_of, unique
from tests.cluster.playbooks import play
from tests.cluster.trade import ENGINES, is_available, not_tested

ENGINE, SLUG = "woocommerce", "woocommerce-gateway-stripe"
FOUND = sorted((CACHE / "woocommerce").glob(f"{SLUG}*.zip"))
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not FOUND, reason=f"NOT TESTED: payments by the plugin {SLUG}, whose zip is not in {CACHE}/woocommerce"),
]
HOOK = "/?wc-api=wc_stripe"
STORE = "/wp-json/wc/store/v1"
ADDRESS = {"first_name": "Ada", "last_name": "Example", "address_1": "Unter den Linden 1", "city": "Berlin", "state": ""}
ADDRESS |= {"postcode": "10117", "country": "DE", "phone": "+49301234567"}
LOAD = "require '/var/www/html/wp-load.php'; require_once ABSPATH . 'wp-admin/includes/plugin.php';"
SECRETS = "SELECT COUNT(*) FROM wp_options WHERE option_value REGEXP '[sr]k_(test|live)_|whsec_'"


@pytest.fixture(scope="module")
def stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeInReach]:
    """What stands in for Stripe."""
    with stripe_in_reach(tmp_path_factory.mktemp("stripe")) as made:
        yield made


class Pod:
    """The shop from within."""

    def __init__(self, store_id: str) -> None:
        self._namespace = f"store-{store_id}"
        self._streams = PodStreams(str(HOME / "kubeconfig"), None, CACHE / "bin/kubectl")

    def php(self, code: str) -> str:
        """Run code in the shop."""
        return self._run(["php", "-r", LOAD + code])

    def install(self, archive: Path) -> None:
        """Put a plugin there, as an owner's upload does, and activate it."""
        packed = io.BytesIO()
        with zipfile.ZipFile(archive) as plugin, tarfile.open(fileobj=packed, mode="w") as tar:
            for name in plugin.namelist():
                if not name.endswith("/"):
                    entry = tarfile.TarInfo(name)
                    entry.size = plugin.getinfo(name).file_size
                    tar.addfile(entry, io.BytesIO(plugin.read(name)))
        self._run(["tar", "-x", "-C", "/var/www/html/wp-content/plugins"], packed.getvalue())
        assert self.php(f"echo json_encode(activate_plugin('{SLUG}/{SLUG}.php'));") == "null"

    def _run(self, words: list[str], stdin: bytes = b"") -> str:
        return self._streams.output(self._namespace, "deploy/web", "web", words, stdin=[stdin]).strip()


def buy(shop: Shop, card: str) -> httpx.Response:
    """Go the buyer's way through the checkout, with a card."""
    token = shop.send("GET", f"{STORE}/cart").headers["cart-token"]
    buyer = Shop.__new__(Shop)
    buyer.address, buyer.headers = shop.address, {**shop.headers, "Cart-Token": token}
    product = next(one for one in httpx.Response.json(shop.send("GET", f"{STORE}/products")) if one["is_in_stock"])
    buyer.call("POST", f"{STORE}/cart/add-item", json={"id": product["id"], "quantity": 1})
    said = {"wc-stripe-payment-method": card, "wc-stripe-is-deferred-intent": "1", "payment_method": "stripe"}
    where = {"billing_address": {**ADDRESS, "email": "ada@shop-test.example"}, "shipping_address": ADDRESS}
    data = [{"key": name, "value": value} for name, value in said.items()]
    return buyer.send("POST", f"{STORE}/checkout", json={**where, "payment_method": "stripe", "payment_data": data})


def desk_of(store_id: str, url: str) -> OrderDesk:
    """The shop as its owner meets it."""
    address, port = address_of(url)
    met = Met(url=url, address=address, port=port, country="DE", currency="EUR", credentials=secret(store_id), seconds=60)
    return open_desk(ENGINES[ENGINE].adapter, met)


def test_a_card_is_paid_by_the_plugin_with_the_keys_of_the_store(stripe: StripeInReach) -> None:
    if not is_available(ENGINE):
        not_tested(ENGINE)
    store_id = unique("cards")
    url = f"http://{store_id}.localhost"
    play("provision.yml", store_id, ENGINE, *stripe.variables)
    try:
        account, pod, shop = stripe.account(store_id), Pod(store_id), Shop(url)
        play("payments.yml", store_id, ENGINE, *stripe.variables, *parameters(account))
        with pytest.raises(Refused, match="not installed and active"):
            desk_of(store_id, url).check_payments()
        pod.install(FOUND[-1])
        desk_of(store_id, url).check_payments()
        assert shop.call("GET", f"{STORE}/cart")["payment_methods"] == ["cod", "stripe"]

        assert buy(shop, "pm_card_chargeDeclined").status_code == httpx.codes.BAD_REQUEST
        paid = buy(shop, "pm_card_visa").json()
        assert (paid["status"], paid["payment_result"]["payment_status"]) == ("processing", "success")
        seen = desk_of(store_id, url).order(str(paid["order_id"]))
        assert seen is not None
        assert seen.payment_status is PaymentStatus.PAID
        assert pod.php(f'global $wpdb; echo $wpdb->get_var("{SECRETS}");') == "0"

        # A buyer whose bank asks, and who never comes back: Stripe's call makes it paid, when the shop's jobs are done.
        waiting = buy(shop, "pm_card_authenticationRequired").json()["order_id"]
        order = f"wc_get_order({waiting})"
        intent = pod.php(f"echo {order}->get_meta('_stripe_intent_id');")
        stripe.at.api.authenticate(intent)
        assert stripe.call(shop, HOOK, intent, secret="whsec_somebodys") == httpx.codes.BAD_REQUEST
        jobs = (
            "foreach (as_get_scheduled_actions(['hook' => 'wc_stripe_deferred_webhook', 'status' => 'pending'], 'ids') as $id)"
        )
        run = f"{jobs} {{ ActionScheduler::runner()->process_action($id); }} echo {order}->get_status();"
        assert pod.php(run) == "pending", "a forged call changes nothing"
        assert stripe.call(shop, HOOK, intent) == httpx.codes.OK
        assert pod.php(run) == "processing"
    finally:
        play("delete.yml", store_id, ENGINE)
