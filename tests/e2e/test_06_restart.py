"""`KEEP=data make down`, then `make up`: shops are back, with their data. Last, since it stops everything."""

from __future__ import annotations

import httpx

from tests.cluster.installation import API, HOME, make, platform_pid, secret, status, until
from tests.cluster.platform import JSON, Platform, Shop


def test_shops_survive_a_stop_of_everything(shop: JSON) -> None:
    credentials = secret(shop["id"])
    orders = orders_of(shop, credentials)
    pid = platform_pid()

    make("down", KEEP="data")
    stopped = status()
    refused = not _answers()
    make("up")

    assert stopped["cluster"]["ready"] is False
    assert stopped["stores"] is None, "nobody can tell"
    assert refused
    assert platform_pid() != pid
    assert (HOME / "state.db").exists()
    assert status_of(shop) == "ready"
    until(lambda: Shop(shop["url"]).send("GET", "/health").is_success, "the ingress knows that the shop is back", seconds=5)
    assert secret(shop["id"]) == credentials
    assert orders_of(shop, credentials) == orders


def status_of(shop: JSON) -> str:
    """Return how the platform says that the store is."""
    platform = Platform()
    try:
        platform.until_answers()
        return str(platform.store(shop["id"])["status"])
    finally:
        platform.http.close()


def orders_of(shop: JSON, credentials: dict[str, str]) -> list[str]:
    """Return the orders that the shop's admin shows."""
    admin = Shop(shop["url"])
    login = {"email": credentials["admin-email"], "password": credentials["admin-password"]}
    admin.headers["Authorization"] = f"Bearer {admin.call('POST', '/auth/user/emailpass', json=login)['token']}"
    return [order["id"] for order in admin.call("GET", "/admin/orders", params={"fields": "id"})["orders"]]


def _answers() -> bool:
    try:
        return httpx.get(f"{API}/health", trust_env=False).is_success
    except httpx.TransportError:
        return False
