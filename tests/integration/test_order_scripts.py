"""What `helm test` runs, with a shop in memory behind a socket: what is shown wrong is told, and no order is left."""

from __future__ import annotations

import importlib
import inspect
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions.adapters.shops.base import BUYER_EMAIL, LENT_MARK, LENT_NAME
from tests.integration.test_charts import ROOT
from tests.integration.test_plain_charts import ENGINES

SCRIPTS = {engine: next((ROOT / f"charts/{engine}/files").iterdir()) for engine in ENGINES}
URL = "http://demo.localhost:8080"


@dataclass(frozen=True)
class Played:
    """A shop in memory, what runs the engine's script, and where it finds the shop."""

    shop: Any
    command: list[str]
    environment: dict[str, str]

    def run(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command, env=self.environment, capture_output=True, text=True, check=False, timeout=30)


@pytest.fixture(params=ENGINES)
def played(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Played]:
    """The script of an engine, if this machine has what runs it."""
    fake = importlib.import_module(f"tests.fakes.{request.param}")
    kind = next(value for name, value in vars(fake).items() if name.startswith("Fake"))
    shop = kind(*([URL] if inspect.signature(kind).parameters else []))
    template = (ROOT / f"charts/{request.param}/templates/test.yaml").read_text()
    (program,) = re.findall(r'"command" "(\w+)"', template)
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    for key, value in fake.CREDENTIALS.items():
        (tmp_path / key).write_text(value)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(shop))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    place = {"STORE_URL": URL, "STORE_ADDRESS": f"http://127.0.0.1:{server.server_port}", "STORE_SECRETS": str(tmp_path)}
    yield Played(shop, [found, str(SCRIPTS[request.param])], {**place, "STORE_COUNTRY": "DE", "STORE_CURRENCY": "EUR"})
    server.shutdown()
    thread.join()
    server.server_close()


def handler(shop: Any) -> type[BaseHTTPRequestHandler]:
    """What passes requests on to a shop in memory."""

    class Passes(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            given = shop.serve(httpx.Request(self.command, f"{URL}{self.path}", headers=dict(self.headers), content=body))
            self.send_response(given.status_code)
            for name, value in {**given.headers, "content-length": str(len(given.content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(given.content)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - as http.server names them

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    return Passes


def test_an_order_is_placed_found_and_removed(played: Played) -> None:
    done = played.run()

    assert (done.returncode, done.stderr) == (0, "")
    assert "on offer: Sample mug" in done.stdout
    assert "the shop's admin shows" in done.stdout
    assert done.stdout.endswith("the test order is removed\n")
    assert played.shop.orders == {}


def test_a_shop_that_offers_nothing_is_lent_a_product_for_it(played: Played) -> None:
    played.shop.products = []

    done = played.run()

    assert (done.returncode, done.stderr) == (0, "")
    assert "a product is lent to the shop" in done.stdout
    assert played.shop.orders == {}
    assert [*played.shop.products, *getattr(played.shop, "added", {})] == []


def test_an_order_that_is_shown_with_another_total_fails_and_is_removed(played: Played) -> None:
    serve = played.shop.serve

    def dearer(request: httpx.Request) -> httpx.Response:
        answer: httpx.Response = serve(request)
        body = re.sub(r'("total": ?"?)\d+', r"\g<1>99", answer.text) if "/orders" in request.url.path else answer.text
        return httpx.Response(answer.status_code, headers=answer.headers, text=body)

    played.shop.serve = dearer
    done = played.run()

    assert done.returncode == 1
    assert re.search(r"^storeyard: the order #\d+ is shown with 99", done.stderr)
    assert played.shop.orders == {}


def test_a_shop_that_refuses_is_told_without_what_is_secret(played: Played) -> None:
    (value,) = [text for file in Path(played.environment["STORE_SECRETS"]).glob("*secret*") for text in [file.read_text()]]
    played.shop.on_request = lambda request: (
        httpx.Response(403, json={"message": f"not with {value}"}) if request.method == "POST" else None
    )

    done = played.run()

    assert done.returncode == 1
    assert done.stderr.startswith("storeyard: the shop answered POST ")
    assert "403: not with …" in done.stderr
    assert value not in done.stdout + done.stderr


@pytest.mark.parametrize("engine", ENGINES)
def test_a_script_leaves_no_order_that_the_platform_would_not_know_as_a_check(engine: str) -> None:
    text = SCRIPTS[engine].read_text()

    assert all(f"'{word}'" in text for word in (BUYER_EMAIL, LENT_MARK, LENT_NAME))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_script_knows_the_postcodes_that_the_platforms_check_knows(engine: str) -> None:
    check = importlib.import_module(f"functions.adapters.shops.{engine}.check")

    assert dict(re.findall(r"'([A-Z]{2})' => '([^']+)'", SCRIPTS[engine].read_text())) == getattr(check, "POSTCODES", {})
