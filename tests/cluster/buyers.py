"""Buyers at a shop on the engine of the tests in a cluster, at its address or at one of its pods: each step where one likes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property
from typing import Any

import httpx

from functions.adapters.deadline import Deadline
from functions.adapters.kube.forward import forward
from tests.cluster.installation import CACHE, HOME, secret
from tests.cluster.platform import JSON, Shop
from tests.cluster.pods import serving

SECONDS = 60
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Example",
    "address_1": "Unter den Linden 1",
    "city": "Berlin",
    "postal_code": "10117",
    "country_code": "de",
}
Send = Callable[..., httpx.Response]


class Buyers:
    """People who order at a shop, and its owner, who looks at the orders."""

    def __init__(self, store_id: str) -> None:
        self.id = store_id
        self._secret = secret(store_id)
        self._headers = {"x-publishable-api-key": self._secret["publishable-key"]}
        self._shop = Shop(f"http://{store_id}.localhost", **self._headers)

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Ask at the shop's address."""
        given = {"headers": self._shop.headers, "timeout": SECONDS, "trust_env": False, **request}
        return httpx.request(method, self._shop.address + path, **given)

    @contextmanager
    def at_pods(self) -> Iterator[list[Send]]:
        """Ways to ask each of the shop's pods."""
        names = [pod["metadata"]["name"] for pod in serving(self.id) if pod["metadata"]["name"].startswith("web-")]
        with ExitStack() as stack:
            ports = [stack.enter_context(self._way(name)) for name in names]
            yield [self._at(port) for port in ports]

    def _way(self, pod: str) -> AbstractContextManager[int]:
        program, kubeconfig, namespace = CACHE / "bin/kubectl", str(HOME / "kubeconfig"), f"store-{self.id}"
        there: JSON = {"namespace": namespace, "pod": pod, "port": "9000"}
        return forward(kubectl=program, kubeconfig=kubeconfig, context=None, deadline=Deadline(SECONDS), **there)

    def _at(self, port: int) -> Send:
        def send(method: str, path: str, **request: Any) -> httpx.Response:
            given = {"headers": self._headers, "timeout": SECONDS, "trust_env": False, **request}
            return httpx.request(method, f"http://127.0.0.1:{port}{path}", **given)

        return send

    @cached_property
    def _offer(self) -> tuple[str, str]:
        region = said(self.send, "GET", "/store/regions")["regions"][0]["id"]
        fields = {"region_id": region, "fields": "*variants"}
        product = said(self.send, "GET", "/store/products", params=fields)["products"][0]
        return region, product["variants"][0]["id"]

    def cart(self, email: str, ways: Sequence[Send] = ()) -> str:
        """Fill a cart that lacks nothing but its completion, each step by the next of the ways; return its id."""
        turns = ways or [self.send]
        region, variant = self._offer
        steps = 0

        def ask(method: str, path: str, **request: Any) -> JSON:
            nonlocal steps
            steps += 1
            return said(turns[steps % len(turns)], method, path, **request)

        items = [{"variant_id": variant, "quantity": 1}]
        cart: str = ask("POST", "/store/carts", json={"region_id": region, "items": items})["cart"]["id"]
        where = {"email": email, "shipping_address": ADDRESS, "billing_address": ADDRESS}
        ask("POST", f"/store/carts/{cart}", json=where)
        option = ask("GET", "/store/shipping-options", params={"cart_id": cart})["shipping_options"][0]["id"]
        ask("POST", f"/store/carts/{cart}/shipping-methods", json={"option_id": option})
        payment = ask("POST", "/store/payment-collections", json={"cart_id": cart})["payment_collection"]["id"]
        ask("POST", f"/store/payment-collections/{payment}/payment-sessions", json={"provider_id": "pp_system_default"})
        return cart

    def complete(self, cart: str, way: Send | None = None) -> httpx.Response:
        """Ask for the order of a cart."""
        return (way or self.send)("POST", f"/store/carts/{cart}/complete", json={})

    def orders(self, way: Send | None = None) -> Counter[str]:
        """How many orders the shop has of each buyer's address, as its admin shows them."""
        found: Counter[str] = Counter()
        while True:
            fields = {"fields": "id,email", "limit": 100, "offset": found.total()}
            page = said(way or self.send, "GET", "/admin/orders", params=fields, auth=(self._secret["secret-key"], ""))
            found.update(one["email"] for one in page["orders"])
            if found.total() >= page["count"]:
                return found

    @contextmanager
    def completing(self, carts: dict[str, str], *, at_once: int = 4) -> Iterator[dict[str, Future[httpx.Response]]]:
        """Complete carts, by their buyers' addresses, a few at a time, while the block runs; all are answered at its end."""
        with ThreadPoolExecutor(at_once) as pool:
            yield {email: pool.submit(self.complete, cart) for email, cart in carts.items()}


def said(way: Send, method: str, path: str, **request: Any) -> JSON:
    """The JSON of an answer that says yes."""
    answer = way(method, path, **request)
    assert answer.is_success, f"{method} {path} -> {answer.status_code}\n{answer.text[:2000]}"
    found: JSON = answer.json()
    return found
