"""`storeyard domain` on the real handler."""

from __future__ import annotations

import pytest

from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell

NAME = "tea.example.com"


@pytest.fixture
def demo(api: Api) -> Api:
    """A store that sells."""
    api.create()
    api.finish("demo")
    return api


def test_a_domain_is_added_checked_listed_and_removed(shell: Shell, demo: Api) -> None:
    added = shell.type("domain", "add", "demo", NAME)
    missing = shell.type("domain", "check", "demo", NAME)
    demo.platform.dns.set(NAME, alias="demo.localhost", address="127.0.0.1")
    checked = shell.type("domain", "check", "demo", NAME)
    demo.finish("demo")
    listed = shell.type("domains", "list", "demo").out
    shown = shell.type("domain", "show", "demo", NAME).out
    url = shell.type("store", "show", "demo", "--json").json["url"]
    removed = shell.type("domain", "remove", "demo", NAME, "--yes")
    demo.finish("demo")

    assert (added.code, missing.code, checked.code, removed.code) == (0, 0, 0, 0)
    for record in ("TXT", f"_storeyard.{NAME}", "CNAME", "demo.localhost", "127.0.0.1"):
        assert record in added.out
        assert record in shown
    assert f"storeyard domain check demo {NAME}" in added.err
    assert "Nothing in the DNS proves" in missing.out
    assert "OP0" in checked.out
    assert NAME in listed
    assert "verified" in listed
    assert url == f"http://{NAME}"
    assert "has no domain" in shell.type("domain", "list", "demo").out + shell.type("domain", "list", "demo").err


def test_a_domain_becomes_the_primary_one_and_again_nothing_is_to_do(shell: Shell, demo: Api) -> None:
    for name in (NAME, "www.example.com"):
        demo.post("/api/stores/demo/domains", {"name": name})
        demo.platform.dns.set(name, address="127.0.0.1")
        shell.type("domain", "check", "demo", name)
        demo.finish("demo")

    done = shell.type("domain", "primary", "demo", "www.example.com")
    demo.finish("demo")
    again = shell.type("domain", "primary", "demo", "www.example.com")

    assert (done.code, again.code) == (0, 0)
    assert again.out == "www.example.com is the shop's address already.\n"
    assert demo.get("/api/stores/demo").json["url"] == "http://www.example.com"


def test_a_domain_that_does_not_lead_there_is_served_where_that_is_wanted(shell: Shell, demo: Api) -> None:
    token = shell.type("domain", "add", "demo", NAME, "--json").json["proof"]["value"]
    demo.platform.dns.set(NAME, text=token)

    assert "does not lead here yet" in shell.type("domain", "check", "demo", NAME).out
    assert "OP0" in shell.type("domain", "check", "demo", NAME, "--anyway").out


def test_what_is_no_domain_is_told(shell: Shell, demo: Api) -> None:
    done = shell.type("domain", "add", "demo", "*.example.com")

    assert done.code != 0
    assert "without a wildcard" in done.err
