"""How fast a shop is for one visitor, and how it is with fifty buyers in it at once, for them and for its neighbour."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

import httpx

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.shops.base import Shop, check_address
from functions.application.ports.shops import VerifyFailed
from functions.domain.ordering import Basket, WantedCustomer
from tests.bench.ours import Timed
from tests.bench.report import Measure, Report
from tests.cluster.installation import PROJECT, secret
from tests.cluster.platform import address_of

ENGINES = FileCatalogue(PROJECT / "charts").engines()
LOOKS: Final = 50
SECONDS: Final = 10.0
VISITORS: Final = 16
BUYERS: Final = 50
PATIENCE_SECONDS: Final = 60.0
# The most that a median may be, in milliseconds; the least that a rate may be is noted beside it.
TARGETS: Final = {("woocommerce", "kept"): 15, ("woocommerce", "page"): 90, ("medusa", "products"): 20}


class Watched(httpx.BaseTransport):
    """Sends requests on, and notes how long each took and what was answered; 0 is no answer within a browser's patience."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport()
        self.seen: list[tuple[str, float, int]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one, read the answer to its end."""
        request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE_SECONDS)
        began, status = time.perf_counter(), 0
        try:
            answer = self._inner.handle_request(request)
            answer.read()
            status = answer.status_code
        finally:
            self.seen.append((f"{request.method} {request.url.path}", time.perf_counter() - began, status))
        return answer


class Bench:
    """One store, and visitors of its shop."""

    def __init__(self, platform: Timed, store_id: str) -> None:
        self.store = platform.store(store_id)
        self.engine = ENGINES[self.store["engine"]]
        self.address, self.port = address_of(self.store["url"])

    def visitor(self) -> tuple[Any, Watched]:
        """Somebody who may browse and buy, with a record of each request."""
        watched = Watched()
        return import_module(self._package).Adapter(self._seen_by(watched)), watched

    def buy(self, number: int, variant: str, watched: Watched) -> None:
        """Buy one piece as a guest with an address of their own: a shop makes a customer of each. Raises VerifyFailed."""
        client = import_module(f"{self._package}.client").Client(self._seen_by(watched))
        customer = WantedCustomer(
            first_name="Ada", last_name="Example", email=f"crowd-{number}@shop-test.example", phone="+10000000000"
        )
        basket = Basket(lines=((variant, 1),), customer=customer, address=check_address(self.store["country"]))
        import_module(f"{self._package}.buying").buy(client, basket)

    @property
    def _package(self) -> str:
        return f"functions.adapters.shops.{self.engine.adapter}"

    def _seen_by(self, watched: Watched) -> Shop:
        place = {"url": self.store["url"], "address": self.address, "port": self.port}
        where = {"country": self.store["country"], "currency": self.store["currency"]}
        return Shop(**place, **where, credentials=secret(self.store["id"]), transport=watched)

    def client(self) -> httpx.Client:
        """A browser without cookies, which keeps its connection."""
        headers = {"Host": self.store["url"].partition("//")[2].split("/")[0], "User-Agent": "bench"}
        base = f"http://{self.address}:{self.port}"
        return httpx.Client(base_url=base, headers=headers, trust_env=False, timeout=PATIENCE_SECONDS)

    def milliseconds(self, path: Callable[[int], str]) -> list[float]:
        """How long a page takes, one after the other; the first ones are not counted."""
        took = []
        with self.client() as client:
            for number in range(LOOKS + 3):
                began = time.perf_counter()
                client.get(path(number)).raise_for_status()
                took.append((time.perf_counter() - began) * 1000)
        return took[3:]

    def rate(self, path: str) -> float:
        """Pages a second, with some visitors at once."""
        until, counts = time.monotonic() + SECONDS, []

        def visit() -> None:
            number = 0
            with self.client() as client:
                while time.monotonic() < until:
                    client.get(path).raise_for_status()
                    number += 1
            counts.append(number)

        with ThreadPoolExecutor(VISITORS) as pool:
            for each in [pool.submit(visit) for _ in range(VISITORS)]:
                each.result()
        return sum(counts) / SECONDS

    def products(self) -> list[float]:
        """How long the list of products takes, as a storefront asks for it."""
        visitor, watched = self.visitor()
        for _ in range(LOOKS + 3):
            visitor.list_products()
        last = watched.seen[-1][0]
        return [seconds * 1000 for what, seconds, _ in watched.seen if what == last][3:]


def speed(report: Report, platform: Timed, store_id: str) -> None:
    """What one visitor waits for."""
    shop = Bench(platform, store_id)
    name = shop.engine.name

    def add(what: str, key: str, samples: Sequence[float]) -> None:
        target = TARGETS.get((name, key))
        report.add(Measure(f"{name}: {what}", samples, "ms", target))

    add("front page, again and again", "kept", shop.milliseconds(lambda _: "/"))
    add("a page that nobody has asked for yet", "page", shop.milliseconds(lambda number: f"/?nothing={number}"))
    add("list of products by the buyer's API", "products", shop.products())
    report.add(Measure(f"{name}: front pages a second, {VISITORS} visitors at once", [shop.rate("/")], "/s"))


class Crowd:
    """Buyers who browse, choose and order, each on their own, at once."""

    def __init__(self, shop: Bench) -> None:
        self._shop = shop
        self._lock = threading.Lock()
        self.seen: list[tuple[str, float, int]] = []
        self.orders = 0
        self.refused: list[str] = []

    def run(self, buyers: int) -> float:
        """Let them in, and return how long it took until the last one was done."""
        began = time.perf_counter()
        with ThreadPoolExecutor(buyers) as pool:
            for each in [pool.submit(self._buy, number) for number in range(buyers)]:
                each.result()
        return time.perf_counter() - began

    def _buy(self, number: int) -> None:
        visitor, watched = self._shop.visitor()
        try:
            with self._shop.client() as client:
                began = time.perf_counter()
                status = client.get("/").status_code
                watched.seen.append(("GET /", time.perf_counter() - began, status))
            offers = visitor.list_products()
            self._shop.buy(number, random.Random(number).choice(offers).reference, watched)
            done, why = 1, ""
        except VerifyFailed as failed:
            done, why = 0, failed.message
        with self._lock:
            self.orders += done
            self.refused += [why] if why else []
            self.seen += watched.seen


@contextmanager
def watching(shop: Bench, took: list[float]) -> Any:
    """Somebody who looks at a page of a shop now and then meanwhile."""
    end = threading.Event()

    def look() -> None:
        number = 0
        with shop.client() as client:
            while not end.wait(0.2):
                began = time.perf_counter()
                client.get(f"/?look={number}").raise_for_status()
                took.append((time.perf_counter() - began) * 1000)
                number += 1

    with ThreadPoolExecutor(1) as pool:
        looker = pool.submit(look)
        try:
            yield
        finally:
            end.set()
            looker.result()


def p95(samples: Sequence[float]) -> float:
    """What nineteen of twenty stay below."""
    return statistics.quantiles(samples, n=20)[-1] if len(samples) > 1 else samples[0]


def buyers(report: Report, platform: Timed, store_id: str, neighbour_id: str) -> None:
    """Fifty buyers in one small shop: nobody is answered with an error of the server, and its neighbour goes on."""
    shop, neighbour = Bench(platform, store_id), Bench(platform, neighbour_id)
    before: list[float] = []
    with watching(neighbour, before):
        time.sleep(SECONDS)
    crowd, during = Crowd(shop), list[float]()
    with watching(neighbour, during):
        seconds = crowd.run(BUYERS)
    name, errors = shop.engine.name, [one for one in crowd.seen if not one[2] or one[2] >= httpx.codes.INTERNAL_SERVER_ERROR]
    report.add(Measure(f"{name}: {BUYERS} buyers at once, from the front page to the order, all of them", [seconds]))
    report.add(Measure(f"{name}: their requests without an answer, or with 5xx", [len(errors)], "", 0))
    report.add(Measure(f"{name}: their requests, the slowest but 5 %", [p95([took * 1000 for _, took, _ in crowd.seen])], "ms"))
    ratio = p95(during) / p95(before)
    report.add(Measure(f"{name}: a neighbour's pages meanwhile, the slowest but 5 %, against before", [ratio], "x", 2))
    report.notes.append(f"{name}: {crowd.orders} of {BUYERS} buyers have their order, by {len(crowd.seen)} requests.")
    report.notes += sorted({f"{name}: a buyer was told: {why}" for why in crowd.refused})
