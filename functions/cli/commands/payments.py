"""`storeyard store payments`: how a shop's buyers pay by card."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from functions.cli.changing import carry_out
from functions.cli.commands.stores import StoreArgument, app
from functions.cli.errors import Usage
from functions.cli.here import Here, command
from functions.cli.showing import at, details


@command(app, "payments", waits=True, example="storeyard store payments demo --key pk_test_51Example --secrets-file keys.txt")
def payments(
    here: Here,
    store: StoreArgument,
    *,
    key: Annotated[str | None, typer.Option(help="take payments with the account of this publishable key (pk_…)")] = None,
    secrets_file: Annotated[
        str | None,
        typer.Option(
            help="a file with the account's secret key (sk_…, rk_…) and the endpoint's signing secret (whsec_…), a line each; "
            "what is not in it stays; - is standard input"
        ),
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="take no payments by card any more")] = False,
    check: Annotated[bool, typer.Option("--check", help="have the shop ask Stripe whether its key works")] = False,
) -> None:
    """Show how a shop's buyers pay by card, have it take payments with an account at Stripe, or see whether it can."""
    wanted = key is not None or secrets_file is not None
    if wanted + stop + check > 1:
        raise Usage("Say --key, --stop or --check: one of them.")
    path = at("stores", store, "payments")
    if check:
        _check(here, path)
    elif stop:
        carry_out(here, lambda: here.client.delete(path))
    elif wanted:
        if key is None:
            raise Usage("An account needs --key, which is its publishable key.")
        body = {"publishable_key": key, **_secrets(secrets_file)}
        carry_out(here, lambda: here.client.put(path, body))
    else:
        details(here, path)


def _check(here: Here, path: str) -> None:
    works = here.client.post(f"{path}/check")
    here.output.document(works) if here.output.json else here.output.text("Stripe knows the key.")


def _secrets(file: str | None) -> dict[str, str]:
    """What is in the file, by what each line begins with: the order does not matter. Raises Usage, without a line of it."""
    if file is None:
        return {}
    try:
        text = sys.stdin.read() if file == "-" else Path(file).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Usage(f"The file {file} cannot be read.") from error
    found: dict[str, str] = {}
    for line in filter(None, (one.strip() for one in text.splitlines())):
        name = "webhook_secret" if line.startswith("whsec_") else "secret_key"
        if found.setdefault(name, line) != line:
            raise Usage(f"The file {file} has two lines for {name}: it may have one.")
    return found
