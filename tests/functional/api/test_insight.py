"""Looking into a store: credentials, logs, health, usage and history."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.application.insight import Insight
from functions.application.paging import write_cursor
from functions.application.ports.insight import Certificate, HealthSeen, IngressAnswer, PodHealth, Revision, UsageSeen
from functions.application.ports.repository import Insert, Replace
from functions.application.reads import Reads
from functions.domain.engine import SecretKey
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import ClusterRefused, Unavailable
from tests.fakes import FakeCatalogue, FakeClusters, engine, local_cluster
from tests.fakes.inspector import PODS, FakeInspector, line
from tests.fakes.platform import START
from tests.fakes.samples import operation
from tests.functional.api.client import Api, FakePlatform, Reply

LOOKS = ("credentials", "logs", "health", "usage", "history")


def look(api: Api, what: str, store_id: str = "demo", query: str = "", **parts: Any) -> Reply:
    return api.get(f"/api/stores/{store_id}/{what}{query}", **parts)


@pytest.fixture
def yard(api: Api) -> Api:
    """An API with Olga's store `demo`, which is ready."""
    api.create("demo")
    api.finish("demo")
    return api


@pytest.fixture
def inspector(yard: Api) -> FakeInspector:
    """What sees her store."""
    return yard.platform.inspector


def test_credentials_are_the_administrators_and_what_the_engine_shows_and_nothing_else(inspector: FakeInspector) -> None:
    keys = {
        "publishable-key": SecretKey(length=20, shown=True),
        "jwt-secret": SecretKey(length=20),
        "lost": SecretKey(shown=True),
    }
    shop = engine("medusa").model_copy(update={"secret_keys": keys})
    api = Api(FakePlatform(catalogue=FakeCatalogue(shop)))
    api.create("demo")
    api.platform.inspector.values = {**inspector.values, "publishable-key": "pk_1", "jwt-secret": "hidden"}

    reply = look(api, "credentials")

    assert reply.json == {
        "admin_url": "http://demo.localhost/admin",
        "admin_email": "olga@demo.example",
        "admin_password": "right-horse",
        "keys": {"publishable-key": "pk_1"},
        "message": "",
    }
    assert reply.headers["cache-control"] == "no-store"


def test_credentials_of_a_store_whose_engine_is_offered_no_more_are_the_administrators(
    yard: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yard.platform.service, "engines", dict)

    found = look(yard, "credentials").json

    assert (found["admin_url"], found["admin_password"], found["keys"]) == ("http://demo.localhost/", "right-horse", {})


@pytest.mark.parametrize("what", LOOKS)
def test_a_store_that_is_not_in_its_cluster_is_told_so(yard: Api, inspector: FakeInspector, what: str) -> None:
    inspector.there = False

    reply = look(yard, what)

    assert reply.status == 200
    said = "There is nothing of the store in the cluster local right now."
    assert reply.json.get("message") == said or reply.json["messages"] == [said]
    emptied: dict[str, Any] = {"lines": [], "pods": [], "items": [], "keys": {}, "admin_password": None, "ok": False}
    assert all(reply.json[name] == empty for name, empty in emptied.items() if name in reply.json)
    assert reply.json.get("verified_at", "2026-01-01T12:00:00Z") == "2026-01-01T12:00:00Z"


def test_what_is_not_measured_is_null_and_never_zero(yard: Api, inspector: FakeInspector) -> None:
    inspector.there = False

    found = look(yard, "usage").json

    assert found["cpu"]["used_millicores"] is None
    assert found["memory"]["used_bytes"] is None


def test_a_secret_that_is_not_made_yet_and_a_release_that_is_not_installed(yard: Api, inspector: FakeInspector) -> None:
    inspector.values, inspector.revisions = {}, []

    assert look(yard, "credentials").json["message"] == "The store's Secret is not made yet."
    assert look(yard, "history").json == {"items": [], "message": "Nothing has been installed for the store yet."}


