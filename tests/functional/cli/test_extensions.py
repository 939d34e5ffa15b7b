"""Extensions on the real handler: command line and API agree on shapes, and on what is refused how."""

from __future__ import annotations

import pytest

from tests.fakes.extensions import extension
from tests.functional.api.client import OTTO, Api
from tests.functional.cli.shell import Shell


@pytest.fixture
def fleet(api: Api) -> Api:
    """Olga's stores `alpha` and `beta` with a plugin each, `gamma` which is not there yet; and one of Otto's."""
    for store_id, version, token in (("alpha", "2.0", "token-olga"), ("beta", "2.1", "token-olga"), ("otto", "1.0", OTTO)):
        api.create(store_id, token=token)
        api.finish(store_id)
        api.platform.shops.of(store_id).installed = [extension("booking", version, update="2.2", active=False)]
    api.create("gamma")
    return api


def test_the_extensions_of_a_store_are_listed(shell: Shell, fleet: Api) -> None:
    lines = shell.type("extension", "list", "alpha").out.splitlines()

    assert lines[0].split() == ["STORE", "KIND", "SLUG", "NAME", "VERSION", "UPDATE", "ACTIVE", "ORIGIN"]
    assert [line.split() for line in lines[1:]] == [["alpha", "plugin", "booking", "Booking", "2.0", "2.2", "no", "owner"]]


def test_an_old_version_is_looked_for_in_all_stores(shell: Shell, fleet: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.application.asking.STORES_MAX", 1)  # so that there are pages

    found = shell.type("extension", "list", "--slug", "booking", "--below", "2.1")
    everything = shell.type("extension", "list", "--json").json

    assert [line.split()[0] for line in found.out.splitlines()[1:]] == ["alpha"]
    assert found.err.splitlines() == ["Not in this list: gamma (StoreNotReady)"]
    assert [one["store"] for one in everything["items"]] == ["alpha", "beta"]
    assert everything["missing"] == [{"store": "gamma", "reason": "StoreNotReady"}]


def test_what_is_not_there_is_said(shell: Shell, fleet: Api) -> None:
    nothing = shell.type("extension", "list", "alpha", "--slug", "moon")

    assert (nothing.code, nothing.out, nothing.err) == (0, "", "There is no such extension.\n")
    assert shell.type("extension", "list", "otto").code == 6
    assert shell.type("extension", "list", "gamma").code == 5
    assert shell.type("extension", "list", "--below", "newest").code == 2


@pytest.mark.parametrize(("words", "slugs"), [((), []), (("booking", "akismet"), ["booking", "akismet"])])
def test_they_are_updated_all_or_some(shell: Shell, api: Api, words: tuple[str, ...], slugs: list[str]) -> None:
    api.create("demo")
    api.finish("demo")

    accepted = shell.type("extension", "update", "demo", *words, "--no-wait", "--json").json["operation"]

    assert (accepted["kind"], accepted["parameters"]) == ("update_extensions", {"slugs": slugs})


def test_an_extension_is_named_once(shell: Shell, api: Api) -> None:
    api.create("demo")
    api.finish("demo")

    refused = shell.type("extension", "update", "demo", "booking", "booking", "--no-wait")

    assert refused.code != 0
    assert "must name each extension once" in refused.err


def test_others_are_installed_by_their_names(shell: Shell, api: Api) -> None:
    api.create("demo")
    api.finish("demo")

    done = shell.type("extension", "install", "demo", "akismet@5.3", "theme:astra", "--off", "--no-wait", "--json")

    assert done.json["operation"]["parameters"] == {
        "extensions": [
            {"kind": "plugin", "slug": "akismet", "version": "5.3", "active": False},
            {"kind": "theme", "slug": "astra", "version": None, "active": False},
        ]
    }


def test_a_store_is_made_with_some(shell: Shell) -> None:
    words = (
        "Tea",
        "--engine",
        "medusa",
        "--extension",
        "akismet@5.3",
        "--extension",
        "theme:astra",
        "--no-wait",
        "--json",
    )
    made = shell.type("store", "create", *words).json["store"]

    assert [(one["kind"], one["slug"], one["version"]) for one in made["extensions"]] == [
        ("plugin", "akismet", "5.3"),
        ("theme", "astra", None),
    ]
    refused = shell.type("store", "create", "Mug", "--engine", "medusa", "--extension", "../x", "--no-wait")
    assert refused.code != 0
    assert "extensions.0.slug" in refused.err
    locked = ("--extension", "akismet", "--file-mods", "locked", "--no-wait")
    assert (
        "made with what its image does not have (akismet)" in shell.type("store", "create", "Mug", "-e", "medusa", *locked).err
    )
