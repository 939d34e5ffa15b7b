"""What a look makes of containers' logs."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from functions.adapters.kube.logs import TEXT_MAX, plain_text
from functions.application.ports.insight import Log, LogQuery
from functions.domain.errors import Unavailable
from tests.fakes import kube
from tests.fakes.store_cluster import BASE, SECRET, StoreCluster


def logs(cluster: StoreCluster, **wanted: object) -> Log:
    found = cluster.inspector().logs("local", "demo", LogQuery(**wanted))  # type: ignore[arg-type]
    assert found is not None
    return found


def texts(log: Log) -> Sequence[str]:
    return [line.text for line in log.lines]


@pytest.fixture
def cluster() -> StoreCluster:
    """A store with two pods that log."""
    made = StoreCluster()
    made.pod("web-1", "web")
    made.pod("db-0", "db")
    made.say(f"{BASE}/pods/web-1/log", "2026-01-01T12:00:01.5Z one\n2026-01-01T12:00:03Z three\n")
    made.say(f"{BASE}/pods/db-0/log", "2026-01-01T13:00:02.000000001+01:00 two\n")
    return made


def test_lines_of_all_containers_are_merged_by_time(cluster: StoreCluster) -> None:
    found = logs(cluster)

    assert [(line.text, line.pod, line.component, line.container) for line in found.lines] == [
        ("one", "web-1", "web", "main"),
        ("two", "db-0", "db", "main"),
        ("three", "web-1", "web", "main"),
    ]
    assert found.lines[0].at == datetime(2026, 1, 1, 12, 0, 1, 500_000, tzinfo=UTC)
    assert found.positions == {"web-1/main": "2026-01-01T12:00:03.000000000Z", "db-0/main": "2026-01-01T12:00:02.000000001Z"}
    assert (found.pods, found.message) == (["db-0", "web-1"], "")


def test_the_query_is_what_the_api_server_is_asked(cluster: StoreCluster) -> None:
    asked: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.url.params))
        return httpx.Response(200, text="")

    cluster.texts[f"{BASE}/pods/web-1/log"] = answer
    logs(cluster, pod="web-1", tail=7, since=datetime(2026, 1, 1, 13, tzinfo=timezone(timedelta(hours=1))))
    logs(cluster, component="web", after={"web-1/main": "2026-01-01T12:00:03.000000000Z"})

    assert [{key: value for key, value in each.items() if key != "limitBytes"} for each in asked] == [
        {"container": "main", "timestamps": "true", "tailLines": "7", "sinceTime": "2026-01-01T12:00:00Z"},
        {"container": "main", "timestamps": "true", "sinceTime": "2026-01-01T12:00:03.000000000Z"},
    ]


@pytest.mark.parametrize("wanted", [{"pod": "nobody"}, {"component": "cron"}, {"pod": "web-1", "component": "db"}])
def test_what_nothing_fits_is_told(cluster: StoreCluster, wanted: dict[str, str]) -> None:
    found = logs(cluster, **wanted)

    assert (texts(found), found.pods) == ([], ["db-0", "web-1"])
    assert found.message == "None of the store's containers has such a log."


def test_a_store_without_pods_is_told() -> None:
    assert logs(StoreCluster()).message == "The store has no pod right now."


def test_the_newest_lines_come_first_and_what_is_older_never(cluster: StoreCluster) -> None:
    first = logs(cluster, tail=1)
    second = logs(cluster, tail=1, after=first.positions)

    assert (texts(first), texts(second)) == (["three"], [])
    assert second.positions == first.positions


def test_what_was_said_before_the_time_that_was_asked_for_does_not_come_later(cluster: StoreCluster) -> None:
    cluster.say(f"{BASE}/pods/db-0/log", "")
    quiet = logs(cluster, since=datetime(2026, 1, 1, 12, 0, 2, tzinfo=UTC), component="db")
    cluster.say(f"{BASE}/pods/db-0/log", "2026-01-01T12:00:01Z old\n2026-01-01T12:00:09Z new\n")

    assert quiet.positions == {"db-0/main": "2026-01-01T12:00:02.000000000Z"}
    assert texts(logs(cluster, component="db", after=quiet.positions)) == ["new"]


def test_following_gives_the_oldest_that_are_new_and_loses_none(cluster: StoreCluster) -> None:
    seen: list[str] = []
    positions = {"web-1/main": "2026-01-01T12:00:01.500000000Z"}
    for _ in range(3):
        found = logs(cluster, tail=1, after=positions)
        seen += texts(found)
        positions = dict(found.positions)

    assert seen == ["two", "three"]


def test_lines_of_the_same_moment_are_not_parted(cluster: StoreCluster) -> None:
    cluster.say(f"{BASE}/pods/web-1/log", "2026-01-01T12:00:01Z a\n2026-01-01T12:00:01Z b\n2026-01-01T12:00:02Z c\n")

    found = logs(cluster, component="web", tail=1, after={})

    assert texts(found) == ["a", "b"]
    assert texts(logs(cluster, component="web", tail=1, after=found.positions)) == ["c"]


def test_a_pod_that_is_gone_leaves_the_positions(cluster: StoreCluster) -> None:
    found = logs(cluster, after={"web-0/main": "2026-01-01T11:00:00.000000000Z"})

    assert set(found.positions) == {"web-1/main", "db-0/main"}


def test_a_line_without_its_end_comes_once_it_has_one(cluster: StoreCluster) -> None:
    cluster.say(f"{BASE}/pods/web-1/log", "2026-01-01T12:00:01Z whole\n2026-01-01T12:00:02Z ha")

    assert texts(logs(cluster, component="web")) == ["whole"]


def test_nothing_secret_is_shown_however_it_is_coloured(cluster: StoreCluster) -> None:
    hidden = f"{SECRET[:4]}\x1b[31m{SECRET[4:]}"
    cluster.say(f"{BASE}/pods/web-1/log", f"2026-01-01T12:00:01Z got {hidden} and password=hunter2 \x1b]0;title\x07ok\n")

    assert texts(logs(cluster, component="web")) == ["got [redacted] and password=[redacted] ok"]


@pytest.mark.parametrize("name", ["store-mail", "store-payments"])
def test_what_a_relay_or_a_payment_provider_is_told_is_not_shown_either(cluster: StoreCluster, name: str) -> None:
    cluster.put(f"{BASE}/secrets/{name}", data={"one-1": base64.b64encode(b"hunter2").decode()})
    cluster.say(f"{BASE}/pods/web-1/log", "2026-01-01T12:00:01Z AUTH hunter2 ok\n")

    assert texts(logs(cluster, component="web")) == ["AUTH [redacted] ok"]


def test_without_the_stores_secret_no_line_is_shown(cluster: StoreCluster) -> None:
    cluster.refuse(f"{BASE}/secrets/store-secret")

    found = logs(cluster, after={"web-1/main": "2026-01-01T12:00:01.500000000Z"})

    assert (texts(found), found.pods) == ([], ["db-0", "web-1"])
    assert "may not read the store's Secret" in found.message
    assert found.positions == {"web-1/main": "2026-01-01T12:00:01.500000000Z"}


def test_a_long_line_is_cut(cluster: StoreCluster) -> None:
    cluster.say(f"{BASE}/pods/web-1/log", f"2026-01-01T12:00:01Z {'x' * 9999}\n")

    assert texts(logs(cluster, component="web")) == ["x" * TEXT_MAX + "…"]


@pytest.mark.parametrize("status", [400, 404])
def test_a_container_that_has_no_log_stops_no_other(cluster: StoreCluster, status: int) -> None:
    cluster.texts[f"{BASE}/pods/web-1/log"] = lambda _: kube.refuse(status, "container is waiting to start")

    assert texts(logs(cluster)) == ["two"]


def test_the_kubelets_own_words_are_no_line(cluster: StoreCluster) -> None:
    cluster.say(f"{BASE}/pods/web-1/log", "unable to retrieve container logs\n2026-01-01T12:00:01Z\n2026-01-01T12:00:02Z x\n")

    assert texts(logs(cluster, component="web")) == ["", "x"]


def test_only_containers_that_have_run_are_asked() -> None:
    cluster = StoreCluster()
    waiting = {"name": "main", "state": {"waiting": {"reason": "PodInitializing"}}}
    ended = {"name": "migrate", "state": {"terminated": {"exitCode": 0}}}
    cluster.pod("web-1", "web", containers=[waiting], status={"initContainerStatuses": [ended]})
    cluster.say(f"{BASE}/pods/web-1/log", "2026-01-01T12:00:01Z x\n")

    assert [line.container for line in logs(cluster).lines] == ["migrate"]


def test_a_previous_log_is_asked_of_those_that_were_started_again() -> None:
    cluster = StoreCluster()
    crashed = {"name": "main", "state": {"running": {}}, "lastState": {"terminated": {"reason": "Error"}}}
    cluster.pod("web-1", "web", containers=[crashed])
    cluster.pod("db-0", "db")
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["previous"])
        return httpx.Response(200, text="2026-01-01T12:00:01Z died\n")

    cluster.texts[f"{BASE}/pods/web-1/log"] = answer

    assert texts(logs(cluster, previous=True)) == ["died"]
    assert asked == ["true"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil\x1b\\link", "link"),
        ("\x1b]0;never ends", ""),
        ("a\rb\x08c\x00d\x9be", "abcde"),
        ("tab\tstays, ünï too", "tab\tstays, ünï too"),
        ("\x1bMup", "up"),
        ("ends with \x1b", "ends with "),
    ],
)
def test_what_moves_a_terminals_cursor_is_taken_out(text: str, shown: str) -> None:
    assert plain_text(text) == shown


@pytest.mark.parametrize("path", [f"{BASE}/secrets/store-secret", f"{BASE}/pods/web-1/log"])
def test_a_server_that_has_trouble_gives_no_half_of_a_log(cluster: StoreCluster, path: str) -> None:
    cluster.refuse(path, 500)

    with pytest.raises(Unavailable):
        logs(cluster)
