"""Notices over HTTP: targets made, confirmed, told, tried out. The ways out are fakes that refuse what the real ones refuse."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from functions.application.ports.notices import Posted
from functions.application.ports.repository import Replace
from functions.application.ports.webhooks import Sent
from functions.domain.entities import OPERATIONS, STORES, USERS
from functions.domain.notice_entities import DUE_NOTICES, NOTICE_QUEUES, NOTICES
from functions.domain.notice_target import TargetKind
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.origin import SCHEDULE
from functions.domain.user import Role
from tests.fakes.notices import MATTERMOST, PAGE, SLACK, URLS, Chat, texts
from tests.functional.api.client import ADA, OLGA, OTTO, Api

PATH = "/api/notice-targets"


def make(api: Api, kind: str = "slack", address: str | None = None, *, token: str = OLGA, **fields: Any) -> dict[str, Any]:
    """Make a target."""
    reply = api.post(PATH, {"kind": kind, "address": address or URLS[kind], **fields}, token=token)
    assert reply.status == 201, reply.text
    made: dict[str, Any] = reply.json
    return made


def chat(api: Api, kind: str = "slack") -> Chat:
    """Have a chat's webhook behind its address."""
    made = Chat(kind)
    api.platform.sender.answers[URLS[kind]] = made
    return made


def told(api: Api) -> int:
    """Let events be handed out, and everything be sent that is due; return how many messages were taken."""
    api.platform.dispatcher.dispatch()
    courier = api.platform.notices.courier
    return sum(courier.work(queue) for queue in list(courier.due()))


def log(api: Api, target: dict[str, Any], *, token: str = OLGA) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.get(f"{PATH}/{target['id']}/notices", token=token).json["items"]
    return items


def fail(api: Api, store: str = "demo", kind: str = "backup", *, reason: str = "BackupFailed") -> str:
    """Ask for an operation of a store and let it fail; return its id."""
    reply = api.post(f"/api/stores/{store}/operations", {"kind": kind})
    assert reply.status == 202, reply.text
    operation: str = reply.json["operation"]["id"]
    claimed = api.platform.lifecycle.claim(operation, "w1")
    assert claimed is not None
    outcome = Outcome(OperationStatus.FAILED, reason, "The disk is full.", retryable=True)
    api.platform.lifecycle.finish(claimed.id, claimed.fence, outcome)
    return operation


def ready(api: Api, store: str = "demo", **fields: Any) -> None:
    api.create(store, **fields)
    api.finish(store)


@pytest.mark.parametrize("kind", URLS)
def test_each_chat_is_told_that_a_store_is_ready_and_that_its_backup_failed(api: Api, kind: str) -> None:
    webhook = chat(api, kind)
    target = make(api, kind)
    ready(api, name="Tea & Cake")
    operation = fail(api)

    assert told(api) == 2

    first, second = ("\n".join(texts(payload)) for payload in webhook.taken)
    assert "is ready." in first
    assert f"{PAGE}/stores/demo" in json.dumps(webhook.taken[0])
    assert "demo.localhost" in first
    assert "A backup of Tea" in second
    assert "The disk is full." in second
    assert "What to do: Earlier backups stay." in second
    assert f"{PAGE}/operations/{operation}" in json.dumps(webhook.taken[1])
    assert [(each["event"], each["status"]) for each in log(api, target)] == [
        ("backup.failed", "sent"),
        ("store.ready", "sent"),
    ]
    assert told(api) == 0


NASTY = (
    "<!channel> @everyone @here [free](https://evil.example) <https://evil.example|click> https://evil.example "
    "**b** _i_ `c` <@U123> ||x|| www.evil.example"
)