def test_logs_come_in_order_of_time_with_where_they_are_from(yard: Api) -> None:
    found = look(yard, "logs").json

    assert [(each["text"], each["pod"], each["component"]) for each in found["lines"]] == [
        ("line 1", "web-1", "web"),
        ("line 2", "db-0", "db"),
        ("line 3", "web-1", "web"),
    ]
    assert found["lines"][0]["at"] == "2026-01-01T12:00:01Z"
    assert found["pods"] == ["db-0", "web-1"]
    assert look(yard, "logs", query="?tail=1").json["lines"] == found["lines"][-1:]


def test_a_query_of_logs_reaches_the_cluster_as_it_was_asked(yard: Api, inspector: FakeInspector) -> None:
    look(yard, "logs", query="?component=web&pod=web-1&since=60&tail=2000&previous=true")
    look(yard, "logs", query="?since=2026-01-01T13:00:00%2B01:00")

    asked, at_a_time = inspector.queries
    assert (asked.component, asked.pod, asked.tail, asked.previous, asked.after) == ("web", "web-1", 2000, True, None)
    assert asked.since == START - timedelta(seconds=60)
    assert at_a_time.since == START


def test_a_previous_log_does_not_grow(yard: Api) -> None:
    found = look(yard, "logs", query="?previous=true&wait=20").json

    assert found["next_cursor"] is None
    assert yard.pause.slept == 0


def test_following_waits_for_a_line_and_shows_each_once(yard: Api, inspector: FakeInspector) -> None:
    first = look(yard, "logs").json
    yard.pause.meanwhile[2.0] = lambda: inspector.lines.append(line(9, "new"))

    second = look(yard, "logs", query=f"?cursor={first['next_cursor']}&wait=20").json
    third = look(yard, "logs", query=f"?cursor={second['next_cursor']}&wait=3").json

    assert [each["text"] for each in second["lines"]] == ["new"]
    assert third["lines"] == []
    assert yard.pause.slept == 5.0
    assert third["next_cursor"] == second["next_cursor"]


def test_following_a_crowd_is_told_to_come_back() -> None:
    api = Api(waiters=0)
    api.create("demo")
    cursor = look(api, "logs").json["next_cursor"]

    reply = look(api, "logs", query=f"?cursor={cursor}&wait=20")

    assert (reply.json["lines"], reply.headers["retry-after"]) == ([], "1")


def test_following_begins_before_there_is_a_store(yard: Api, inspector: FakeInspector) -> None:
    inspector.there = False
    cursor = look(yard, "logs").json["next_cursor"]
    inspector.there = True

    assert len(look(yard, "logs", query=f"?cursor={cursor}").json["lines"]) == 3


BAD: dict[str, tuple[str, str, str]] = {
    "since zero": ("since=0", "since", "must be a number of seconds"),
    "since a word": ("since=yesterday", "since", "must be a number of seconds"),
    "since without a zone": ("since=2026-01-01T12:00:00", "since", "with a zone"),
    "since a day": ("since=2026-01-01", "since", "must be a number of seconds"),
    "since no such day": ("since=2026-02-31T12:00:00Z", "since", "must be a time that there is"),
    "since before there was time": ("since=0001-01-01T00:00:00%2B14:00", "since", "must be a number of seconds"),
    "since many years": ("since=999999999", "since", "must be a number of seconds"),
    "since empty": ("since=", "since", "must be a number of seconds"),
    "since with a line break": ("since=60%0A", "since", "must be a number of seconds"),
    "since in other digits": ("since=%D9%A7", "since", "must be a number of seconds"),
    "tail 0": ("tail=0", "tail", "must be at least 1"),
    "tail 2001": ("tail=2001", "tail", "must be at most 2000"),
    "wait 21": ("wait=21", "wait", "must be at most 20"),
    "previous a word": ("previous=maybe", "previous", "must be true or false"),
    "component a path": ("component=../web", "component", "must be the name of a component"),
    "pod a path": ("pod=a/b", "pod", "must be the name of a pod"),
    "cursor not ours": ("cursor=junk", "cursor", "must be a cursor"),
    "cursor of another store": (f"cursor={write_cursor('logs/other', '')}", "cursor", "must be a cursor"),
    "cursor of another shape": (f"cursor={write_cursor('logs/demo', 'web-1/main=now')}", "cursor", "must be a cursor"),
    "cursor with a template": (f"cursor={write_cursor('logs/demo', '{{x}}/main=2026Z')}", "cursor", "must be a cursor"),
    "follow": ("follow=true", "follow", "is not a parameter of this request"),
}


