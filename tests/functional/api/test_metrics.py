"""Metrics over HTTP: an admin's are everyone's, an owner's their own."""

from __future__ import annotations

from tests.functional.api.client import ADA, OLGA, OTTO, Api


def test_metrics_of_an_admin_an_owner_and_a_stranger(api: Api) -> None:
    for store in ("demo", "tea"):
        api.create(store)
    claimed = api.platform.lifecycle.claim("OP000001", "w1")
    assert claimed is not None
    api.platform.clock.advance(90)
    api.platform.counter.go_on()
    api.platform.lifecycle.reap()
    api.finish("demo", good=False)
    api.platform.dispatcher.dispatch()

    admins, olgas, ottos = (api.get("/api/stores/metrics", token=token).json for token in (ADA, OLGA, OTTO))

    assert admins == olgas
    assert (admins["active"], admins["provisioning"], admins["failed"], admins["statuses"]) == (
        0,
        1,
        1,
        {"failed": 1, "provisioning": 1},
    )
    assert admins["operations"] == [
        {
            "kind": "provision",
            "engine": "medusa",
            "succeeded": 0,
            "failed": 1,
            "timed_out": 0,
            "canceled": 0,
            "p50_seconds": None,
            "p95_seconds": None,
        }
    ]
    assert (admins["queue"], admins["slots"], admins["days"], admins["complete"]) == (
        {"length": 1},
        {"total": 2, "taken": 0},
        7,
        True,
    )
    assert (ottos["statuses"], ottos["operations"], ottos["queue"]) == ({}, [], {"length": 0})
    assert {name for name, number in ottos.items() if number == 0} == {
        *("active", "provisioning", "failed", "upgrades", "rollbacks", "retries", "deletes")
    }


def test_metrics_are_no_store(api: Api) -> None:
    assert api.create("metrics").status == 422
    assert api.call("DELETE", "/api/stores/metrics").status == 405
    assert api.call("PUT", "/api/stores/metrics").status == 405