@pytest.mark.parametrize("kind", URLS)
def test_what_people_typed_mentions_nobody_and_links_nowhere(api: Api, kind: str) -> None:
    webhook = chat(api, kind)
    make(api, kind)
    ready(api, name=NASTY[:60])
    api.post("/api/stores/demo/operations", {"kind": "backup"})
    store = api.platform.repository.get(STORES, id="demo")
    assert store is not None
    assert store.active_operation_id is not None
    claimed = api.platform.lifecycle.claim(store.active_operation_id, "w1")
    assert claimed is not None
    api.platform.lifecycle.finish(
        claimed.id, claimed.fence, Outcome(OperationStatus.FAILED, "BackupFailed", f"{NASTY}\n# head")
    )
    told(api)

    for payload in webhook.taken:
        check_safe(kind, payload)


def check_safe(kind: str, payload: Any) -> None:
    """Nothing that was typed may be read as markup where markup is read, and no address of it is whole anywhere."""
    assert not re.search(r"//evil|www\.evil", json.dumps(payload, ensure_ascii=False).replace("\u200b//", ""))
    if kind == "slack":
        marked = [block["text"] for block in payload["blocks"] if block["text"]["type"] == "mrkdwn"]
        assert all(text["verbatim"] for text in marked)
        assert "evil" not in "".join(text["text"] for text in marked)
        assert "<" not in payload["text"]
    elif kind == "teams":
        blocks = [element for element in payload["attachments"][0]["content"]["body"] if element["type"] == "TextBlock"]
        assert "evil" not in json.dumps(blocks)
        assert "entities" not in json.dumps(payload)
    else:
        text = payload["text"] if kind == "mattermost" else payload["content"]
        typed = text.replace(PAGE, "").replace("http://demo.localhost", "")
        for live in ("@everyone", "@here", "<!", "<@", "://", "](https", "](h", "**b**", " `c", "||", "www."):
            assert live not in typed.replace(r"\*", ""), live
        assert not any(line.startswith("#") for line in text.splitlines())


def test_only_the_owner_is_told_and_the_platforms_target_of_every_store(api: Api) -> None:
    mine, all_stores = chat(api, "slack"), chat(api, "mattermost")
    make(api)
    make(api, "mattermost", token=ADA, platform=True)
    ready(api)
    api.create("other", token=OTTO)
    api.finish("other")
    told(api)

    assert len(mine.taken) == 1
    assert len(all_stores.taken) == 2


def test_the_platforms_is_an_admins_and_tells_nothing_once_its_maker_is_none(api: Api) -> None:
    all_stores = chat(api)
    refused = api.post(PATH, {"kind": "slack", "address": SLACK, "platform": True})
    target = make(api, token=ADA, platform=True)
    ready(api)
    api.platform.dispatcher.dispatch()
    ada = api.platform.repository.get(USERS, id="ada")
    assert ada is not None
    api.platform.repository.commit(Replace(ada.model_copy(update={"role": Role.OWNER})))

    assert refused.status == 403
    assert told(api) == 0
    assert all_stores.taken == []
    (dropped,) = api.platform.repository.rows(NOTICES, target_id=target["id"])
    assert dropped.status == "dropped"
    assert api.get(f"{PATH}/{target['id']}", token=ADA).status == 404


def test_a_filter_lets_through_what_it_names(api: Api) -> None:
    webhook = chat(api)
    target = make(api, events=["backup.failed"])
    ready(api)
    fail(api)
    told(api)

    assert [each["event"] for each in log(api, target)] == ["backup.failed"]
    assert len(webhook.taken) == 1


@pytest.mark.parametrize(
    ("kind", "reason", "event", "advice"),
    [
        ("verify", "VerifyFailed", "store.needs_attention", "The shop goes on as it is."),
        ("backup", "BackupFailed", "backup.failed", "Ask for `storeyard backup create demo` again"),
        ("delete", "DeleteBlocked", "store.needs_attention", "Something of the store is still there."),
    ],
)
def test_an_operation_that_failed_is_told_by_what_it_means_for_the_store(
    api: Api, kind: str, reason: str, event: str, advice: str
) -> None:
    webhook = chat(api)
    target = make(api)
    ready(api)
    if kind == "delete":
        api.call("DELETE", "/api/stores/demo")
        api.finish("demo", good=False)
    else:
        fail(api, kind=kind, reason=reason)
    told(api)

    assert log(api, target)[0]["event"] == event
    assert advice in webhook.text


