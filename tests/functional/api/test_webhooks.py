"""Webhooks over HTTP: made, tried out, told of events, looked at, sent again. The sender is a fake, the rest is real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from functions.application import webhook_log
from functions.application.ports.repository import Replace
from functions.application.ports.webhooks import Sent
from functions.domain.entities import STORES, USERS
from functions.domain.user import Role
from functions.domain.webhook import DeliveryReason, DeliveryStatus
from functions.domain.webhook_entities import ALL_WEBHOOKS, DELIVERIES, DUE_QUEUES, WEBHOOK_QUEUES
from tests.fakes import FakeClock
from tests.functional.api.client import ADA, OLGA, OTTO, Api, FakePlatform, Reply

URL, OTHER = "https://hooks.example.com/shop", "https://other.example.com/"


def make(api: Api, url: str = URL, *, token: str = OLGA, **fields: Any) -> dict[str, Any]:
    """Make a webhook; return it with its secret."""
    reply = api.post("/api/webhooks", {"url": url, **fields}, token=token)
    assert reply.status == 201, reply.text
    made: dict[str, Any] = reply.json
    return made


def told(api: Api) -> int:
    """Let events be handed out, and everything be sent that is due."""
    api.platform.dispatcher.dispatch()
    return sum(api.platform.webhooks.courier.work(queue) for queue in list(api.platform.webhooks.courier.due()))


def types(api: Api, url: str = URL) -> list[str]:
    return [request.event["type"] for request in api.platform.sender.to(url)]


def test_from_a_subscription_to_signed_events(api: Api) -> None:
    made = make(api, events=["*"])
    api.create("demo")
    api.finish("demo")

    assert told(api) == 3

    got = api.platform.sender.to(URL)
    assert types(api) == ["provision.accepted", "provision.progress", "provision.succeeded"]
    assert [request.event["sequence"] for request in got] == [1, 2, 3]
    assert [request.event["previous"] for request in got] == [None, 1, 2]
    assert {request.event["data"]["store_id"] for request in got} == {"demo"}
    assert got[-1].event["data"]["outcome"] == "succeeded"
    for request in got:
        assert request.headers["webhook-timestamp"] == str(int(api.platform.clock.now().timestamp()))
    assert made["secret"].startswith("whsec_")
    assert told(api) == 0


def test_the_published_library_takes_them_and_nothing_changed() -> None:
    api = Api(FakePlatform(clock=FakeClock(datetime.now(UTC))))
    made = make(api)
    api.create("demo")
    told(api)

    (request,) = api.platform.sender.to(URL)
    verifier = Verifier(made["secret"])
    assert verifier.verify(request.body, dict(request.headers)) == request.event
    with pytest.raises(WebhookVerificationError):
        verifier.verify(request.body + b" ", dict(request.headers))
    with pytest.raises(WebhookVerificationError):
        Verifier(make(api, OTHER)["secret"]).verify(request.body, dict(request.headers))


def test_for_a_day_after_a_rotation_both_secrets_verify_and_then_the_new_one_alone() -> None:
    clock = FakeClock(datetime.now(UTC) - timedelta(hours=24))
    api = Api(FakePlatform(clock=clock))
    old = make(api)
    new = api.post(f"/api/webhooks/{old['id']}/secret", {}).json

    def signatures() -> int:
        api.post(f"/api/webhooks/{old['id']}/test", {})
        told(api)
        return len(api.platform.sender.to(URL)[-1].headers["webhook-signature"].split(" "))

    assert new["secret"] != old["secret"]
    assert new["secrets"] == 2
    assert signatures() == 2
    clock.advance(timedelta(hours=24))
    assert signatures() == 1
    last = api.platform.sender.to(URL)[-1]
    assert Verifier(new["secret"]).verify(last.body, dict(last.headers))
    with pytest.raises(WebhookVerificationError):
        Verifier(old["secret"]).verify(last.body, dict(last.headers))


def test_a_receiver_that_has_only_the_old_secret_still_verifies_meanwhile() -> None:
    api = Api(FakePlatform(clock=FakeClock(datetime.now(UTC))))
    old = make(api)
    api.post(f"/api/webhooks/{old['id']}/secret", {})
    api.post(f"/api/webhooks/{old['id']}/test", {})
    told(api)

    (request,) = api.platform.sender.to(URL)
    assert Verifier(old["secret"]).verify(request.body, dict(request.headers))["type"] == "webhook.test"


def test_a_secret_is_shown_when_it_is_made_and_never_again(api: Api) -> None:
    made = make(api)
    api.create("demo")
    told(api)

    answers = [
        api.get("/api/webhooks"),
        api.get(f"/api/webhooks/{made['id']}"),
        api.call("PATCH", f"/api/webhooks/{made['id']}", body='{"description": "x"}'),
        api.get(f"/api/webhooks/{made['id']}/deliveries"),
        api.get("/api/activity"),
    ]

    assert all(answer.status == 200 for answer in answers)
    assert not any("whsec_" in answer.text or made["secret"][6:] in answer.text for answer in answers)


def test_an_owner_is_told_of_their_own_stores_alone(api: Api) -> None:
    make(api)
    make(api, OTHER, token=OTTO)
    api.create("demo")
    api.create("tea", token=OTTO)
    told(api)

    assert {request.event["data"]["store_id"] for request in api.platform.sender.to(URL)} == {"demo"}
    assert {request.event["data"]["store_id"] for request in api.platform.sender.to(OTHER)} == {"tea"}


def test_the_platforms_is_told_of_all_stores_and_only_an_admin_may_have_one(api: Api) -> None:
    refused = api.post("/api/webhooks", {"url": URL, "platform": True})
    made = make(api, token=ADA, platform=True)
    api.create("demo")
    api.create("tea", token=OTTO)
    told(api)

    assert refused.status == 403
    assert {request.event["data"]["store_id"] for request in api.platform.sender.to(URL)} == {"demo", "tea"}
    assert api.get(f"/api/webhooks/{made['id']}").status == 404
    assert api.get("/api/webhooks").json["items"] == []
    assert [each["id"] for each in api.get("/api/webhooks", token=ADA).json["items"]] == [made["id"]]


def test_who_is_no_admin_any_more_is_told_nothing_more_also_of_what_waits(api: Api) -> None:
    make(api, token=ADA, platform=True)
    api.create("demo")
    api.platform.dispatcher.dispatch()
    repository = api.platform.repository
    found = repository.get(USERS, id="ada")
    assert found is not None
    repository.commit(Replace(found.model_copy(update={"role": Role.OWNER})))
    api.create("tea", token=OTTO)
    told(api)

    assert api.platform.sender.got == []
    (dropped,) = repository.rows(DELIVERIES, webhook_id=repository.find(ALL_WEBHOOKS)[0].id, owner="olga", store_id="demo")
    assert (dropped.status, dropped.reason) == (DeliveryStatus.DROPPED, DeliveryReason.NOT_ALLOWED)


def test_a_store_that_became_somebody_elses_is_not_told_of_any_more(api: Api) -> None:
    make(api)
    make(api, OTHER, token=OTTO)
    api.create("demo")
    api.platform.dispatcher.dispatch()
    repository = api.platform.repository
    store = repository.get(STORES, id="demo")
    assert store is not None
    repository.commit(Replace(store.model_copy(update={"owner": "otto"})))
    told(api)

    assert api.platform.sender.got == []


def test_what_was_before_a_store_of_somebody_else_with_the_same_id_still_arrives(api: Api) -> None:
    make(api)
    api.create("demo")
    api.finish("demo")
    api.call("DELETE", "/api/stores/demo")
    api.finish("demo")
    api.platform.dispatcher.dispatch()
    api.platform.clock.advance(1)
    make(api, OTHER, token=OTTO)
    api.create("demo", token=OTTO)
    told(api)

    assert types(api) == ["provision.accepted", "provision.succeeded", "delete.accepted", "delete.succeeded"]
    assert [request.event["sequence"] for request in api.platform.sender.to(OTHER)] == [1]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (["*.failed"], []),
        (["provision.*"], ["provision.accepted", "provision.progress", "provision.succeeded"]),
        (["*.accepted", "verify.succeeded"], ["provision.accepted", "verify.accepted", "verify.succeeded"]),
        (["*"], [f"{k}.{s}" for k in ("provision", "verify") for s in ("accepted", "progress", "succeeded")]),
    ],
)
def test_filters_let_through_what_they_say(api: Api, events: list[str], expected: list[str]) -> None:
    make(api, events=events)
    api.create("demo")
    api.finish("demo")
    api.post("/api/stores/demo/operations", {"kind": "verify"})
    api.finish("demo")
    told(api)

    assert types(api) == expected


def test_behind_a_filter_previous_tells_that_nothing_is_missing(api: Api) -> None:
    make(api, events=["*.accepted"])
    api.create("demo")
    api.finish("demo")
    api.post("/api/stores/demo/operations", {"kind": "verify"})
    told(api)

    events = [request.event for request in api.platform.sender.to(URL)]
    assert [(event["sequence"], event["previous"]) for event in events] == [(1, None), (4, 1)]


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"url": "http://hooks.example.com/"}, "url", "must begin with https://"),
        ({"url": "https://127.0.0.1/"}, "url", "not on the public internet"),
        ({"url": "https://localhost/"}, "url", "internet knows"),
        ({"url": "https://user:pw@hooks.example.com/"}, "url", "without user name"),
        ({"url": "https://hooks.example.com:22/"}, "url", "port 443 or 8443"),
        ({"url": "https://demo.yard.example.org/"}, "url", "back to the platform"),
        ({"url": URL, "events": ["nothing.failed"]}, "events", "must be * or <kind>.<stage>"),
        ({"url": URL, "events": []}, "events", "not be empty"),
        ({"url": URL, "description": "x" * 201}, "description", "at most 200"),
        ({"url": URL, "enabled": "yes"}, "enabled", "true or false"),
        ({}, "url", "is required"),
        ({"url": URL, "secret": "whsec_mine"}, "secret", "not known here"),
    ],
)
def test_bad_input_names_the_field_and_the_rule(api: Api, body: dict[str, Any], field: str, said: str) -> None:
    reply = api.post("/api/webhooks", body)

    assert reply.status == 422, reply.text
    (error,) = reply.json["errors"]
    assert error["field"].startswith(field)
    assert said in error["rule"]
    assert api.get("/api/webhooks").json["items"] == []


def test_a_url_is_checked_again_when_it_is_changed(api: Api) -> None:
    made = make(api)

    reply = api.call("PATCH", f"/api/webhooks/{made['id']}", body='{"url": "https://10.0.0.1/"}')
    empty = api.call("PATCH", f"/api/webhooks/{made['id']}", body="{}")

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "url")
    assert empty.status == 422
    assert api.get(f"/api/webhooks/{made['id']}").json["url"] == URL


def test_ten_webhooks_are_enough_and_a_removed_one_makes_room(api: Api) -> None:
    ids = [make(api, f"https://hooks.example.com/{number}")["id"] for number in range(10)]

    refused = api.post("/api/webhooks", {"url": URL})
    removed = api.call("DELETE", f"/api/webhooks/{ids[0]}")

    assert (refused.status, refused.json["reason"]) == (409, "TooManyWebhooks")
    assert removed.status == 204
    assert api.post("/api/webhooks", {"url": URL}).status == 201


def fail(api: Api, status: int | None = 500, url: str = URL) -> None:
    api.platform.sender.answers[url] = lambda _: Sent(status, "" if status else "No answer.", "oh no", 0.2)


def log(api: Api, made: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    reply: Reply = api.get(f"/api/webhooks/{made['id']}/deliveries{query}")
    assert reply.status == 200, reply.text
    items: list[dict[str, Any]] = reply.json["items"]
    return items


def test_the_log_says_what_was_answered_and_when_it_is_tried_again(api: Api) -> None:
    made = make(api)
    fail(api)
    api.create("demo")
    told(api)

    (delivery,) = log(api, made)
    assert (delivery["event_type"], delivery["store_id"]) == ("provision.accepted", "demo")
    assert (delivery["status"], delivery["reason"], delivery["tries"]) == ("pending", None, 1)
    assert delivery["next_at"] > delivery["attempts"][0]["at"]
    (attempt,) = delivery["attempts"]
    assert (attempt["status"], attempt["answer"], attempt["seconds"]) == (500, "oh no", 0.2)
    one = api.get(f"/api/webhooks/{made['id']}/deliveries/{delivery['id']}")
    assert one.json == delivery
    assert api.get(f"/api/webhooks/{made['id']}").json["failing_since"] == attempt["at"]


def drive(api: Api, hours: float) -> None:
    """Let time pass, and everything be sent when it is due."""
    end = api.platform.clock.now() + timedelta(hours=hours)
    while api.platform.clock.now() < end:
        told(api)
        due = [queue.due_at for queue in api.platform.repository.find(DUE_QUEUES)]
        now = api.platform.clock.now()
        api.platform.clock.advance(min([end, *(each for each in due if each > now)]) - now)
    told(api)


def test_after_a_day_of_tries_an_event_is_a_dead_letter_and_can_be_sent_again(api: Api) -> None:
    made = make(api)
    fail(api)
    api.create("demo")
    drive(api, 25)

    (dead,) = log(api, made, "?status=dead")
    assert (dead["status"], dead["reason"], dead["tries"], dead["next_at"]) == ("dead", "GaveUp", 8, None)
    waits = [
        (datetime.fromisoformat(b["at"]) - datetime.fromisoformat(a["at"])).total_seconds()
        for a, b in zip(dead["attempts"], dead["attempts"][1:], strict=False)
    ]
    for waited, planned in zip(waits, (5, 30, 300, 1800, 7200, 18_000, 36_000), strict=True):
        assert planned * 0.8 <= waited <= planned * 1.2

    api.platform.sender.answers.clear()
    again = api.post(f"/api/webhooks/{made['id']}/deliveries/{dead['id']}/redeliver", {})
    told(api)

    assert (again.status, again.json["status"], again.json["tries"]) == (202, "pending", 0)
    assert log(api, made, "?status=dead") == []
    assert len({request.id for request in api.platform.sender.to(URL)}) == 1
    assert len({request.body for request in api.platform.sender.to(URL)}) == 1
    assert log(api, made)[0]["status"] == "delivered"


def test_dead_letters_of_a_time_are_sent_again(api: Api) -> None:
    made = make(api, events=["*.accepted"])
    api.platform.sender.answers[URL] = lambda _: Sent(410)
    times = []
    for store in ("alpha", "beta", "gamma"):
        api.call("PATCH", f"/api/webhooks/{made['id']}", body='{"enabled": true}')
        times.append(api.platform.clock.now().isoformat().replace("+00:00", "Z"))
        api.create(store)
        told(api)
        api.platform.clock.advance(timedelta(hours=1))
    api.call("PATCH", f"/api/webhooks/{made['id']}", body='{"enabled": true}')
    api.platform.sender.answers.clear()
    before = len(api.platform.sender.got)

    path = f"/api/webhooks/{made['id']}/redeliver"
    middle = api.post(path, {"since": times[1], "until": times[2]})
    told(api)
    rest = api.post(path, {})
    told(api)

    assert (middle.status, middle.json) == (202, {"count": 1, "more": False})
    assert rest.json == {"count": 2, "more": False}
    sent = [request.event["data"]["store_id"] for request in api.platform.sender.got[before:]]
    assert sent == ["beta", "alpha", "gamma"]
    assert api.post(path, {}).json == {"count": 0, "more": False}


def test_an_endpoint_that_is_gone_is_disabled_and_says_so(api: Api) -> None:
    made = make(api, events=["*"])
    api.platform.sender.answers[URL] = lambda _: Sent(410)
    api.create("demo")
    api.finish("demo")
    told(api)

    shown = api.get(f"/api/webhooks/{made['id']}").json
    assert (shown["enabled"], shown["disabled_reason"]) == (False, "Gone")
    assert len(api.platform.sender.got) == 1
    assert [each["reason"] for each in log(api, made)] == ["WebhookDisabled", "WebhookDisabled", "Gone"]
    assert api.post(f"/api/webhooks/{made['id']}/test", {}).json["reason"] == "WebhookDisabled"
    assert api.post(f"/api/webhooks/{made['id']}/redeliver", {}).json["reason"] == "WebhookDisabled"


def test_an_endpoint_that_fails_for_five_days_is_disabled(api: Api) -> None:
    made = make(api)
    fail(api, None)
    for number in range(6):
        api.create(f"shop-{number}")
        drive(api, 24)
        assert api.get(f"/api/webhooks/{made['id']}").json["enabled"] is (number < 5)

    assert api.get(f"/api/webhooks/{made['id']}").json["disabled_reason"] == "FailingTooLong"


def test_one_that_waits_for_its_next_try_is_tried_at_once_if_asked(api: Api) -> None:
    made = make(api, events=["*"])
    fail(api)
    api.create("demo")
    api.finish("demo")
    told(api)
    later, _, first = log(api, made)
    api.platform.sender.answers.clear()

    refused = api.post(f"/api/webhooks/{made['id']}/deliveries/{later['id']}/redeliver", {})
    asked = api.post(f"/api/webhooks/{made['id']}/deliveries/{first['id']}/redeliver", {})
    told(api)

    assert (refused.status, refused.json["reason"]) == (409, "DeliveryUnderWay")
    assert asked.status == 202
    assert types(api) == ["provision.accepted", "provision.accepted", "provision.progress", "provision.succeeded"]


def test_a_disabled_webhook_is_told_nothing_and_enabled_again_of_what_comes(api: Api) -> None:
    made = make(api, events=["*.accepted"])
    api.call("PATCH", f"/api/webhooks/{made['id']}", body='{"enabled": false}')
    api.create("alpha")
    told(api)
    shown = api.get(f"/api/webhooks/{made['id']}").json
    api.call("PATCH", f"/api/webhooks/{made['id']}", body='{"enabled": true}')
    api.create("beta")
    told(api)

    assert shown["disabled_reason"] == "ByOwner"
    assert [request.event["data"]["store_id"] for request in api.platform.sender.got] == ["beta"]


def test_nothing_is_left_of_a_removed_webhook(api: Api) -> None:
    made = make(api, events=["*"])
    api.create("demo")
    told(api)
    fail(api)
    api.finish("demo")
    told(api)
    sent = len(api.platform.sender.got)

    assert api.call("DELETE", f"/api/webhooks/{made['id']}").status == 204
    told(api)

    assert len(api.platform.sender.got) == sent
    assert api.get(f"/api/webhooks/{made['id']}/deliveries").status == 404
    left = api.platform.repository.rows(DELIVERIES, webhook_id=made["id"], owner="olga", store_id="demo")
    assert list(left) == []
    assert list(api.platform.repository.rows(WEBHOOK_QUEUES, webhook_id=made["id"])) == []


def test_pages_of_webhooks_and_of_deliveries_lead_to_the_last(api: Api) -> None:
    ids = [make(api, f"https://hooks.example.com/{number}", events=["*"])["id"] for number in range(3)]
    api.create("demo")
    api.finish("demo")
    told(api)

    first = api.get("/api/webhooks?limit=2").json
    rest = api.get(f"/api/webhooks?limit=2&cursor={first['next_cursor']}").json
    path = f"/api/webhooks/{ids[0]}/deliveries?limit=2"
    newest = api.get(path).json
    oldest = api.get(f"{path}&cursor={newest['next_cursor']}").json

    assert [each["id"] for each in (*first["items"], *rest["items"])] == ids
    assert rest["next_cursor"] is None
    assert [each["sequence"] for each in (*newest["items"], *oldest["items"])] == [3, 2, 1]


def test_a_page_of_one_status_looks_at_so_many_and_goes_on(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_log, "LOOKED_AT", 2)
    made = make(api, events=["*"])
    api.platform.sender.answers[URL] = lambda request: Sent(500 if request.event["sequence"] == 2 else 204)
    api.create("demo")
    api.finish("demo")
    told(api)

    path = f"/api/webhooks/{made['id']}/deliveries?status=delivered"
    first = api.get(path).json
    rest = api.get(f"{path}&cursor={first['next_cursor']}").json

    assert first["items"] == []
    assert [each["sequence"] for each in rest["items"]] == [1]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("path", ["wh-none", "WH", "wh-1/deliveries", "wh-1/deliveries/X"])
def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    assert api.get(f"/api/webhooks/{path}").status == 404


def test_what_is_done_with_webhooks_is_in_the_activity_log_without_their_urls(api: Api) -> None:
    made = make(api, "https://hooks.example.com/a-secret-path")
    api.post(f"/api/webhooks/{made['id']}/test", {})
    api.post(f"/api/webhooks/{made['id']}/secret", {})
    api.call("DELETE", f"/api/webhooks/{made['id']}")

    lines = api.get("/api/activity")
    actions = {line["action"] for line in lines.json["items"]}
    assert actions == {"webhook.create", "webhook.test", "webhook.rotate", "webhook.delete"}
    assert "a-secret-path" not in lines.text
