"""`storeyard store` and what follows operations, on the real handler: what is printed where, and the exit code."""

from __future__ import annotations

import httpx
import pytest

from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell

TERMINAL = frozenset({"stdin", "stdout", "stderr"})


def create(shell: Shell, *more: str, **options: object) -> str:
    """Ask for a store and return its operation's id."""
    return str(shell.type("store", "create", "Tea & Cake", "--engine", "medusa", *more, "--json").json["operation"]["id"])


def end_soon(api: Api, store: str = "tea-cake", *, good: bool = True) -> None:
    """Let a worker end the store's operation a second after somebody waits for it."""
    api.pause.meanwhile = {api.pause.slept + 1.0: lambda: api.finish(store, good=good)}


def test_without_a_terminal_the_answer_is_the_operations_id_at_once(shell: Shell) -> None:
    typed = shell.type("store", "create", "Tea & Cake", "--engine", "medusa")

    assert (typed.code, typed.out) == (0, "OP000001\n")
    assert "storeyard operation watch OP000001" in typed.err
    assert shell.type("store", "show", "tea-cake", "--json").json["status"] == "provisioning"


@pytest.mark.parametrize(("tty", "words"), [(TERMINAL, ()), (frozenset(), ("--wait",))])
def test_on_a_terminal_or_when_told_it_waits_and_shows_the_store(
    shell: Shell, api: Api, tty: frozenset[str], words: tuple[str, ...]
) -> None:
    end_soon(api)

    typed = shell.type("store", "create", "Tea & Cake", "--engine", "medusa", *words, tty=tty)

    assert typed.code == 0
    assert "http://tea-cake.localhost" in typed.out
    assert ("It broke." if tty else "A worker has started") in typed.err  # a terminal shows what goes on in passing


def test_no_wait_on_a_terminal_returns_at_once(shell: Shell) -> None:
    typed = shell.type("store", "create", "Tea & Cake", "--engine", "medusa", "--no-wait", tty=TERMINAL)

    assert (typed.code, typed.out) == (0, "OP000001\n")


def test_a_wait_as_json_is_the_store_and_the_operation_as_they_ended(shell: Shell, api: Api) -> None:
    end_soon(api)

    typed = shell.type("store", "create", "Tea & Cake", "-e", "medusa", "--wait", "-o", "json")

    assert typed.json["store"]["status"] == "ready"
    assert typed.json["operation"]["status"] == "succeeded"


def test_what_is_said_of_a_store_reaches_the_platform(shell: Shell) -> None:
    shell.type("store", "create", "Mugs", "-e", "woocommerce", "--id", "mugs", "--plan", "large", "--color", "#112233",
               "--no-sample-products", "--country", "FR", "--currency", "USD", "--admin-email", "a@b.example")  # fmt: skip

    store = shell.type("store", "show", "mugs", "--json").json
    assert (store["plan"], store["color"], store["sample_products"]) == ("large", "#112233", False)
    assert (store["country"], store["currency"], store["admin_email"]) == ("FR", "USD", "a@b.example")


def test_a_failed_operation_says_why_and_what_to_try(shell: Shell, api: Api) -> None:
    end_soon(api, good=False)

    typed = shell.type("store", "create", "Tea & Cake", "-e", "medusa", "--wait")

    assert (typed.code, typed.out) == (1, "")
    said = typed.err[typed.err.index("storeyard: It broke. (Broken)\n") :].splitlines()
    assert said[-1] == "Try next: storeyard store retry tea-cake"
    assert len(said) > 2
    assert all(line.startswith("  log: ") for line in said[1:-1])


def test_a_failed_operation_as_json_is_a_document_too(shell: Shell, api: Api) -> None:
    end_soon(api, good=False)

    typed = shell.type("store", "create", "Tea & Cake", "-e", "medusa", "--wait", "--json")

    assert typed.code == 1
    assert (typed.json["operation"]["status"], typed.json["store"]["status"]) == ("failed", "failed")


def test_time_that_is_over_is_its_own_exit_code(shell: Shell, api: Api) -> None:
    typed = shell.type("store", "create", "Tea & Cake", "-e", "medusa", "--wait", "--timeout", "5s", "--json")

    assert (typed.code, typed.json["operation"]["status"]) == (3, "queued")
    assert "storeyard operation watch OP000001" in typed.err
    assert api.pause.slept == pytest.approx(5.0, abs=0.5)