def test_a_store_that_could_not_be_made_is_a_failed_operation_and_says_so(api: Api) -> None:
    webhook = chat(api)
    target = make(api)
    api.create("demo")
    api.finish("demo", good=False)
    told(api)

    assert [each["event"] for each in log(api, target)] == ["operation.failed"]
    assert "Provision of Demo (demo) failed." in webhook.text
    assert "It broke. (Broken)" in webhook.text


def test_a_scheduled_backup_that_fails_is_told_as_that(api: Api) -> None:
    webhook = chat(api)
    make(api)
    ready(api)
    told(api)
    reply = api.post("/api/stores/demo/operations", {"kind": "backup"})
    found = api.platform.repository.get(OPERATIONS, id=reply.json["operation"]["id"])
    assert found is not None
    api.platform.repository.commit(Replace(found.model_copy(update={"source": SCHEDULE})))
    api.finish("demo", good=False)
    told(api)

    assert "The scheduled backup of Demo (demo) failed." in webhook.text
    assert "The schedule tries again by itself" in webhook.text


def test_what_is_canceled_or_only_goes_well_is_told_to_nobody(api: Api) -> None:
    webhook = chat(api)
    make(api, events=["operation.failed", "store.needs_attention", "backup.failed"])
    ready(api)
    asked = api.post("/api/stores/demo/operations", {"kind": "verify"})
    api.post(f"/api/operations/{asked.json['operation']['id']}/cancel", {})
    api.post("/api/stores/demo/operations", {"kind": "backup"})
    api.finish("demo")
    told(api)

    assert webhook.taken == []


def test_more_than_five_in_a_minute_are_one_message_that_lists_them(api: Api) -> None:
    webhook = chat(api)
    target = make(api)
    for number in range(8):
        ready(api, f"shop-{number}", name=f"Shop {number}")

    assert told(api) == 1
    assert "8 notices" in webhook.text
    assert all(f"• Shop {number} (shop-{number}) is ready." in webhook.text for number in range(8))
    assert {each["status"] for each in log(api, target)} == {"sent"}


def test_what_comes_after_five_messages_waits_for_the_end_of_the_minute_and_is_one_then(api: Api) -> None:
    webhook = chat(api)
    make(api)
    for number in range(8):
        ready(api, f"shop-{number}")
        told(api)
        api.platform.clock.advance(1)
    assert len(webhook.taken) == 5

    api.platform.clock.advance(60)
    assert told(api) == 1
    assert "3 notices" in webhook.text
    assert list(api.platform.repository.find(DUE_NOTICES)) == []


def test_the_same_of_the_same_store_is_counted_for_an_hour_and_told_again_after(api: Api) -> None:
    webhook = chat(api)
    target = make(api, events=["backup.failed"])
    ready(api)
    fail(api)
    told(api)
    for _ in range(3):
        api.platform.clock.advance(300)
        fail(api)
        told(api)

    assert len(webhook.taken) == 1
    *counted, first = log(api, target)
    assert [each["status"] for each in counted] == ["counted"] * 3
    assert (first["status"], first["repeats"]) == ("sent", 3)
    fail(api, reason="AnotherReason")
    api.platform.clock.advance(3600)
    fail(api)
    told(api)
    assert len(webhook.taken) == 3


def test_what_repeats_before_it_was_sent_says_how_often(api: Api) -> None:
    webhook = chat(api)
    make(api, events=["backup.failed"])
    ready(api)
    fail(api)
    fail(api)
    fail(api)
    told(api)

    assert len(webhook.taken) == 1
    assert "It happened 2 more times within the hour." in webhook.text