@pytest.mark.parametrize(("query", "field", "rule"), BAD.values(), ids=BAD)
def test_a_bad_parameter_is_refused_by_name_and_rule(
    yard: Api, inspector: FakeInspector, query: str, field: str, rule: str
) -> None:
    reply = look(yard, "logs", query=f"?{query}")

    assert reply.status == 422
    assert reply.json["errors"][0]["field"] == field
    assert rule in reply.json["errors"][0]["rule"]
    assert inspector.queries == []


def test_a_well_store_is_well(yard: Api, inspector: FakeInspector) -> None:
    found = look(yard, "health").json

    said = "All pods of the store are ready, and its shop answers. The shop sends no mail: no relay is set."
    assert (found["ok"], found["message"]) == (True, said)
    assert found["pods"][1] == {
        "name": "web-1",
        "component": "web",
        "ready": True,
        "phase": "Running",
        "restarts": 2,
        "reason": "Error",
        "started_at": None,
    }
    assert found["ingress"] == {"status": 200, "milliseconds": 12, "message": ""}
    assert found["certificate"] is None
    assert found["verified_at"] == "2026-01-01T12:00:00Z"
    assert inspector.looks == [("health", "http://demo.localhost")]


CRASHED = replace(PODS[1], ready=False, reason="CrashLoopBackOff")
EXPIRED = Certificate("CN=authority", START - timedelta(hours=1))
UNWELL: dict[str, tuple[dict[str, Any], str]] = {
    "no pod": ({"pods": ()}, "The store has no pod."),
    "a pod of a job only": ({"pods": (replace(PODS[0], job=True),)}, "The store has no pod."),
    "a pod that crashes": ({"pods": (PODS[0], CRASHED)}, "The pod web-1 is not ready: CrashLoopBackOff."),
    "a pod that starts": ({"pods": (PODS[0], replace(CRASHED, reason=""))}, "The pod web-1 is not ready."),
    "no answer": ({"ingress": IngressAnswer(message="It is silent.")}, "It is silent."),
    "a bad answer": ({"ingress": IngressAnswer(502, 3)}, "The shop's address answers with 502."),
    "the first bad answer": ({"ingress": IngressAnswer(400, 3)}, "The shop's address answers with 400."),
    "an old certificate": ({"certificate": EXPIRED}, "The shop's certificate has expired."),
}


@pytest.mark.parametrize(("change", "message"), UNWELL.values(), ids=UNWELL)
def test_what_is_wrong_is_said_in_a_sentence(yard: Api, inspector: FakeInspector, change: dict[str, Any], message: str) -> None:
    inspector.seen = replace(inspector.seen, **change)

    found = look(yard, "health").json

    assert (found["ok"], found["message"]) == (False, message)


def test_a_second_pod_that_starts_and_a_job_that_failed_take_nothing_away(yard: Api, inspector: FakeInspector) -> None:
    failed = PodHealth("cron-1", "cron", ready=False, phase="Failed", restarts=0, reason="Error", job=True)
    inspector.seen = HealthSeen((*PODS, replace(CRASHED, name="web-2"), failed), IngressAnswer(200, 1))

    found = look(yard, "health").json
    assert found["ok"] is True
    assert found["message"].startswith("2 of 3 pods of the store are ready, and its shop answers.")