@pytest.mark.parametrize("text", ["soon", "-1", "5d", ""])
def test_a_time_that_is_none_is_refused_before_anything_is_asked(shell: Shell, text: str) -> None:
    typed = shell.type("store", "create", "Tea & Cake", "-e", "medusa", f"--timeout={text or ' '}")

    assert typed.code == 2
    assert shell.requests == []


def test_ctrl_c_leaves_the_operation_alone_and_says_how_to_go_on(shell: Shell, api: Api) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    api.pause.meanwhile = {1.0: interrupt}
    typed = shell.type("store", "create", "Tea & Cake", "-e", "medusa", "--wait", "--json")
    end_soon(api)
    watched = shell.type("operation", "watch", "OP000001")

    assert (typed.code, typed.json["operation"]["id"]) == (130, "OP000001")
    assert "goes on" in typed.err
    assert "Try next: storeyard operation watch OP000001" in typed.err
    assert watched.code == 0


def test_ctrl_c_before_an_answer_says_that_nothing_is_known(shell: Shell) -> None:
    def interrupt(request: object) -> object:
        raise KeyboardInterrupt

    shell.wire = interrupt  # type: ignore[assignment]
    typed = shell.type("store", "create", "Tea & Cake", "-e", "medusa")

    assert (typed.code, typed.out) == (130, "")
    assert "not known whether this was accepted" in typed.err


