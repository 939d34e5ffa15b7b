"""Long polls behind the ASGI adapter, and many callers at once."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import httpx

from functions.api.asgi import App
from functions.api.context import LongPolls
from functions.api.handler import create_handler
from functions.application.ports.repository import Insert
from functions.application.reads import AT_ONCE
from tests.fakes import FakeClusters, local_cluster, owner
from tests.functional.api.client import OLGA, Api, FakePlatform, over_http
from tests.functional.api.wire import chunk, messages, run, scope

TOKEN = {"authorization": f"Bearer {OLGA}"}


def waiting_app(**parts: Any) -> tuple[App, FakePlatform]:
    """An app whose long polls really wait, with one operation that brings no news."""
    platform = FakePlatform()
    api = Api(platform)
    api.create("demo")
    return App(create_handler(lambda: platform, waits=LongPolls(limit=parts.pop("waiters", 32))), **parts), platform


POLL = "/api/operations/OP000001/events"


def test_a_long_poll_ends_when_its_client_leaves() -> None:
    app, _ = waiting_app()
    request = scope(path=POLL, headers=[("host", "localhost"), *TOKEN.items()]) | {"query_string": b"after=1"}
    started = time.monotonic()

    run(app, request, messages(chunk(b""), {"type": "http.disconnect"}))

    assert time.monotonic() - started < 5


def test_draining_answers_every_long_poll() -> None:
    app, _ = waiting_app()

    async def both() -> tuple[httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=TOKEN) as client:
            poll = asyncio.create_task(client.get(f"{POLL}?after=1"))
            while not app._waiting:
                await asyncio.sleep(0.01)
            app.drain()
            return await poll, await client.get(f"{POLL}?after=1")

    for response in asyncio.run(both()):
        assert (response.status_code, response.json()["events"]) == (200, [])


def test_long_polls_do_not_starve_other_requests() -> None:
    app, _ = waiting_app(threads=4, waiters=3)

    async def crowd() -> tuple[list[httpx.Response], httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=TOKEN) as client:
            polls = [asyncio.create_task(client.get(f"{POLL}?after=1")) for _ in range(12)]
            done, waiting = set[asyncio.Task[httpx.Response]](), set(polls)
            while len(done) < 9:
                more, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                done |= more
            other = await client.get("/health")
            app.drain()
            return [await poll for poll in polls], other

    polls, other = asyncio.run(crowd())

    assert other.status_code == 200
    assert sum("retry-after" in poll.headers for poll in polls) == 9
    assert {poll.status_code for poll in polls} == {200}


def test_many_threads_never_mix_up_callers() -> None:
    platform = FakePlatform()
    api = Api(platform)
    names = [f"user-{number:02d}" for number in range(16)]
    for name in names:
        platform.repository.commit(Insert(owner(name)))
        api.create(f"{name}-shop", token=f"token-{name}")
    app = App(api.handler, threads=16)

    async def all_at_once() -> list[tuple[str, httpx.Response]]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:

            async def ask(name: str) -> tuple[str, httpx.Response]:
                return name, await client.get("/api/stores?limit=5", headers={"authorization": f"Bearer token-{name}"})

            return await asyncio.gather(*[ask(name) for name in names * 12])

    for name, response in asyncio.run(all_at_once()):
        assert [store["id"] for store in response.json()["items"]] == [f"{name}-shop"]


def test_a_long_poll_gets_its_news_while_others_ask(api: Api) -> None:
    app, platform = waiting_app()
    later = threading.Timer(0.1, lambda: platform.lifecycle.claim("OP000001", "w1"))
    later.start()

    reply = over_http(app, "GET", f"{POLL}?after=1", headers=TOKEN)

    assert [event["message"] for event in reply.json["events"]] == ["A worker has started"]


def test_a_cluster_that_hangs_does_not_take_the_servers_threads() -> None:
    platform = FakePlatform(clusters=FakeClusters(local_cluster("fast"), local_cluster("slow")))
    api, release = Api(platform), threading.Event()
    for cluster in ("fast", "slow"):
        api.create(cluster, cluster=cluster)
    platform.inspector.on_look = lambda cluster: None if cluster == "fast" else _wait(release)
    app = App(api.handler, threads=AT_ONCE + 2)

    async def look(client: httpx.AsyncClient, cluster: str) -> int:
        return (await client.get(f"/api/stores/{cluster}/health")).status_code

    async def crowd() -> tuple[list[int], int, list[int]]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=TOKEN) as client:
            stuck = {asyncio.create_task(look(client, "slow")) for _ in range(4 * AT_ONCE)}
            try:
                refused: list[int] = []
                while len(refused) < 3 * AT_ONCE:
                    done, stuck = await asyncio.wait(stuck, return_when=asyncio.FIRST_COMPLETED)
                    refused += [each.result() for each in done]
                other = await look(client, "fast")
            finally:
                release.set()
            return refused, other, await asyncio.gather(*stuck)

    refused, other, late = asyncio.run(crowd())

    assert refused == [503] * (3 * AT_ONCE)
    assert other == 200
    assert late == [200] * AT_ONCE


def _wait(release: threading.Event) -> None:
    assert release.wait(30)