def test_a_shop_that_does_not_grow_with_its_load_is_well_and_says_so(yard: Api, inspector: FakeInspector) -> None:
    inspector.seen = replace(inspector.seen, scaling="It does not grow with its load.")

    found = look(yard, "health").json

    assert (found["ok"], "its shop answers. It does not grow with its load." in found["message"]) == (True, True)


def test_a_store_that_is_not_ready_is_not_well_whatever_its_pods_are(api: Api) -> None:
    api.create("demo")

    found = look(api, "health").json

    assert (found["ok"], found["message"]) == (False, "The store is provisioning.")


def test_a_certificate_says_how_long_it_holds(yard: Api, inspector: FakeInspector) -> None:
    inspector.seen = replace(inspector.seen, certificate=Certificate("CN=authority", START + timedelta(days=30, hours=3)))

    certificate = look(yard, "health").json["certificate"]

    assert certificate == {"issuer": "CN=authority", "not_after": "2026-01-31T15:00:00Z", "days_left": 30}


@pytest.mark.parametrize(
    ("left", "said"), [(16, ""), (14, " Its certificate ends on 2026-01-15 12:00 UTC and was not renewed in time.")]
)
def test_a_certificate_that_should_have_been_renewed_is_told_while_it_holds(
    yard: Api, inspector: FakeInspector, left: int, said: str
) -> None:
    ends = START + timedelta(days=left)
    inspector.seen = replace(inspector.seen, certificate=Certificate("CN=authority", ends, ends - timedelta(days=90)))

    found = look(yard, "health").json

    assert found["ok"]
    assert ("was not renewed" in found["message"]) == bool(said)
    assert said in found["message"]


def test_a_certificate_holds_on_its_last_day(yard: Api, inspector: FakeInspector) -> None:
    inspector.seen = replace(inspector.seen, certificate=Certificate("CN=authority", START + timedelta(hours=3)))

    found = look(yard, "health").json

    assert (found["ok"], found["certificate"]["days_left"]) == (True, 0)


def test_usage_stands_against_what_the_namespace_is_held_to(yard: Api) -> None:
    found = look(yard, "usage").json

    assert found["cpu"] == {"used_millicores": 30, "limit_millicores": 8000}
    assert found["memory"] == {"used_bytes": 300 << 20, "limit_bytes": 3 << 30}
    assert found["disk"]["limit_bytes"] is None
    assert found["disk"]["volumes"] == [
        {"name": "db", "claimed_bytes": 1 << 30, "used_bytes": 1 << 20, "capacity_bytes": 1 << 30, "message": ""}
    ]


def test_where_no_quota_can_be_seen_the_plan_says_it() -> None:
    plans = {"small": engine().plans["small"].model_copy(update={"quota": {"requests.storage": "5Gi"}})}
    api = Api(FakePlatform(catalogue=FakeCatalogue(engine("medusa").model_copy(update={"plans": plans}))))
    api.create("demo")
    api.platform.inspector.used = UsageSeen(None, None, ())

    assert look(api, "usage").json["disk"]["limit_bytes"] == 5 << 30


def test_history_names_the_operation_that_made_a_revision(yard: Api, inspector: FakeInspector) -> None:
    record = yard.platform.repository.get(OPERATIONS, id="OP000001")
    assert record is not None
    made = record.model_copy(update={"result": {"deployed": {"revision": 1}}})
    yard.platform.repository.commit(Replace(made))
    inspector.revisions = [Revision(2, "failed", "", "", "", None), *inspector.revisions]

    second, first = look(yard, "history").json["items"]

    assert (second["revision"], second["status"], second["operation_id"], second["kind"]) == (2, "failed", None, None)
    assert first == {
        "revision": 1,
        "status": "deployed",
        "chart_version": "0.1.0",
        "engine_version": "1.0.0",
        "description": "Install complete",
        "deployed_at": "2026-01-01T12:00:00Z",
        "operation_id": "OP000001",
        "kind": "provision",
    }


