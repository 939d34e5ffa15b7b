"""`storeyard chat`: commands in words, one or many."""

from __future__ import annotations

from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell


def test_one_line_is_said_and_answered(shell: Shell, api: Api) -> None:
    api.create("demo")

    shown = shell.type("chat", "show", "demo")

    assert (shown.code, shown.out.splitlines()[0]) == (0, "Demo (demo) is provisioning: http://demo.localhost")
    assert "Next: health demo" in shown.err
    wrong = shell.type("chat", "delte demo")
    assert wrong.code != 0
    assert "There is no command `delte`." in wrong.err


def test_what_is_accepted_says_how_it_is_followed(shell: Shell) -> None:
    done = shell.type("chat", 'create "Tea & Cake" engine=medusa')

    assert done.out == "Accepted: Tea & Cake will be at http://tea-cake.localhost.\n"
    assert "Follow it: storeyard operation watch OP000001" in done.err
    assert shell.type("chat", "list", "--json").json["lines"][0].startswith("tea-cake · Tea & Cake")


def test_nothing_is_destroyed_where_nobody_can_be_asked(shell: Shell, api: Api) -> None:
    api.create("demo")
    api.finish("demo")

    refused = shell.type("chat", "delete demo")

    assert refused.code != 0
    assert api.get("/api/stores/demo").json["status"] == "ready"
