"""`storeyard store clone`, and `store create` of a backup, on the real handler."""

from __future__ import annotations

from functions.application.ports.repository import Insert
from tests.fakes.samples import backup
from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell


def test_the_command_line_clones_and_restores(api: Api, shell: Shell) -> None:
    api.create("demo")
    api.finish("demo")
    api.platform.repository.commit(Insert(backup("B1")), Insert(backup("B2", store_id="gone", name="Tea")))

    cloned = shell.type("store", "clone", "demo", "--id", "trial", "--name", "Trial", "--json").json
    restored = shell.type("store", "create", "--backup", "B2", "--json").json

    assert (cloned["store"]["id"], cloned["store"]["name"], cloned["store"]["is_copy"]) == ("trial", "Trial", True)
    assert (restored["store"]["name"], restored["operation"]["kind"]) == ("Tea", "clone")


def test_the_command_line_says_what_is_needed(shell: Shell) -> None:
    typed = shell.type("store", "create")

    assert typed.code != 0
    assert "name: is required" in typed.err
