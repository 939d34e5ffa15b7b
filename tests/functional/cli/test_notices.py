"""`storeyard notice` on the real handler."""

from __future__ import annotations

from tests.fakes.notices import SLACK
from tests.functional.api.client import ADA, Api
from tests.functional.api.test_notices import chat, ready, told
from tests.functional.cli.shell import Shell


def add(shell: Shell, *more: str) -> str:
    """Add a channel; return the target's id."""
    made = shell.type("notice", "add", "slack", "-", *more, "--json", stdin=f"{SLACK}\n")
    assert made.code == 0, made.err
    found: str = made.json["id"]
    return found


def test_a_channel_is_added_by_standard_input_and_its_address_printed_nowhere(shell: Shell, api: Api) -> None:
    made = shell.type("notice", "add", "slack", "-", "-e", "backup.failed", "--description", "the team", stdin=f"{SLACK}\n")
    listed = shell.type("notices", "list")
    typed = shell.type("notice", "add", "slack", SLACK)

    assert (made.code, listed.code) == (0, 0)
    assert "backup.failed" in listed.out
    assert "s3cr3t" not in made.out + made.err + listed.out
    assert typed.code == 2
    assert "is a secret" in typed.err


def test_a_target_is_tested_and_its_log_shown(shell: Shell, api: Api) -> None:
    webhook, target = chat(api), add(shell)
    ready(api)
    sent = shell.type("notice", "test", target)
    told(api)
    log = shell.type("notice", "log", target)

    assert sent.code == 0
    assert f"storeyard notice log {target}" in sent.err
    assert len(webhook.taken) == 2
    assert "Demo (demo) is ready." in log.out
    assert "notice.test" in log.out


def test_a_mailbox_is_confirmed_by_its_code(shell: Shell, api: Api) -> None:
    made = shell.type("notice", "add", "email", "team@example.com", "--json")
    target = made.json["id"]
    again = shell.type("notice", "confirm", target)
    wrong = shell.type("notice", "confirm", target, "1")
    right = shell.type("notice", "confirm", target, api.platform.post.code(), "--json")

    assert f"storeyard notice confirm {target} CODE" in made.err
    assert "A code was sent" in again.err
    assert wrong.code != 0
    assert "code" in wrong.err
    assert right.json["confirmed"] is True


def test_a_target_is_changed_disabled_and_removed(shell: Shell, api: Api) -> None:
    target = add(shell)
    changed = shell.type("notice", "set", target, "-e", "store.ready", "--description", "x", "--json").json
    off = shell.type("notice", "set", target, "--disable", "--json").json
    nothing = shell.type("notice", "set", target)
    removed = shell.type("notice", "remove", target, "--yes")

    assert (changed["events"], changed["description"]) == (["store.ready"], "x")
    assert (off["enabled"], off["disabled_reason"]) == (False, "ByOwner")
    assert (nothing.code, "Say what shall change" in nothing.err) == (2, True)
    assert "told nothing any more" in removed.err
    assert "There is no target" in shell.type("notice", "list").err


def test_the_platforms_is_for_admins(shell: Shell, api: Api) -> None:
    refused = shell.type("notice", "add", "slack", "-", "--platform", stdin=f"{SLACK}\n")
    shell.environ["STOREYARD_TOKEN"] = ADA
    made = shell.type("notice", "add", "slack", "-", "--platform", "--disabled", "--json", stdin=f"{SLACK}\n").json

    assert refused.code != 0
    assert "Only an admin" in refused.err
    assert (made["platform"], made["enabled"]) == (True, False)