@pytest.mark.parametrize("kind", URLS)
def test_too_many_requests_is_waited_out_as_long_as_the_chat_says(api: Api, kind: str) -> None:
    webhook = chat(api, kind)
    webhook.limited, webhook.wait = 1, timedelta(seconds=90)
    target = make(api, kind)
    ready(api)

    assert told(api) == 0
    api.platform.clock.advance(89)
    assert told(api) == 0
    api.platform.clock.advance(1)
    assert told(api) == 1
    assert len(api.platform.sender.to(URLS[kind])) == 2
    assert log(api, target)[0]["status"] == "sent"
    assert api.get(f"{PATH}/{target['id']}").json["failing_since"] is None


def test_notices_come_in_order_although_the_first_fails(api: Api) -> None:
    webhook, answers = chat(api), [Sent(500), Sent(None, "The host did not take the connection.")]
    api.platform.sender.answers[SLACK] = lambda request: answers.pop(0) if answers else webhook(request)
    make(api)
    ready(api, "first")
    ready(api, "second")
    for _ in range(3):
        told(api)
        api.platform.clock.advance(40)

    assert ["first" in text for text in ("\n".join(texts(each)) for each in webhook.taken)] == [True, False]


def test_a_target_that_fails_for_a_day_is_switched_off_and_says_so(api: Api) -> None:
    api.platform.sender.answers[SLACK] = lambda _: Sent(503, answer="no healthy upstream")
    target = make(api)
    ready(api)
    for _ in range(30):
        told(api)
        api.platform.clock.advance(timedelta(hours=1))

    found = api.get(f"{PATH}/{target['id']}").json
    assert (found["enabled"], found["disabled_reason"]) == (False, "FailingTooLong")
    assert found["problem"] == "It answered HTTP 503: no healthy upstream."
    (dead,) = log(api, target)
    assert (dead["status"], dead["said"]) == ("dead", "The target was switched off before this was sent.")
    assert api.post(f"{PATH}/{target['id']}/test", {}).json["reason"] == "NoticeTargetOff"
    tries = len(api.platform.sender.got)
    assert 8 <= tries <= 12

    webhook = chat(api)
    on = api.call("PATCH", f"{PATH}/{target['id']}", body='{"enabled": true}').json
    assert (on["disabled_reason"], on["failing_since"], on["problem"]) == (None, None, "")
    ready(api, "other")
    assert told(api) == 1
    assert len(webhook.taken) == 1


@pytest.mark.parametrize(("kind", "status"), [("slack", 404), ("discord", 404), ("mattermost", 410)])
def test_a_webhook_that_its_chat_does_not_have_any_more_is_switched_off_at_once(api: Api, kind: str, status: int) -> None:
    api.platform.sender.answers[URLS[kind]] = lambda _: Sent(status, answer="no_service")
    target = make(api, kind)
    ready(api)
    told(api)
    told(api)

    assert api.get(f"{PATH}/{target['id']}").json["disabled_reason"] == "Gone"
    assert log(api, target)[0]["status"] == "dead"
    assert len(api.platform.sender.got) == 1


def test_a_message_that_is_refused_holds_up_none_that_follows(api: Api) -> None:
    webhook, answers = chat(api), [Sent(400, answer="invalid_blocks")]
    api.platform.sender.answers[SLACK] = lambda request: answers.pop() if answers else webhook(request)
    target = make(api)
    ready(api, "first")
    ready(api, "second")
    told(api)

    assert [(each["store_id"], each["status"], each["said"]) for each in log(api, target)] == [
        ("second", "sent", ""),
        ("first", "dead", "It answered HTTP 400: invalid_blocks."),
    ]


