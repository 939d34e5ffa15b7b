"""`storeyard chat`: commands in words, one or many."""

from __future__ import annotations

from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell

TERMINAL = frozenset({"stdin", "stdout", "stderr"})


def test_one_line_is_said_and_answered(shell: Shell, api: Api) -> None:
    api.create("demo")

    shown = shell.type("chat", "show", "demo")

    assert (shown.code, shown.out.splitlines()[0]) == (0, "Demo (demo) is provisioning: http://demo.localhost")
    assert "Next: health demo" in shown.err
    wrong = shell.type("chat", "delte demo")
    assert wrong.code != 0
    assert "There is no command `delte`." in wrong.err
    assert wrong.err.count("delte") == 1
    assert "Next: delete demo" in wrong.err


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
    assert "say --yes to go on" in refused.err
    assert api.get("/api/stores/demo").json["status"] == "ready"
    assert shell.type("chat", "delete demo", "--yes").code == 0
    assert api.get("/api/stores/demo").json["status"] == "deleting"


def test_a_person_goes_on_after_a_line_that_was_not_done(shell: Shell, api: Api) -> None:
    api.create("demo")
    api.finish("demo")

    typed = shell.type("chat", stdin="delte demo\ndelete demo\nn\nshow demo\nexit\nlist\n", tty=TERMINAL)

    assert typed.code == 0
    assert "There is no command `delte`." in typed.err
    assert "Nothing was changed." in typed.err
    assert typed.out.splitlines()[-2].startswith("Demo (demo) is ready")
    assert api.get("/api/stores/demo").json["status"] == "ready"


def test_lines_of_a_script_end_with_the_first_that_is_not_done(shell: Shell, api: Api) -> None:
    api.create("demo")

    typed = shell.type("chat", stdin="show demo\nsing\nlist\n")

    assert typed.code != 0
    assert typed.out.startswith("Demo (demo)")
    assert "1 store." not in typed.out
