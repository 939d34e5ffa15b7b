"""Running shops in words, over HTTP: what is done, what is asked once more, and what is said where it cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import ClusterUnavailable
from tests.functional.api.client import OTTO, Api


@pytest.fixture
def demo(api: Api) -> Api:
    """Olga's store, which sells."""
    api.create("demo")
    api.finish("demo")
    return api


def say(api: Api, line: str, *, token: str | None = None, **more: Any) -> dict[str, Any]:
    """Send a line, and return what is said to it."""
    reply = api.post("/api/chat", {"line": line, **more}, **({"token": token} if token else {}))
    assert reply.status == 200, reply.json
    found: dict[str, Any] = reply.json
    return found


def everything(api: Api) -> tuple[Any, Any]:
    """The stores and the operations of one."""
    return api.get("/api/stores").json["items"], api.get("/api/stores/demo/operations").json["items"]


def test_a_store_is_made_and_seen_in_words(api: Api) -> None:
    made = say(api, "create \u201cTea & Cake\u201d engine=medusa plan=medium")

    assert (made["text"], made["reason"]) == ("Accepted: Tea & Cake will be at http://tea-cake.localhost.", "")
    assert (made["operation"]["kind"], made["operation"]["requested_by"]) == ("provision", "olga")
    assert made["next"] == ["show tea-cake"]
    shown = say(api, "show tea-cake")
    assert shown["text"] == "Tea & Cake (tea-cake) is provisioning: http://tea-cake.localhost"
    assert shown["lines"][-1] == "Under way: provision, queued"
    assert say(api, "list")["lines"] == ["tea-cake · Tea & Cake · provisioning · http://tea-cake.localhost"]


@pytest.mark.parametrize("line", ["verify demo", "backup http://demo.localhost/cart", "upgrade demo", "Verify DEMO"])
def test_an_operation_is_accepted_as_over_http(demo: Api, line: str) -> None:
    done = say(demo, line)

    expected = line.split(maxsplit=1)[0].lower()
    if done["reason"]:  # what this shop has is the newest there is
        assert (expected, done["reason"]) == ("upgrade", "NothingToUpgrade")
        return
    assert (done["operation"]["kind"], done["operation"]["store_id"]) == (expected, "demo")
    line_of_log = demo.platform.repository.get(OPERATIONS, id=done["operation"]["id"])
    assert line_of_log is not None
    assert line_of_log.source == "chat"


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("delete demo", "This goes: the shop with all its data."),
        (
            "restore demo backup=b1",
            "This goes: what was changed since the backup, but for orders, customers and stock, which are",
        ),
        ("rollback demo revision=1", "This goes: what was changed since then, but for orders, customers and stock, which are"),
    ],
)
def test_what_destroys_is_asked_once_more_with_the_name_of_what_goes(demo: Api, line: str, goes: str) -> None:
    asked = say(demo, line)

    assert asked["text"] == "Demo (demo) at http://demo.localhost"
    assert asked["confirm"].startswith(goes)
    store = demo.platform.repository.get(STORES, id="demo")
    assert store is not None
    assert store.active_operation_id is None


def test_a_confirmed_delete_is_one(demo: Api) -> None:
    done = say(demo, "delete demo", confirmed=True)

    assert (done["operation"]["kind"], done["confirm"]) == ("delete", "")


def test_what_is_somebody_elses_is_not_there(demo: Api) -> None:
    before = demo.platform.repository.get(STORES, id="demo")

    for line in ("show demo", "delete demo", "verify demo", "logs demo", "orders demo"):
        for confirmed in (False, True):
            said = say(demo, line, token=OTTO, confirmed=confirmed)
            assert (said["reason"], said["operation"]) == ("NotFound", None)
    assert say(demo, "list", token=OTTO)["text"] == "There is no store yet."
    assert demo.platform.repository.get(STORES, id="demo") == before


@pytest.mark.parametrize(
    ("line", "reason", "text"),
    [
        ("delte demo", "Misunderstood", "There is no command `delte`."),
        ("create Tea", "Misunderstood", "`create` needs engine=…, one of: medusa, woocommerce."),
        ("create engine=medusa", "Misunderstood", "`create` needs the shop's name:"),
        ("create Tea engine=medusa color=red", "InvalidRequest", "Color: must be a colour as # and six hexadecimal digits"),
        ("create Tea engine=moon", "InvalidRequest", "Engine must be one of: medusa, woocommerce."),
        ("create Tea engine=medusa id=demo", "StoreExists", "a store with the id demo exists already."),
        ("retry demo", "NothingToRetry", "demo"),
        ("rollback demo revision=x", "InvalidRequest", "Revision: "),
        ("list status=fine", "Misunderstood", "status must be one of: provisioning, ready,"),
        ("logs demo lines=0", "Misunderstood", "lines must be a number from 1 to 100."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_changes_nothing(demo: Api, line: str, reason: str, text: str) -> None:
    before = everything(demo)

    said = say(demo, line, confirmed=True)

    assert said["reason"] == reason
    assert text.lower() in said["text"].lower()
    assert everything(demo) == before


def test_a_wrong_word_comes_with_the_nearest_command(demo: Api) -> None:
    assert say(demo, "delte demo")["next"] == ["delete demo"]
    assert say(demo, "hum")["next"] == ["help"]
    assert any(line.startswith("delete <store>:") for line in say(demo, "")["lines"])
    assert say(demo, "help delete")["text"] == "`delete <store>`: remove a store."


def test_what_is_not_there_now_is_said(demo: Api) -> None:
    def gone(_: str) -> None:
        raise ClusterUnavailable("10.0.0.1: refused", told="The cluster local does not answer.")

    demo.platform.inspector.on_look = gone

    said = say(demo, "health demo")

    assert (said["reason"], said["text"]) == ("ClusterUnavailable", "The cluster local does not answer.")


def test_nobody_says_anything_without_signing_in(api: Api) -> None:
    assert api.post("/api/chat", {"line": "list"}, token="x").status == 401
    assert api.post("/api/chat", {"line": "x" * 2001}).status == 422
