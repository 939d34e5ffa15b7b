"""What the client makes of an API server's answers."""

from __future__ import annotations

import httpx
import pytest

from functions.adapters.kube.client import ApiError
from functions.domain.errors import Unavailable
from tests.fakes.kube import kube


def test_a_cluster_that_does_not_answer_is_unavailable() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 111] Connection refused", request=request)

    with pytest.raises(Unavailable, match=r"the cluster cannot be reached: .*Connection refused"):
        kube(refuse).get("/version")


def test_an_error_without_a_message_is_told_by_its_number() -> None:
    with pytest.raises(ApiError, match="the cluster's API answered 502 to GET /version"):
        kube(lambda _: httpx.Response(502, text="<html>")).get("/version")


@pytest.mark.parametrize(
    ("status", "reason"), [(429, "Unavailable"), (503, "Unavailable"), (403, "ClusterError"), (500, "ClusterError")]
)
def test_a_server_that_is_busy_is_as_good_as_none(status: int, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        kube(lambda _: httpx.Response(status, json={"message": "no"})).create("/api/v1/namespaces", {})

    assert raised.value.reason == reason


def test_a_page_in_place_of_an_object_is_no_api_server() -> None:
    with pytest.raises(Unavailable, match="what answers GET /version is no API server"):
        kube(lambda _: httpx.Response(200, text="<html>")).get("/version")


def test_a_look_is_repeated_while_the_server_restarts_and_a_change_is_not() -> None:
    asked: list[str] = []

    def restart(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        if len(asked) == 1:
            raise httpx.ConnectError("[Errno 104] Connection reset by peer", request=request)
        return httpx.Response(503 if len(asked) == 2 else 200, json={"items": []})

    client = kube(restart)

    assert client.items("/api/v1/pods") == []
    assert asked == ["GET", "GET", "GET"]

    asked.clear()
    with pytest.raises(Unavailable):
        client.create("/api/v1/pods", {})
    assert asked == ["POST"]
