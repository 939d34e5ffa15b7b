"""ENGINE_TITLE: a shop that sells, in one WSGI application. What it keeps is behind `records`; it needs no package."""

import base64
import hmac
import html
import json
import re
import time
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qs

SAMPLES = {
    "teapot": {"title": "Teapot", "price": "24.00", "hidden": False},
    "cup": {"title": "Cup", "price": "6.50", "hidden": False},
    "spoon": {"title": "Spoon", "price": "3.00", "hidden": False},
}
BODY_MAX = 65_536
SESSION_SECONDS = 12 * 3600
FIELD_MAX = 200
QUANTITY_MAX = 1000
MARK = "storeyard_request"
COPY_NOTE = "This is a copy of a shop, made to try things out. Nothing that is ordered here is delivered."


class Refused(Exception):
    """An answer that is not a page: a status and one sentence."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


class MemoryRecords:
    """Products and orders for as long as the process lives: what tests use. start.py keeps them in PostgreSQL."""

    def __init__(self, products):
        self._products, self._orders, self._last = dict(products), {}, 0

    def products(self):
        """Return the products by their ids."""
        return dict(self._products)

    def put_product(self, key, product):
        """Keep a product."""
        self._products[key] = product

    def drop_product(self, key):
        """Remove a product; True if it was there."""
        return self._products.pop(key, None) is not None

    def add(self, order):
        """Keep an order; return its number."""
        self._last += 1
        self._orders[self._last] = order
        return self._last

    def newest(self):
        """Return numbers and orders, the newest first."""
        return sorted(self._orders.items(), reverse=True)[:100]

    def remove(self, number):
        """Remove an order; True if it was there."""
        return self._orders.pop(number, None) is not None


class Shop:
    """The application. `secrets` has admin-email, admin-password and session-secret. `copy`: it is one of another shop."""

    def __init__(self, name, currency, secrets, records, *, copy=False):
        self._name, self._currency, self._secrets, self._records = name, currency, secrets, records
        self._hidden = [("X-Robots-Tag", "noindex, nofollow")] if copy else []
        self._note = f'<p role="note">{COPY_NOTE}</p>' if copy else ""
        self._routes = [
            ("GET", r"/", self._front),
            ("GET", r"/(?:live|ready)", self._alive),
            ("GET", r"/products/([a-z-]+)", self._product),
            ("GET", r"/checkout/([a-z-]+)", self._checkout),
            ("POST", r"/checkout/([a-z-]+)", self._buy),
            ("GET", r"/admin", self._sign_in_page),
            ("POST", r"/admin", self._sign_in),
            ("GET", r"/admin/orders", self._order_page),
            ("GET", r"/api/products", self._api_products),
            ("POST", r"/api/orders", self._api_order),
            ("PUT", r"/api/admin/products/([a-z-]{1,40})", self._api_put_product),
            ("DELETE", r"/api/admin/products/([a-z-]{1,40})", self._api_drop_product),
            ("GET", r"/api/admin/orders", self._api_orders),
            ("DELETE", r"/api/admin/orders/([0-9]{1,9})", self._api_remove),
        ]

    def __call__(self, environ, start_response):
        """Answer one request."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        try:
            answer = self._answer(method, path, environ)
        except Refused as refused:
            answer = as_json({"message": str(refused)}, status=refused.status)
        status, headers, body = answer
        start_response(status, [*headers, *self._hidden, ("Content-Length", str(len(body))), ("Cache-Control", "no-store")])
        return [body]

    def _answer(self, method, path, environ):
        known = False
        for verb, pattern, serve in self._routes:
            found = re.fullmatch(pattern, path)
            known = known or bool(found)
            if found and verb == method:
                return serve(environ, *found.groups())
        raise (
            Refused("405 Method Not Allowed", "not in this way") if known else Refused("404 Not Found", "there is no such page")
        )

    def _front(self, _):
        links = "".join(f'<li><a href="/products/{key}">{html.escape(item["title"])}</a></li>' for key, item in self._listed())
        return self._page(f"<h1>{html.escape(self._name)}</h1><ul>{links}</ul>")

    def _alive(self, _):
        self._records.products()
        return as_json({})

    def _product(self, _, key):
        title, price = self._find(key)
        return self._page(f'<h1>{title}</h1><p>{price} {self._currency}</p><a href="/checkout/{key}">Order</a>')

    def _checkout(self, _, key):
        title, price = self._find(key)
        fields = "".join(f"<p><label>{label} {field}</label></p>" for label, field in FIELDS)
        return self._page(
            f'<h1>{title}, {price} {self._currency}</h1><form method="post">{fields}<button>Pay on delivery</button></form>'
        )

    def _buy(self, environ, key):
        number, _ = self._place([{"product": key, "quantity": 1}], form(environ))
        return self._page(f"<h1>Thank you</h1><p>Your order is #{number}</p>")

    def _place(self, items, given):
        """Keep an order; return its number and what was kept. `storeyard_request` is a mark that only the owner is shown."""
        lines = [self._line(item) for item in items]
        buyer = {name: str(given.get(name, "")).strip()[:FIELD_MAX] for name in ("email", "name", "address", MARK)}
        if "@" not in buyer["email"] or not buyer["name"] or not buyer["address"]:
            raise Refused("422 Unprocessable Entity", "email, name and address are needed")
        total = sum(Decimal(line["price"]) * line["quantity"] for line in lines)
        at = datetime.now(UTC).isoformat()
        order = {"items": lines, "total": f"{total:.2f}", "currency": self._currency, "at": at, **buyer}
        return self._records.add(order), order

    def _line(self, item):
        """Return a line of an order. Raises Refused for one that is malformed, or of a product that is not there."""
        quantity = item.get("quantity") if isinstance(item, dict) else None
        if not isinstance(quantity, int) or not 1 <= quantity <= QUANTITY_MAX:
            raise Refused("422 Unprocessable Entity", "each item needs a product and a quantity")
        found = self._item(str(item.get("product", "")))
        return {"product": str(item["product"]), "quantity": quantity, "title": found["title"], "price": found["price"]}

    def _listed(self):
        """Ids and products that buyers are shown."""
        return [(key, item) for key, item in self._records.products().items() if not item["hidden"]]

    def _item(self, key):
        """Return a product, also one that is not listed. Raises Refused for one that is not there."""
        found = self._records.products().get(key)
        if not found:
            raise Refused("404 Not Found", "there is no such product")
        return found

    def _find(self, key):
        """Return a product's title and price, as a page takes them."""
        item = self._item(key)
        return html.escape(item["title"]), item["price"]

    def _sign_in_page(self, _, told=""):
        fields = '<p><label>Email <input name="email"></label></p>'
        fields += '<p><label>Password <input name="password" type="password"></label></p>'
        return self._page(f'<h1>{told or "Your shop"}</h1><form method="post">{fields}<button>Sign in</button></form>')

    def _sign_in(self, environ):
        given = form(environ)
        if not self._is_owner(given.get("email", ""), given.get("password", "")):
            return ("401 Unauthorized", *self._sign_in_page(environ, "Wrong email or password")[1:])
        until = str(int(time.time()) + SESSION_SECONDS)
        cookie = f"owner={until}.{self._seal(until)}; HttpOnly; SameSite=Lax; Path=/admin; Max-Age={SESSION_SECONDS}"
        return "303 See Other", [("Location", "/admin/orders"), ("Set-Cookie", cookie)], b""

    def _order_page(self, environ):
        found = re.search(r"(?:^|; )owner=([0-9]+)\.([0-9a-f]+)", environ.get("HTTP_COOKIE", ""))
        if not found or not hmac.compare_digest(found[2], self._seal(found[1])) or int(found[1]) < time.time():
            return "303 See Other", [("Location", "/admin")], b""
        rows = "".join(
            f"<tr><td>#{number}</td><td>{html.escape(order['email'])}</td><td>{order['total']} {order['currency']}</td></tr>"
            for number, order in self._records.newest()
        )
        return self._page(f"<h1>Orders</h1><table>{rows}</table>")

    def _api_products(self, _):
        return as_json([{"id": key, "title": item["title"], "price": item["price"]} for key, item in self._listed()])

    def _api_order(self, environ):
        given = json_of(environ)
        items = given.get("items")
        if not isinstance(items, list) or not items:
            raise Refused("422 Unprocessable Entity", "items are needed")
        number, order = self._place(items, given)
        return as_json({"number": number, "total": order["total"], "currency": order["currency"]}, status="201 Created")

    def _api_put_product(self, environ, key):
        self._need_owner(environ)
        given = json_of(environ)
        title, price = str(given.get("title", "")).strip()[:FIELD_MAX], str(given.get("price", ""))
        if not title or not re.fullmatch(r"[0-9]{1,6}\.[0-9]{2}", price):
            raise Refused("422 Unprocessable Entity", "title and price are needed, a price like 6.50")
        self._records.put_product(key, {"title": title, "price": price, "hidden": given.get("hidden") is True})
        return as_json({"id": key})

    def _api_drop_product(self, environ, key):
        self._need_owner(environ)
        if not self._records.drop_product(key):
            raise Refused("404 Not Found", "there is no such product")
        return as_json({})

    def _api_orders(self, environ):
        self._need_owner(environ)
        return as_json([{"number": number, **order} for number, order in self._records.newest()])

    def _api_remove(self, environ, number):
        self._need_owner(environ)
        if not self._records.remove(int(number)):
            raise Refused("404 Not Found", "there is no such order")
        return as_json({})

    def _need_owner(self, environ):
        kind, _, sent = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        try:
            email, _, password = base64.b64decode(sent, validate=True).decode().partition(":")
        except ValueError:
            email = password = ""
        if kind != "Basic" or not self._is_owner(email, password):
            raise Refused("401 Unauthorized", "the owner's email and password are needed")

    def _is_owner(self, email, password):
        own = f"{self._secrets['admin-email']}\n{self._secrets['admin-password']}"
        return hmac.compare_digest(f"{email}\n{password}".encode(), own.encode())

    def _seal(self, text):
        return hmac.new(self._secrets["session-secret"].encode(), text.encode(), "sha256").hexdigest()

    def _page(self, content):
        head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(self._name)}</title>'
        page = f"{head}<body>{self._note}{content}"
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'; form-action 'self'"),
        ]
        return "200 OK", headers, page.encode()


FIELDS = [
    ("Email", '<input name="email" type="email" required>'),
    ("Name", '<input name="name" required>'),
    ("Address", '<input name="address" required>'),
]


def body_of(environ):
    """Return a request's body. Raises Refused for one that is too long."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > BODY_MAX:
        raise Refused("413 Content Too Large", "the body is too long")
    return environ["wsgi.input"].read(length)


def json_of(environ):
    """Return the body's JSON object. Raises Refused if it is none."""
    try:
        given = json.loads(body_of(environ))
    except ValueError as error:
        raise Refused("400 Bad Request", "the body is not JSON") from error
    if not isinstance(given, dict):
        raise Refused("400 Bad Request", "the body is not an object")
    return given


def form(environ):
    """Return the fields of a form."""
    return {name: values[0] for name, values in parse_qs(body_of(environ).decode(errors="replace")).items()}


def as_json(content, status="200 OK"):
    """Return an answer with JSON."""
    return status, [("Content-Type", "application/json")], json.dumps(content).encode()
