"""A look into a store on the real handler: command line and API agree on shapes."""

from __future__ import annotations

import pytest

from tests.fakes.inspector import FakeInspector
from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell


@pytest.fixture
def inspector(api: Api) -> FakeInspector:
    """What sees Olga's store `demo`, which is ready."""
    api.create("demo")
    api.finish("demo")
    return api.platform.inspector


@pytest.mark.parametrize("verb", ["credentials", "health", "usage", "history"])
def test_a_look_is_shown_and_is_the_apis_as_json(shell: Shell, api: Api, inspector: FakeInspector, verb: str) -> None:
    shown = shell.type("store", verb, "demo")
    as_json = shell.type("store", verb, "demo", "--json")

    assert (shown.code, as_json.code) == (0, 0), shown.err + as_json.err
    assert as_json.json == api.get(f"/api/stores/demo/{verb}").json


def test_a_log_is_read_to_its_end_and_goes_on_where_it_was(shell: Shell, api: Api, inspector: FakeInspector) -> None:
    shown = shell.type("store", "logs", "demo", "--tail", "3", "--since", "1h")
    objects = shell.type("store", "logs", "demo", "--json").lines

    assert shown.code == 0
    assert objects == api.get("/api/stores/demo/logs").json["lines"]


def test_lists_are_filtered_and_sorted(shell: Shell, api: Api, inspector: FakeInspector) -> None:
    api.create("other", engine="woocommerce")

    def ids(*words: str) -> list[str]:
        return [store["id"] for store in shell.type("store", "list", *words, "--json").json["items"]]

    assert ids("--status", "ready") == ["demo"]
    assert ids("--engine", "woocommerce") == ["other"]
    assert ids("--search", "OTH") == ["other"]
    assert ids("--sort=-id") == ["other", "demo"]
    assert shell.type("store", "list", "--status", "lost").code == 2
