"""A shop that is met behind its gate: the pod speaks http, and is told what the ingress tells it."""

from __future__ import annotations

import httpx
import pytest

from functions.adapters.shops.base import Shop, ShopHttp


@pytest.mark.parametrize(("url", "proto"), [("https://demo.shops.example", "https"), ("http://demo.localhost:8080", "http")])
def test_a_shops_pod_is_asked_over_http_and_told_how_the_shop_is_reached(url: str, proto: str) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    place = {"address": "127.0.0.1", "port": 40123, "country": "DE", "currency": "EUR", "credentials": {}}
    shop = Shop(url=url, behind_gate=True, transport=httpx.MockTransport(answer), **place)  # type: ignore[arg-type]
    ShopHttp(shop).send("GET", "/")

    (request,) = seen
    assert str(request.url) == "http://127.0.0.1:40123/"
    assert request.headers["Host"] == url.split("//")[1]
    assert request.headers["X-Forwarded-Proto"] == proto
    assert "sni_hostname" not in request.extensions


def test_a_shop_at_the_ingress_is_told_nothing_that_the_ingress_says() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    place = {"address": "127.0.0.1", "port": 443, "country": "DE", "currency": "EUR", "credentials": {}}
    ShopHttp(Shop(url="https://demo.shops.example", transport=httpx.MockTransport(answer), **place)).send("GET", "/")  # type: ignore[arg-type]

    (request,) = seen
    assert str(request.url) == "https://127.0.0.1/"
    assert request.extensions["sni_hostname"] == "demo.shops.example"
    assert "X-Forwarded-Proto" not in request.headers
