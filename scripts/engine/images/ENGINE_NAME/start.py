"""Starts the shop: products and orders in PostgreSQL, one thread per request."""

import json
import os
import pathlib
import signal
import socketserver
import sys
import time
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import psycopg2
from shop import SAMPLES, Shop

SECRETS = pathlib.Path("/run/secrets/store")
WAIT_SECONDS = 60


def secret(name):
    """Return one of the store's secrets."""
    return (SECRETS / name).read_text(encoding="utf-8")


class DatabaseRecords:
    """Products and orders in PostgreSQL; a connection per call, so that a database that comes back is used again."""

    def products(self):
        """Return the products by their ids."""
        return dict(self._run("SELECT id, content FROM products ORDER BY id"))

    def put_product(self, key, product):
        """Keep a product."""
        statement = "INSERT INTO products VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET content = excluded.content"
        self._run(statement, (key, json.dumps(product)))

    def drop_product(self, key):
        """Remove a product; True if it was there."""
        return bool(self._run("DELETE FROM products WHERE id = %s RETURNING id", (key,)))

    def add(self, order):
        """Keep an order; return its number."""
        return self._run("INSERT INTO orders (content) VALUES (%s) RETURNING number", (json.dumps(order),))[0][0]

    def newest(self):
        """Return numbers and orders, the newest first."""
        return self._run("SELECT number, content FROM orders ORDER BY number DESC LIMIT 100")

    def remove(self, number):
        """Remove an order; True if it was there."""
        return bool(self._run("DELETE FROM orders WHERE number = %s RETURNING number", (number,)))

    def prepare(self, samples):
        """Wait for the database; make the tables, with these products, if they are not there."""
        end = time.monotonic() + WAIT_SECONDS
        while not self._answers():
            if time.monotonic() > end:
                raise SystemExit("the database does not answer")
            time.sleep(0.2)
        if self._run("SELECT to_regclass('products')")[0][0]:
            return
        self._run(
            """CREATE TABLE orders (number serial PRIMARY KEY, content jsonb NOT NULL);
               CREATE TABLE products (id text PRIMARY KEY, content jsonb NOT NULL);
               INSERT INTO products SELECT * FROM jsonb_each(%s)""",
            (json.dumps(samples),),
        )

    def _answers(self):
        try:
            return bool(self._run("SELECT 1"))
        except psycopg2.OperationalError:
            return False

    def _run(self, statement, values=()):
        password = secret("db-password")
        connection = psycopg2.connect(host="db", user="shop", dbname="shop", password=password, connect_timeout=3)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """A thread per request."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Logs no probe."""

    def log_request(self, code="-", size="-"):
        """Tell of what people ask for."""
        if self.path not in {"/live", "/ready"}:
            super().log_request(code, size)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    kept = DatabaseRecords()
    kept.prepare({} if os.environ.get("STORE_SAMPLE_PRODUCTS") == "false" else SAMPLES)
    owner = {name: secret(name) for name in ("admin-email", "admin-password", "session-secret")}
    copy = os.environ.get("STORE_COPY") == "true"
    application = Shop(os.environ["STORE_NAME"], os.environ["STORE_CURRENCY"], owner, kept, copy=copy)
    make_server("", 8080, application, server_class=Server, handler_class=Quiet).serve_forever()
