"""`storeyard webhook` on the real handler."""

from __future__ import annotations

from functions.application.ports.webhooks import Sent
from tests.functional.api.client import ADA, Api
from tests.functional.api.test_webhooks import drive, told
from tests.functional.cli.shell import Shell

URL = "https://hooks.example.com/shop"


def add(shell: Shell, *more: str) -> str:
    """Make a webhook; return its id."""
    made = shell.type("webhook", "add", URL, *more, "--json")
    assert made.code == 0, made.err
    found: str = made.json["id"]
    return found


def test_a_webhook_is_added_with_its_secret_shown_once(shell: Shell, api: Api) -> None:
    made = shell.type("webhook", "add", URL, "-e", "*.failed", "-e", "backup.*", "--description", "to the pager")
    listed = shell.type("webhooks", "list")
    shown = shell.type("webhook", "show", made.out.split()[1])

    assert (made.code, listed.code, shown.code) == (0, 0, 0)
    assert "whsec_" in made.out
    assert "not shown again" in made.err
    assert "*.failed, backup.*" in listed.out
    assert "to the pager" in shown.out
    assert "whsec_" not in listed.out + shown.out


def test_a_webhook_is_changed_disabled_and_enabled(shell: Shell, api: Api) -> None:
    webhook = add(shell)

    other = shell.type(
        "webhook", "set", webhook, "--url", "https://other.example.com/", "-e", "*", "--description", "x", "--json"
    )
    off = shell.type("webhook", "set", webhook, "--disable", "--json").json
    on = shell.type("webhook", "set", webhook, "--enable").out
    nothing = shell.type("webhook", "set", webhook)

    assert (other.json["url"], other.json["events"], other.json["description"]) == ("https://other.example.com/", ["*"], "x")
    assert (off["enabled"], off["disabled_reason"]) == (False, "ByOwner")
    assert "ByOwner" not in on
    assert nothing.code == 2
    assert "Say what shall change" in nothing.err


def test_a_test_is_sent_and_its_answer_shown(shell: Shell, api: Api) -> None:
    webhook = add(shell)
    api.platform.sender.answers[URL] = lambda _: Sent(None, "The name of the host is not known.")
    sent = shell.type("webhook", "test", webhook)
    told(api)
    listed = shell.type("webhook", "deliveries", webhook)
    one = shell.type("webhook", "deliveries", webhook, sent.out.strip())

    assert sent.code == 0
    assert f"storeyard webhook deliveries {webhook}" in sent.err
    assert "webhook.test" in listed.out
    assert "The name of the host is not known." in listed.out
    assert "webhook.test" in one.out


def test_dead_letters_are_listed_and_sent_again(shell: Shell, api: Api) -> None:
    webhook = add(shell)
    api.platform.sender.answers[URL] = lambda _: Sent(500)
    for store in ("alpha", "beta"):
        api.create(store)
    drive(api, 25)
    dead = shell.type("webhook", "deliveries", webhook, "--status", "dead", "--json").json["items"]
    api.platform.sender.answers.clear()

    one = shell.type("webhook", "redeliver", webhook, dead[0]["id"])
    rest = shell.type("webhook", "redeliver", webhook, "--since", "2026-01-01T00:00:00Z", "--until", "2027-01-01T00:00:00Z")
    none = shell.type("webhook", "redeliver", webhook, "--json").json
    told(api)

    assert len(dead) == 2
    assert "sent again" in one.err
    assert rest.err == "1 dead letters are sent again.\n"
    assert none == {"count": 0, "more": False}
    assert {each["status"] for each in shell.type("webhook", "deliveries", webhook, "--json").json["items"]} == {"delivered"}


def test_a_secret_is_rotated_and_a_webhook_removed(shell: Shell, api: Api) -> None:
    webhook = add(shell)

    rotated = shell.type("webhook", "rotate", webhook)
    removed = shell.type("webhook", "remove", webhook, "--yes")

    assert "whsec_" in rotated.out
    assert "told nothing any more" in removed.err
    assert "There is no webhook" in shell.type("webhook", "list").err


def test_the_platforms_is_for_admins(shell: Shell, api: Api) -> None:
    refused = shell.type("webhook", "add", URL, "--platform")
    shell.environ["STOREYARD_TOKEN"] = ADA
    made = shell.type("webhook", "add", URL, "--platform", "--disabled", "--json").json

    assert refused.code != 0
    assert "Only an admin" in refused.err
    assert (made["platform"], made["enabled"]) == (True, False)
