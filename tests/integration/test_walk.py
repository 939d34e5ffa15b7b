"""The driver of the browser steps, on a shop of three pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.cluster.browser import CHROMIUM, page
from tests.cluster.walk import Steps, Stuck, Walk, until_sent

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make conformance)")

PASSWORD = "correct-horse"
PRODUCT = '<h1>Teapot</h1><a href="/checkout">Buy</a><a href="/checkout">Buy two</a>'
CHECKOUT = """<form action="/done"><label>Name <input name=name></label>
<label>Country <select name=country><option value=FR>France</option><option value=DE>Germany</option></select></label>
<label><input type=checkbox name=terms value=yes> I agree</label><button>Order now</button></form>"""
# As some pages are: what was written is sent a moment later, and until it is there the button does nothing.
BUSY = """<label>City <input oninput="sent = false; setTimeout(send, 300)"></label><button onclick="order()">Order now</button>
<script>let sent = true
async function send() { await fetch('/slow'); sent = true }
function order() { if (sent) document.body.append('Order #8') }</script>"""
LOGIN = '<form action="/in"><input name=password placeholder=Password><button>Sign in</button></form>'
BUY: Steps = [
    {"goto": "/"},
    {"see": {"role": "heading", "name": "Teapot"}},
    {"click": {"role": "link", "name": "Buy", "exact": True}},
    {"fill": {"label": "Name", "with": "{first_name} & {last_name}"}},
    {"choose": {"label": "Country", "value": "{country}"}},
    {"tick": {"label": "I agree"}},
    {"click": {"role": "button", "name": "Order now"}},
    {"remember": {"as": "order", "pattern": r"Order (#\d+)"}},
]
WORDS = {"first_name": "Ada", "last_name": "Example", "country": "DE", "password": PASSWORD}


class Pages(BaseHTTPRequestHandler):
    """A shop."""

    def do_GET(self) -> None:
        """Answer with the page."""
        parts = urlsplit(self.path)
        given = {key: values[0] for key, values in parse_qs(parts.query).items()}
        done = f"<p>Thank you, {given.get('name', '')} in {given.get('country')}, {given.get('terms')}</p>"
        # The number comes late, as a page that is made in the browser shows it.
        late = "<script>setTimeout(() => document.body.append('Order #7'), 300)</script>"
        told = "Orders: #7" if given.get("password") == PASSWORD else "Wrong password"
        body = {
            "/": PRODUCT,
            "/checkout": CHECKOUT,
            "/busy": BUSY,
            "/done": done + late,
            "/login": LOGIN,
            "/in": f"<p>{told}</p>",
        }
        if parts.path == "/slow":
            time.sleep(0.5)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.get(parts.path, "").encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The shop's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def opened() -> Iterator[Page]:
    """A browser for all of them."""
    with page() as made:
        yield made


@pytest.fixture
def walk(opened: Page, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """A person in the shop."""
    monkeypatch.setattr("tests.cluster.walk.OUT", tmp_path)
    return Walk(opened, url, WORDS, secret={"password"}, album="shop")


def test_it_buys_and_remembers_the_order(walk: Walk, tmp_path: Path) -> None:
    walk.go("buy", [*BUY, {"see": {"text": "Thank you, Ada & Example in DE, yes"}}])

    assert walk.words["order"] == "#7"
    assert sorted(picture.name for picture in tmp_path.iterdir()) == [
        f"shop-buy-{step}.png" for step in ("01", "02", "08", "09")
    ]


def test_it_waits_for_a_page_to_come_to_rest(walk: Walk) -> None:
    steps: Steps = [
        {"goto": "/busy"},
        {"fill": {"label": "City", "with": "Berlin"}},
        {"rest": 0.5},
        {"click": {"role": "button", "name": "Order now"}},
        {"remember": {"as": "order", "pattern": r"Order (#\d+)"}},
    ]
    walk.go("buy", steps)

    walk.seconds = 1.5
    with pytest.raises(Stuck, match=r"buy, step 4 \(remember"):
        walk.go("buy", [step for step in steps if "rest" not in step])


LOGIN_STEPS: Steps = [
    {"goto": "/login"},
    {"fill": {"placeholder": "Password", "with": "{password}"}},
    {"click": {"role": "button", "name": "Sign in"}},
    {"see": {"text": "Orders: #7"}},
]


def test_a_password_lets_in_and_another_does_not(walk: Walk) -> None:
    walk.words["password"] = PASSWORD
    walk.go("login", LOGIN_STEPS)
    walk.words["password"] = "another"
    walk.go("login", [*until_sent(LOGIN_STEPS), {"see": {"text": "Wrong password"}}])

    walk.seconds = 1
    with pytest.raises(Stuck, match=r"login, step 4 \(see"):
        walk.go("login", LOGIN_STEPS)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"see": {"text": "Order #8"}}, "Timeout"),
        ({"click": {"role": "button", "name": "Pay"}}, "Timeout"),
        ({"click": {"role": "link", "name": "Buy"}}, "strict mode violation"),
        ({"remember": {"as": "order", "pattern": "Order (.+)"}}, r"nothing on the page matches Order"),
        ({"goto": "/{nothing}"}, r"there is no word \{nothing\}"),
    ],
    ids=["unseen", "no such button", "two of them", "no match", "unknown word"],
)
def test_it_says_where_it_got_stuck(walk: Walk, step: dict[str, Any], why: str) -> None:
    walk.seconds = 1

    with pytest.raises(Stuck, match=rf"look, step 2 .*{why}"):
        walk.go("look", [{"goto": "/"}, step])


def test_it_tells_no_secret(walk: Walk) -> None:
    walk.words["password"] = PASSWORD
    walk.seconds = 1

    with pytest.raises(Stuck) as stuck:
        walk.go("login", [{"goto": "/in?password={password}"}, {"see": {"text": "{password}"}}])
    assert PASSWORD not in str(stuck.value)
