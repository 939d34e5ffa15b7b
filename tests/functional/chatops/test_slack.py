"""Slack at the door: who may say what, what is shown to whom, and what is done by a button."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest

from functions.domain.activity import Activity
from functions.domain.entities import ALL_ACTIVITY, OPERATIONS, STORES
from tests.fakes.slack import CHANNEL, OLGA, OTTO
from tests.functional.api.client import OTTO as OTTOS_TOKEN
from tests.functional.chatops.chats import Chats, code_in

ASKED = "Demo (demo) at http://demo.localhost"


def test_who_is_not_linked_is_shown_where_to_link_and_nothing_else(chats: Chats) -> None:
    for line in ("list", "show demo", "logs demo", "delete demo", "link", "create Tea engine=medusa"):
        shown = chats.says(line)
        assert shown["text"].startswith("You are not linked with an account yet.")
        assert code_in(shown).startswith("sychat_")
    assert chats.send() == 0
    assert chats.slack.messages == []


def test_a_link_names_who_asks_is_good_once_and_lets_them_act_as_who_confirmed(chats: Chats) -> None:
    shown = chats.says("link")
    looked = chats.api.post("/api/chat/codes", {"code": code_in(shown)})
    assert (looked.status, looked.json["workspace"], looked.json["name"]) == (200, "tea-house", "olga")

    assert chats.link(shown).status == 201

    assert chats.link(shown).status == 404
    assert chats.says("link")["text"].startswith("You are linked with Olga")
    assert chats.says("list")["text"] == "There is no store yet."
    assert chats.says("list", user=OTTO)["text"].startswith("You are not linked")


def test_a_code_ends_after_ten_minutes_and_when_it_is_refused(chats: Chats) -> None:
    refused, late = chats.says("link"), chats.says("link")

    assert chats.api.post("/api/chat/codes/refuse", {"code": code_in(refused)}).status == 204
    assert chats.link(refused).status == 404
    chats.platform.clock.advance(timedelta(minutes=10, seconds=1))
    assert chats.link(late).status == 404
    assert chats.link({"text": "https://x/chat/link?code=sychat_1_2"}).status == 404


def test_linked_people_are_listed_and_unlinked_by_their_account_alone(linked: Chats) -> None:
    (link,) = linked.api.get("/api/chat/links").json["items"]
    assert (link["provider"], link["workspace"], link["name"]) == ("slack", "tea-house", "olga")

    assert linked.api.call("DELETE", f"/api/chat/links/{link['id']}", token=OTTOS_TOKEN).status == 404
    assert linked.says("show demo")["text"].startswith("Demo (demo) is ready")
    assert linked.api.call("DELETE", f"/api/chat/links/{link['id']}").status == 204
    assert linked.says("show demo")["text"].startswith("You are not linked")
    assert linked.api.get("/api/chat/links").json["items"] == []


def test_unlink_in_the_chat_ends_it_too_and_both_are_in_the_log(linked: Chats) -> None:
    assert linked.says("unlink")["text"] == "You are not linked any more."
    assert linked.says("unlink")["text"] == "You are not linked."
    assert linked.says("list")["text"].startswith("You are not linked")

    lines = {line.action: line for line in linked.platform.repository.find(ALL_ACTIVITY)}
    assert (lines["chat.link"].actor, lines["chat.link"].detail["provider"]) == ("olga", "slack")
    assert (lines["chat.unlink"].actor, lines["chat.unlink"].source) == ("olga", "slack")
    assert lines["chat.unlink"].address == f"T0001/{CHANNEL}/{OLGA}"
    assert linked.link(linked.says("link")).status == 201


def test_the_same_person_confirmed_by_another_account_acts_as_that_one_alone(linked: Chats) -> None:
    linked.says("unlink")
    assert linked.link(linked.says("link"), token=OTTOS_TOKEN).status == 201

    assert linked.says("list")["text"] == "There is no store yet."
    assert linked.says("show demo")["text"] == "There is no store demo."
    assert linked.api.get("/api/chat/links").json["items"] == []


def test_reads_are_answered_to_who_asked_alone(linked: Chats) -> None:
    linked.says("list")
    linked.says("orders demo")
    linked.send()

    assert linked.slack.messages == []
    assert linked.slack.shown[-1][0] == OLGA


def test_a_look_into_a_cluster_that_hangs_is_acknowledged_at_once_and_answered_later(linked: Chats) -> None:
    release = threading.Event()

    def hangs(_: str) -> None:
        release.wait(20)

    linked.platform.inspector.on_look = hangs

    assert linked.says("health demo") == {}  # in Slack's three seconds, which `post` measures

    release.set()
    assert linked.send() == 1
    who, shown = linked.slack.shown[-1]
    assert (who, shown["replace_original"]) == (OLGA, False)
    assert shown["text"]
    assert linked.send() == 0


def test_what_destroys_is_done_by_a_button_of_who_asked_once(linked: Chats) -> None:
    shown = linked.says("delete demo")
    assert shown["text"] == ASKED
    assert "This goes: the shop with all its data." in json.dumps(shown)

    assert linked.presses(shown, "Delete demo", user=OTTO) == "This button is somebody else's."
    assert linked.presses(shown, "Delete demo") == "Accepted: delete of Demo (demo)."
    assert linked.presses(shown, "Delete demo").startswith("This button is good no more")

    told = [one for _, one in linked.slack.shown]
    assert [one["replace_original"] for one in told] == [True, True, True]
    store = linked.platform.repository.get(STORES, id="demo")
    assert store is not None
    operation = linked.platform.repository.get(OPERATIONS, id=store.active_operation_id)
    assert operation is not None
    assert (operation.kind, operation.requested_by, operation.source) == ("delete", "olga", "slack")


def test_a_button_ends_after_five_minutes_when_it_is_left_and_when_its_store_is_another_one(linked: Chats) -> None:
    late, left, other = (linked.says("delete demo") for _ in range(3))

    assert linked.presses(left, "Leave it") == "Nothing was done."
    assert linked.presses(left, "Delete demo").startswith("This button is good no more")
    linked.platform.clock.advance(timedelta(minutes=5, seconds=1))
    assert linked.presses(late, "Delete demo").startswith("This button is good no more")

    other = linked.says("delete demo")
    linked.api.call("DELETE", "/api/stores/demo")
    linked.api.finish("demo")
    linked.platform.clock.advance(1)
    linked.api.create("demo")
    linked.api.finish("demo")
    assert linked.presses(other, "Delete demo") == "That store is not there any more, so nothing was done."
    store = linked.platform.repository.get(STORES, id="demo")
    assert store is not None
    assert store.active_operation_id is None


def test_a_wrong_word_has_a_button_with_the_nearest_command(linked: Chats) -> None:
    shown = linked.says("shwo demo")

    assert shown["text"] == "There is no command `shwo`."
    assert linked.presses(shown, "show demo").startswith("Demo (demo) is ready")
    assert linked.slack.shown[-1][1]["replace_original"] is False


def test_the_log_says_who_from_which_channel(linked: Chats) -> None:
    linked.says("verify demo")
    linked.send()

    def of(action: str) -> list[Activity]:
        return [line for line in linked.platform.repository.find(ALL_ACTIVITY) if line.action == action]

    (asked,) = of("operation.verify")
    assert (asked.actor, asked.source, asked.address) == ("olga", "slack", f"T0001/{CHANNEL}/{OLGA}")


@pytest.mark.parametrize("name", ["<!channel> & <@U9|x>", "@here `x` *y* _z_", "日本語 🌸", "x" * 60])
def test_what_people_call_their_stores_mentions_nobody_and_fits(linked: Chats, name: str) -> None:
    shown = linked.says(f'create "{name}" engine=medusa id=tea')
    linked.send()

    assert "<!" not in json.dumps(shown)
    if linked.slack.messages:
        text = json.dumps(linked.slack.messages[0].now)
        assert "<!" not in text
        assert "<@" not in text


def test_the_limits_of_http_hold_here_too(linked: Chats) -> None:
    linked.platform.rates._per_token = 3

    told = [linked.says("list")["text"] for _ in range(5)]

    assert sum(text.startswith("There were more than 3 requests in this minute") for text in told) == 2