def test_a_platform_that_is_started_anew_meanwhile_is_waited_for(shell: Shell, api: Api) -> None:
    operation = create(shell)
    end_soon(api)
    answered, away = shell.wire, [5]

    def wire(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/events") and away[0]:
            away[0] -= 1
            raise httpx.ConnectError("Connection refused")
        return answered(request)

    shell.wire = wire
    assert shell.type("operation", "watch", operation).code == 0
    assert len(shell.slept) == 5


def test_watching_as_json_is_an_event_a_line(shell: Shell, api: Api) -> None:
    operation = create(shell)
    end_soon(api)

    typed = shell.type("operation", "watch", operation, "--json")

    assert [event["number"] for event in typed.lines] == list(range(1, len(typed.lines) + 1))
    assert typed.lines[-1]["final"] is True


def test_a_list_has_a_line_for_each_and_says_when_there_are_more(shell: Shell, api: Api) -> None:
    for number in range(3):
        api.create(f"shop-{number}")

    typed = shell.type("stores", "list", "--limit", "2")
    everything = shell.type("store", "list", "--json").json

    assert [line.split()[0] for line in typed.out.splitlines()] == ["ID", "shop-0", "shop-1"]
    assert "--limit" in typed.err
    assert [store["id"] for store in everything["items"]] == ["shop-0", "shop-1", "shop-2"]
    assert everything["next_cursor"] is None


def test_no_store_is_no_table(shell: Shell) -> None:
    typed = shell.type("store", "list")

    assert (typed.code, typed.out) == (0, "")
    assert "storeyard store create" in typed.err


def test_a_store_of_somebody_else_is_not_found(shell: Shell, api: Api) -> None:
    api.create("theirs", token="token-otto")

    typed = shell.type("store", "show", "theirs")

    assert (typed.code, typed.out) == (6, "")
    assert "Try next: storeyard store list" in typed.err


def test_what_the_moment_does_not_allow_is_refused(shell: Shell) -> None:
    create(shell)

    again = shell.type("store", "create", "Other", "-e", "medusa", "--id", "tea-cake")
    verify = shell.type("store", "verify", "tea-cake")

    assert (again.code, verify.code) == (5, 5)
    assert "Try next: storeyard operation list tea-cake" in verify.err


def test_every_broken_rule_is_named_and_where_the_options_are(shell: Shell) -> None:
    typed = shell.type("store", "create", "Tea", "-e", "medusa", "--country", "Germany", "--color", "red")

    assert typed.code == 2
    assert "country" in typed.err
    assert "color" in typed.err
    assert "Try next: storeyard store create --help" in typed.err


def test_a_path_in_the_place_of_an_id_stays_an_id(shell: Shell) -> None:
    typed = shell.type("store", "show", "../engines")

    assert typed.code == 6
    assert shell.requests[0].url.raw_path == b"/api/stores/..%2Fengines"


@pytest.mark.parametrize("store", ["", ".", ".."])
def test_what_cannot_be_an_id_is_not_asked_for(shell: Shell, store: str) -> None:
    assert shell.type("store", "show", store).code == 2
    assert shell.requests == []


@pytest.mark.parametrize(("tty", "stdin", "code"), [(frozenset(), "", 2), (TERMINAL, "n\n", 2), (TERMINAL, "y\n", 0)])
def test_deleting_asks_where_there_is_somebody_to_ask(
    shell: Shell, api: Api, tty: frozenset[str], stdin: str, code: int
) -> None:
    create(shell)

    typed = shell.type("store", "delete", "tea-cake", "--no-wait", stdin=stdin, tty=tty)

    status = shell.type("store", "show", "tea-cake", "--json").json["status"]
    assert (typed.code, status == "deleting") == (code, code == 0)


def test_a_store_that_is_gone_is_null_as_json(shell: Shell, api: Api) -> None:
    create(shell)
    shell.type("store", "delete", "tea-cake", "--yes")
    delete = next(one for one in shell.type("operation", "list", "tea-cake", "--json").json["items"] if one["kind"] == "delete")
    end_soon(api)

    typed = shell.type("store", "delete", "tea-cake", "--yes", "--wait", "--json")

    assert typed.json["operation"]["id"] == delete["id"], "asking twice is the same operation"
    assert (typed.code, typed.json["store"]) == (0, None)


def test_the_words_are_the_same_after_it(shell: Shell, api: Api) -> None:
    create(shell)
    end_soon(api, good=False)
    shell.type("operation", "watch", "OP000001")
    end_soon(api)

    assert shell.type("store", "retry", "tea-cake", "--wait").code == 0
    end_soon(api)
    assert shell.type("store", "verify", "tea-cake", "--wait").code == 0


def test_opening_prints_the_address_and_starts_a_browser_on_a_terminal_only(shell: Shell) -> None:
    create(shell)

    piped = shell.type("store", "open", "tea-cake")
    as_json = shell.type("store", "open", "tea-cake", "--json", tty=TERMINAL)
    assert (piped.out, shell.browsed) == ("http://tea-cake.localhost\n", [])
    assert as_json.json["admin_url"] == "http://tea-cake.localhost/admin"
    shell.type("store", "open", "tea-cake", "--admin", tty=TERMINAL)

    assert shell.browsed == ["http://tea-cake.localhost/admin"]


def test_what_a_store_can_be_made_of(shell: Shell) -> None:
    engines = shell.type("engine", "list").out.splitlines()
    plans = shell.type("plans", "list").out
    clusters = shell.type("cluster", "list", "--json").json

    assert [line.split()[0] for line in engines] == ["NAME", "medusa", "woocommerce"]
    assert "small" in plans
    assert clusters["items"][0]["name"] == "local"


def test_an_operation_is_canceled_and_shown(shell: Shell, api: Api) -> None:
    api.create("demo")

    done = shell.type("operation", "cancel", "OP000001")

    assert done.code == 0
    assert "canceled" in done.out
    assert done.err == ""
    assert "idempotency-key" not in shell.requests[-1].headers
    again = shell.type("operation", "cancel", "OP000001")
    assert (again.code, again.out) == (5, "")
    assert "Try next: storeyard operation show OP000001" in again.err


def test_of_a_run_that_is_canceled_it_says_how_to_follow_it(shell: Shell, api: Api) -> None:
    api.create("demo")
    assert api.platform.lifecycle.claim("OP000001", "w1") is not None

    assert "storeyard operation watch OP000001" in shell.type("operation", "cancel", "OP000001").err


def test_settings_are_changed_and_waited_for(shell: Shell, api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    end_soon(api, "demo")

    done = shell.type("store", "set", "demo", "--name", "Tea", "--color", "#112233", "--wait", "--json")

    assert done.code == 0
    assert (done.json["store"]["name"], done.json["operation"]["kind"]) == ("Tea", "configure")


def test_settings_that_are_not_said_are_asked_for_and_nothing_is_sent(shell: Shell, api: Api) -> None:
    done = shell.type("store", "set", "demo")

    assert (done.code, done.out, shell.requests) == (2, "", [])
    assert done.err == (
        "storeyard: There is nothing to change: give --name, --color, --admin-email, --locale or --file-mods.\n"
        "Try next: storeyard store set --help\n"
    )


def test_safe_mode_is_turned_on_and_off_again(shell: Shell, api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    said = []
    for more in ([], ["--off"]):
        end_soon(api, "demo")
        done = shell.type("store", "safe-mode", "demo", *more, "--wait", "--json")
        said.append((done.code, done.json["store"]["safe_mode"], done.json["operation"]["parameters"]))

    assert said == [(0, True, {"on": True}), (0, False, {"on": False})]