def test_history_looks_through_all_that_was_done_to_a_store(yard: Api, inspector: FakeInspector) -> None:
    """The first of many operations, and a later one whose record says nothing that makes sense."""
    repository = yard.platform.repository
    record = repository.get(OPERATIONS, id="OP000001")
    assert record is not None
    repository.commit(Replace(record.model_copy(update={"result": {"deployed": {"revision": 1}}})))
    for number in range(2, 60):
        later = operation(f"OP{number:06d}", status="succeeded", result={"deployed": {"revision": ["1"]}})
        repository.commit(Insert(later))

    found = look(yard, "history").json

    assert (found["items"][0]["operation_id"], found["message"]) == ("OP000001", "")


def test_history_says_nothing_of_a_store_that_had_the_id_before(yard: Api) -> None:
    repository = yard.platform.repository
    record, store = repository.get(OPERATIONS, id="OP000001"), repository.get(STORES, id="demo")
    assert record is not None
    assert store is not None
    repository.commit(Replace(record.model_copy(update={"result": {"deployed": {"revision": 1}}})))
    repository.commit(Replace(store.model_copy(update={"created_at": START + timedelta(seconds=1)})))

    assert look(yard, "history").json["items"][0]["operation_id"] is None


@pytest.mark.parametrize("what", LOOKS)
def test_a_cluster_that_cannot_be_reached_is_told_by_its_name_and_nothing_of_it(
    yard: Api, inspector: FakeInspector, what: str
) -> None:
    def down(_: str) -> None:
        raise Unavailable("the cluster cannot be reached: no usable context in the kubeconfig /private/place")

    inspector.on_look = down

    reply = look(yard, what)

    assert (reply.status, reply.json["reason"]) == (503, "ClusterUnavailable")
    assert reply.json["detail"] == "The cluster local cannot be reached right now."
    assert reply.headers["retry-after"] == "5"
    assert "private" not in reply.text


def test_a_cluster_that_does_not_let_the_platform_look_is_told_so(yard: Api, inspector: FakeInspector) -> None:
    def refuse(cluster: str) -> None:
        raise ClusterRefused(f"The cluster {cluster} does not let the platform look.")

    inspector.on_look = refuse

    reply = look(yard, "logs")

    assert (reply.status, reply.json["reason"]) == (503, "ClusterRefused")
    assert reply.json["detail"] == "The cluster local does not let the platform look."


def test_a_cluster_that_hangs_holds_up_nobody_from_anothers_stores() -> None:
    platform = FakePlatform(clusters=FakeClusters(local_cluster("fast"), local_cluster("slow")))
    api, hangs, release = Api(platform), threading.Semaphore(0), threading.Event()
    for cluster in ("fast", "slow"):
        api.create(cluster, cluster=cluster)

    def hang(cluster: str) -> None:
        if cluster == "slow":
            hangs.release()
            assert release.wait(30)

    platform.inspector.on_look = hang
    platform.insight = Insight(
        service=platform.service,
        repository=platform.repository,
        inspector=platform.inspector,
        clock=platform.clock,
        reads=Reads(seconds=30, at_once=2),
    )
    with ThreadPoolExecutor(2) as callers:
        stuck = [callers.submit(look, api, "usage", "slow") for _ in range(2)]
        for _ in stuck:
            assert hangs.acquire(timeout=30)
        try:
            refused, answered = look(api, "health", "slow"), look(api, "health", "fast")
        finally:
            release.set()
        done = [each.result(30) for each in stuck]

    assert (refused.status, refused.json["reason"]) == (503, "ClusterUnavailable")
    assert "slow" in refused.json["detail"]
    assert answered.status == 200
    assert [each.status for each in done] == [200, 200]
    assert look(api, "health", "slow").status == 200, "what has ended gives its turn back"
