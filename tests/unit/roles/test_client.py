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
    ("status", "message", "reason"),
    [
        (401, "Unauthorized", "ClusterUnauthorized"),
        (403, 'secrets is forbidden: User "x" cannot get resource "secrets"', "ClusterForbidden"),
        (403, 'pods "web" is forbidden: exceeded quota: store', "QuotaExceeded"),
        (403, "unable to create new content in namespace store-demo because it is being terminated", "NamespaceTerminating"),
        (429, "too many requests", "ClusterBusy"),
        (503, "the server is currently unable to handle the request", "ClusterBusy"),
        (500, "Internal error occurred", "ClusterBusy"),
        (500, 'Internal error occurred: failed calling webhook "pods"', "ClusterError"),
        (422, "is invalid", "ClusterError"),
    ],
)
def test_a_refusal_has_the_reason_of_its_status_and_words(status: int, message: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        kube(lambda _: httpx.Response(status, json={"message": message})).create("/api/v1/pods", {})

    assert (refused.value.reason, refused.value.message) == (reason, message)


def test_a_look_that_meets_an_error_of_the_server_is_repeated() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return httpx.Response(500 if len(asked) < 3 else 200, json={"message": "etcdserver: leader changed"})

    kube(answer).get("/version")

    assert asked == ["GET"] * 3


def test_a_change_is_repeated_only_where_the_server_did_not_take_it() -> None:
    answers = iter([429, 429, 201])
    kube(lambda _: httpx.Response(next(answers), json={})).create("/api/v1/namespaces", {})

    again = iter([503, 201])
    with pytest.raises(ApiError):
        kube(lambda _: httpx.Response(next(again), json={})).create("/api/v1/namespaces", {})
    assert list(again) == [201]


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