def test_an_address_is_a_secret_and_read_back_by_nobody(api: Api) -> None:
    target = make(api)
    ready(api)
    told(api)
    replies = [api.get(path, token=ADA).text for path in (PATH, f"{PATH}/{target['id']}", f"{PATH}/{target['id']}/notices")]
    replies.append(api.get("/api/activity", token=ADA).text)

    assert target["address"] == "https://hooks.slack.example.com/…XXXX"
    assert not any("s3cr3t" in text or "T0001" in text for text in [json.dumps(target), *replies])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "slack", "address": "http://hooks.slack.example.com/x"}, "address"),
        ({"kind": "slack", "address": "https://10.0.0.7/x"}, "address"),
        ({"kind": "teams", "address": "https://yard.example.org/x"}, "address"),
        ({"kind": "email", "address": "ada"}, "address"),
        ({"kind": "email", "address": "ada@example.com\r\nBcc: otto@example.com"}, "address"),
        ({"kind": "irc", "address": SLACK}, "kind"),
        ({"kind": "slack", "address": SLACK, "events": ["store.sold"]}, "events.0"),
        ({"kind": "slack", "address": SLACK, "events": []}, "events"),
    ],
)
def test_a_bad_target_is_refused_by_the_name_of_its_field(api: Api, fields: dict[str, Any], field: str) -> None:
    reply = api.post(PATH, fields)

    assert reply.status == 422
    assert [error["field"] for error in reply.json["errors"]] == [field]
    assert api.get(PATH).json["items"] == []


def test_a_stranger_sees_no_target_and_nobody_has_more_than_ten(api: Api) -> None:
    made = [make(api) for _ in range(10)]
    refused = api.post(PATH, {"kind": "slack", "address": SLACK})

    assert (refused.status, refused.json["reason"]) == (409, "TooManyNoticeTargets")
    assert api.get(PATH, token=OTTO).json["items"] == []
    for method, more, body in (("GET", "", None), ("DELETE", "", None), ("POST", "/test", "{}"), ("GET", "/notices", None)):
        assert api.call(method, f"{PATH}/{made[0]['id']}{more}", token=OTTO, body=body).status == 404
    assert api.get(f"{PATH}/nt_1").status == 404


def test_a_test_is_sent_whatever_the_filter_says_and_to_mail_too(api: Api) -> None:
    with_email(api)
    webhook = chat(api)
    for target in (make(api, events=["backup.failed"]), make(api, "email", "olga@example.com")):
        reply = api.post(f"{PATH}/{target['id']}/test", {})
        assert reply.status == 202
        assert reply.json["event"] == "notice.test"
        told(api)
        assert log(api, target)[0]["status"] == "sent"

    assert "This is a test of notices." in webhook.text
    assert api.platform.post.got[-1].subject == "This is a test of notices."


def with_email(api: Api) -> None:
    olga = api.platform.repository.get(USERS, id="olga")
    assert olga is not None
    api.platform.repository.commit(Replace(olga.model_copy(update={"email": "olga@example.com"})))


def test_mail_has_the_reason_and_the_links_and_nothing_that_is_markup(api: Api) -> None:
    with_email(api)
    make(api, "email", "Olga@Example.com")
    ready(api, name="<b>Tea</b> & Cake")
    operation = fail(api)
    told(api)

    mail = api.platform.post.got[-1]
    assert mail.to == "olga@example.com"
    assert mail.subject == "A backup of <b>Tea</b> & Cake (demo) failed."
    assert "The disk is full. (BackupFailed)" in mail.text
    assert f"{PAGE}/operations/{operation}" in mail.text
    assert "&lt;b&gt;Tea&lt;/b&gt; &amp; Cake" in mail.html
    assert "<b>" not in mail.html


def test_somebody_elses_address_is_told_once_its_code_was_entered(api: Api) -> None:
    target = make(api, "email", "team@example.com")
    ready(api)
    told(api)
    assert target["confirmed"] is False
    assert [mail.to for mail in api.platform.post.got] == ["team@example.com"]
    assert "demo" not in api.platform.post.got[0].text
    code = api.platform.post.code()

    wrong = api.post(f"{PATH}/{target['id']}/confirm", {"code": "x"})
    right = api.post(f"{PATH}/{target['id']}/confirm", {"code": code})

    assert (wrong.status, wrong.json["errors"][0]["field"]) == (422, "code")
    assert right.json["confirmed"] is True
    fail(api)
    told(api)
    assert [mail.to for mail in api.platform.post.got] == ["team@example.com"] * 2
    assert code not in api.get("/api/activity", token=ADA).text


