"""Passwords of a database server: what it is told, and how an answer that is no refusal is told from one that is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from functions.adapters.kube.database import _native, _scram, open_server
from functions.adapters.kube.streams import StreamFailed
from functions.application.rotating import Server
from functions.domain.errors import InvalidRequest

# Of RFC 7677, section 3: the salt, and what a server keeps of the password "pencil".
SALT = bytes.fromhex("5b6d99689d12358eeca04b141236fa81")
REFUSALS = {
    "mariadb": "ERROR 1045 (28000): Access denied for user 'shop'@'127.0.0.1' (using password: YES)",
    "postgresql": 'psql:<stdin>:1: error: \\connect: FATAL:  password authentication failed for user "shop"',
}
BOTH = pytest.mark.parametrize("image", ["mariadb", "postgresql"])


class Pod:
    """Commands in a pod, and what came in with them."""

    def __init__(self) -> None:
        self.ran: list[tuple[Sequence[str], str]] = []
        self.fails = ""

    def __call__(self, command: Sequence[str], stdin: str) -> str:
        self.ran.append((command, stdin))
        if self.fails:
            raise StreamFailed("it failed", status=1, said=self.fails)
        return ""


def server(image: str, pod: Pod) -> Server:
    """The server of a shop."""
    return open_server(image, pod, user="shop", database="shop")


@BOTH
def test_no_password_is_in_a_command_nor_in_a_statement(image: str) -> None:
    pod = Pod()

    server(image, pod).set(["correct-horse", "battery-staple"])
    server(image, pod).takes("correct-horse")

    assert not any("horse" in word or "staple" in word for command, _ in pod.ran for word in command)
    told, signing_in = (stdin for _, stdin in pod.ran)
    assert "horse" not in told
    assert "staple" not in told
    assert "correct-horse" in signing_in


def test_mariadb_takes_both_passwords_for_a_while() -> None:
    pod = Pod()
    mariadb = server("mariadb", pod)
    assert mariadb.takes_two

    mariadb.set(["oldpw", "newpw"])

    # What SELECT PASSWORD('…') says of these.
    ways = [f"mysql_native_password USING '{_native(each)}'" for each in ("oldpw", "newpw")]
    assert pod.ran[0][1] == f"ALTER USER 'shop'@'%' IDENTIFIED VIA {ways[0]} OR {ways[1]};\n"
    assert _native("oldpw") == "*9C774F8ECADE07E5287226DDDED1F62992C6954A"


def test_postgresql_is_told_the_verifier_of_the_first_password() -> None:
    pod = Pod()
    postgresql = server("postgresql", pod)
    assert not postgresql.takes_two

    postgresql.set(["new", "old"])

    statement = pod.ran[0][1]
    assert statement.startswith('ALTER ROLE "shop" PASSWORD \'SCRAM-SHA-256$4096:')
    assert statement.endswith("';\n")
    assert _scram("pencil", SALT).startswith(
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
    )
    assert _scram("pencil", SALT).endswith(":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")


@BOTH
def test_a_password_that_is_refused_is_told_from_a_server_that_is_away(image: str) -> None:
    pod = Pod()
    pod.fails = REFUSALS[image]
    assert not server(image, pod).takes("wrong")

    pod.fails = "could not connect"
    with pytest.raises(StreamFailed):
        server(image, pod).takes("right")


@pytest.mark.parametrize("password", ['qu"ote\\back', "a b#c;d", "ü:@/?%'"])
def test_a_password_that_was_given_may_hold_any_sign(password: str) -> None:
    pod = Pod()

    server("mariadb", pod).takes(password)
    server("postgresql", pod).takes(password)

    options, connect = (stdin for _, stdin in pod.ran)
    escaped = password.replace("\\", "\\\\").replace('"', '\\"')
    assert f'password="{escaped}"\n' in options
    assert connect.count("'") == 2
    assert "\n" not in connect.rstrip("\n")


def test_a_database_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="a database whose passwords cannot be changed: oracle"):
        server("oracle", Pod())
