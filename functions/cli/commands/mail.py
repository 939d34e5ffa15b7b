"""`storeyard store mail`: the relay that a shop's mail goes out through."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from functions.cli.changing import carry_out
from functions.cli.commands.stores import StoreArgument, app
from functions.cli.errors import Usage
from functions.cli.here import Here, command
from functions.cli.showing import at, details


@command(app, "mail", waits=True, example="storeyard store mail demo --test ada@example.com")
def mail(
    here: Here,
    store: StoreArgument,
    *,
    host: Annotated[str | None, typer.Option(help="give the store this relay, which has a public address")] = None,
    port: Annotated[int | None, typer.Option(help="the relay's port")] = None,
    security: Annotated[str | None, typer.Option(help="starttls, tls or none")] = None,
    user: Annotated[str | None, typer.Option(help="who signs in there")] = None,
    sender: Annotated[str | None, typer.Option("--from", help="the address that the shop's mail comes from")] = None,
    reply_to: Annotated[str | None, typer.Option(help="where answers go, if not to the shop's administrator")] = None,
    password_file: Annotated[str | None, typer.Option(help="a file with the user's password; - is standard input")] = None,
    platform: Annotated[
        bool, typer.Option("--platform", help="use the relay of the store's cluster again, as it is now")
    ] = False,
    test: Annotated[str | None, typer.Option(metavar="ADDRESS", help="have the shop send a mail there")] = None,
) -> None:
    """Show the relay that a shop's mail goes out through, give it one of its own, or have it send a test mail."""
    relay = {"host": host, "port": port, "security": security, "user": user, "from": sender, "reply_to": reply_to}
    given = {name: value for name, value in relay.items() if value is not None}
    wanted = bool(given or password_file)
    if wanted + platform + (test is not None) > 1:
        raise Usage("Say what the relay is, --platform, or --test: one of them.")
    path = at("stores", store, "mail")
    if test is not None:
        _send_test(here, path, test)
    elif platform:
        carry_out(here, lambda: here.client.delete(path))
    elif wanted:
        body = _body(given, password_file)
        carry_out(here, lambda: here.client.put(path, body))
    else:
        details(here, path)


def _send_test(here: Here, path: str, to: str) -> None:
    sent = here.client.post(f"{path}/test", {"to": to})
    here.output.document(sent) if here.output.json else here.output.text(f"The relay took a mail for {to}.")


def _body(given: dict[str, Any], file: str | None) -> dict[str, Any]:
    """A relay is said as a whole. Raises Usage."""
    if "host" not in given or "from" not in given:
        raise Usage("A relay needs --host and --from.")
    if file is None:
        return given
    try:
        text = sys.stdin.read() if file == "-" else Path(file).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Usage(f"The file {file} cannot be read.") from error
    return {**given, "password": text.rstrip("\r\n")}
