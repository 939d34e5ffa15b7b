"""Looking into a store that sells: each look says what is true of it."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import httpx

from tests.cluster.installation import helm, secret, until
from tests.cluster.platform import JSON, Platform, Shop

DEADLINE = 3.0
SECRET_MIN = 6  # what is shorter is not looked for in logs


def look(platform: Platform, shop: JSON, what: str, **query: str | int) -> JSON:
    """Return what a look says."""
    answer = platform.http.get(f"/api/stores/{shop['id']}/{what}", params=query)
    assert answer.status_code == httpx.codes.OK, answer.text
    found: JSON = answer.json()
    return found


def test_credentials_sign_in(platform: Platform, shop: JSON) -> None:
    answer = platform.http.get(f"/api/stores/{shop['id']}/credentials")
    found = answer.json()

    assert answer.headers["Cache-Control"] == "no-store"
    assert found["admin_url"] == shop["admin_url"]
    login = {"email": found["admin_email"], "password": found["admin_password"]}
    assert Shop(shop["url"]).call("POST", "/auth/user/emailpass", json=login)["token"]
    buyer = Shop(shop["url"], **{"x-publishable-api-key": found["keys"]["publishable-key"]})
    assert buyer.call("GET", "/store/regions")["regions"]
    assert set(found["keys"]) == {"publishable-key"}, "the other keys are for the shop's own parts"


def test_logs_are_of_every_part_and_hold_no_secret(platform: Platform, shop: JSON) -> None:
    found = look(platform, shop, "logs", tail=2000)

    assert {line["component"] for line in found["lines"]} >= {"web", "db"}
    assert {line["pod"] for line in found["lines"]} <= set(found["pods"])
    moments = [datetime.fromisoformat(line["at"]) for line in found["lines"]]
    assert moments == sorted(moments)
    text = "\n".join(line["text"] for line in found["lines"])
    assert "\x1b" not in text
    hidden = {key: value for key, value in secret(shop["id"]).items() if len(value) >= SECRET_MIN and "@" not in value}
    assert [key for key, value in hidden.items() if value in text] == []


def test_logs_can_be_of_one_part(platform: Platform, shop: JSON) -> None:
    of_db = look(platform, shop, "logs", component="db", tail=5)["lines"]
    pod = of_db[0]["pod"]

    assert {line["component"] for line in of_db} == {"db"}
    assert {line["pod"] for line in look(platform, shop, "logs", pod=pod)["lines"]} == {pod}
    assert look(platform, shop, "logs", since="2100-01-01T00:00:00Z")["lines"] == []
    assert look(platform, shop, "logs", previous="true", component="db")["next_cursor"] is None


def test_a_request_to_the_shop_shows_up_in_the_log_that_is_followed(platform: Platform, shop: JSON) -> None:
    mark = f"insight-{time.time_ns()}"
    cursor = look(platform, shop, "logs", component="web", tail=1)["next_cursor"]
    seen: list[Any] = []

    Shop(shop["url"]).send("GET", f"/store/{mark}")

    def comes() -> bool:
        nonlocal cursor
        page = look(platform, shop, "logs", component="web", cursor=cursor, wait=5)
        cursor = page["next_cursor"]
        seen.extend(page["lines"])
        return any(mark in line["text"] for line in seen)

    until(comes, "the request is in the log", seconds=30)
    after = look(platform, shop, "logs", component="web", cursor=cursor)["lines"]
    assert sum(mark in line["text"] for line in [*seen, *after]) == 1, "each line comes once"


def test_a_store_that_sells_is_well(platform: Platform, shop: JSON) -> None:
    found: JSON = until(
        lambda: health if (health := look(platform, shop, "health"))["ok"] else None, "the store is well", seconds=30
    )

    assert found["message"]
    assert {pod["component"] for pod in found["pods"] if pod["ready"]} >= {"web", "db"}
    assert all(pod["started_at"] for pod in found["pods"] if pod["ready"])
    assert found["ingress"]["status"] == httpx.codes.OK
    assert 0 <= found["ingress"]["milliseconds"] < DEADLINE * 1000
    assert found["verified_at"] == platform.store(shop["id"])["verified_at"]
    assert found["certificate"] is None, "the shop is on http"


def test_usage_is_within_the_plan(platform: Platform, shop: JSON) -> None:
    found: JSON = until(
        lambda: usage if (usage := look(platform, shop, "usage"))["memory"]["used_bytes"] else None,
        "the kubelet has measured the pods",
        seconds=60,
        pause=2,
    )

    assert 0 < found["memory"]["used_bytes"] < found["memory"]["limit_bytes"]
    assert 0 <= found["cpu"]["used_millicores"] <= found["cpu"]["limit_millicores"]
    claimed = [volume["claimed_bytes"] for volume in found["disk"]["volumes"]]
    assert claimed
    assert 0 < sum(claimed) <= found["disk"]["limit_bytes"]
    for volume in found["disk"]["volumes"]:
        assert volume["message"] or 0 < volume["used_bytes"] <= volume["capacity_bytes"]


def test_history_is_helms_and_names_the_operation(platform: Platform, shop: JSON) -> None:
    items = look(platform, shop, "history")["items"]
    recorded = helm("--namespace", f"store-{shop['id']}", "history", shop["id"])
    deployed = platform.store(shop["id"])["deployed"]

    assert [(item["revision"], item["status"], item["description"]) for item in items] == [
        (each["revision"], each["status"], each["description"]) for each in reversed(recorded)
    ]
    newest = items[0]
    assert (newest["revision"], newest["chart_version"], newest["engine_version"]) == (
        deployed["revision"],
        deployed["chart_version"],
        deployed["engine_version"],
    )
    assert platform.operation(newest["operation_id"])["kind"] == newest["kind"] == "provision"


def test_each_look_ends_within_its_deadline(platform: Platform, shop: JSON) -> None:
    for what in ("credentials", "logs", "health", "usage", "history"):
        began = time.monotonic()
        look(platform, shop, what)
        assert time.monotonic() - began < DEADLINE + 1, what