@pytest.mark.parametrize("late", [True, False])
def test_a_code_is_good_for_half_an_hour_and_five_tries(api: Api, late: bool) -> None:
    target = make(api, "email", "team@example.com")
    code = api.platform.post.code()
    if late:
        api.platform.clock.advance(timedelta(minutes=30))
    else:
        for _ in range(5):
            assert api.post(f"{PATH}/{target['id']}/confirm", {"code": "00000000x"}).status == 422

    assert api.post(f"{PATH}/{target['id']}/confirm", {"code": code}).status == 422
    assert api.post(f"{PATH}/{target['id']}/code", {}).status == 200
    assert api.post(f"{PATH}/{target['id']}/confirm", {"code": code}).status == 422
    assert api.post(f"{PATH}/{target['id']}/confirm", {"code": api.platform.post.code()}).json["confirmed"] is True


def test_nobody_can_have_a_stranger_sent_mail_without_end(api: Api) -> None:
    for _ in range(5):
        target = make(api, "email", "team@example.com")
        api.call("DELETE", f"{PATH}/{target['id']}")
    mine = api.post(PATH, {"kind": "email", "address": "other@example.com"})
    theirs = api.post(PATH, {"kind": "email", "address": "team@example.com"}, token=OTTO)

    assert (mine.status, theirs.status) == (429, 429)
    assert int(mine.headers["retry-after"]) == 3600
    assert len(api.platform.post.got) == 5
    api.platform.clock.advance(3600)
    assert make(api, "email", "team@example.com")


def test_a_code_that_the_relay_did_not_take_makes_no_target(api: Api) -> None:
    api.platform.post.answer = lambda _: Posted(taken=False, said="The platform's mail relay cannot be reached, or broke off.")

    reply = api.post(PATH, {"kind": "email", "address": "team@example.com"})

    assert (reply.status, reply.json["reason"]) == (409, "MailNotSent")
    assert api.get(PATH).json["items"] == []


def test_mail_that_the_relay_refuses_is_dead_and_that_it_cannot_take_now_comes_later(api: Api) -> None:
    with_email(api)
    target = make(api, "email", "olga@example.com")
    answers = [
        Posted(taken=False, said="The mail relay answered 550: No such user.", never=True),
        Posted(taken=False, said="Away."),
    ]
    api.platform.post.answer = lambda _: answers.pop(0) if answers else Posted(taken=True)
    ready(api, "first")
    ready(api, "second")
    told(api)
    api.platform.clock.advance(10)
    told(api)

    assert [(each["status"], each["said"]) for each in log(api, target)] == [
        ("sent", ""),
        ("dead", "The mail relay answered 550: No such user."),
    ]


def test_a_removed_target_leaves_nothing(api: Api) -> None:
    api.platform.sender.answers[MATTERMOST] = lambda _: Sent(500)
    target = make(api, "mattermost")
    for number in range(25):
        ready(api, f"shop-{number}")
    told(api)

    assert api.call("DELETE", f"{PATH}/{target['id']}").status == 204
    told(api)

    assert list(api.platform.repository.rows(NOTICES, target_id=target["id"])) == []
    assert api.platform.repository.get(NOTICE_QUEUES, target_id=target["id"]) is None
    assert api.get(f"{PATH}/{target['id']}").status == 404


def test_events_of_an_id_that_somebody_else_had_before_are_not_told(api: Api) -> None:
    webhook = chat(api)
    make(api)
    ready(api)
    api.platform.dispatcher.dispatch()
    store = api.platform.repository.get(STORES, id="demo")
    assert store is not None
    api.platform.repository.commit(Replace(store.model_copy(update={"owner": "otto"})))

    assert told(api) == 0
    assert webhook.taken == []


def test_every_kind_has_its_way() -> None:
    assert {kind.value for kind in TargetKind} == {*URLS, "email"}


def test_a_user_without_an_address_confirms_every_one(api: Api) -> None:
    assert make(api, "email", "olga@example.com")["confirmed"] is False
