"""`storeyard`: nouns and verbs, and nothing of what they do."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from functions.cli import VERSION
from functions.cli.commands import (
    accounts,
    backups,
    catalogue,
    chat,
    chat_accounts,
    clusters,
    contexts,
    domains,
    drift,
    extensions,
    insight,
    mail,
    notices,
    operations,
    orders,
    orphans,
    payments,
    stores,
    webhooks,
)
from functions.cli.here import command

PLURALS = {
    f"{noun}s": noun
    for noun in (
        "store",
        "order",
        "product",
        "extension",
        "operation",
        "backup",
        "domain",
        "webhook",
        "chat-account",
        "notice",
        "engine",
        "plan",
        "cluster",
        "token",
        "user",
        "context",
    )
} | {"activities": "activity"}


class Nouns(TyperGroup):
    """A noun may be given in the plural."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of that name, or of its singular."""
        return super().get_command(ctx, PLURALS.get(cmd_name, cmd_name))


def _version(wanted: bool) -> None:
    if wanted:
        print(f"storeyard {VERSION}")
        raise typer.Exit


app = typer.Typer(
    name="storeyard",
    cls=Nouns,
    help="Online shops on Kubernetes in minutes.",
    epilog='Example:  storeyard store create "Tea & Cake" --engine an-engine',
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich would take half of the time to start
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")] = False,
) -> None:
    pass


command(app, "login", example="storeyard login --email anna@example.com")(accounts.login)
command(app, "logout", example="storeyard logout")(accounts.logout)
command(app, "whoami", example="storeyard whoami")(accounts.whoami)
command(app, "open", example="storeyard open")(accounts.open_page)
command(app, "chat", example="storeyard chat show demo")(chat.chat)
command(app, "orphans", example="storeyard orphans")(orphans.orphans)
command(app, "activity", example="storeyard activity --store demo")(operations.list_activity)
app.add_typer(stores.app, name="store", no_args_is_help=True)
app.add_typer(orders.orders, name="order", no_args_is_help=True)
app.add_typer(orders.products, name="product", no_args_is_help=True)
app.add_typer(extensions.app, name="extension", no_args_is_help=True)
app.add_typer(operations.app, name="operation", no_args_is_help=True)
app.add_typer(backups.app, name="backup", no_args_is_help=True)
app.add_typer(domains.app, name="domain", no_args_is_help=True)
app.add_typer(webhooks.app, name="webhook", no_args_is_help=True)
app.add_typer(chat_accounts.app, name="chat-account", no_args_is_help=True)
app.add_typer(notices.app, name="notice", no_args_is_help=True)
app.add_typer(catalogue.engines, name="engine", no_args_is_help=True)
app.add_typer(catalogue.plans, name="plan", no_args_is_help=True)
app.add_typer(clusters.app, name="cluster", no_args_is_help=True)
app.add_typer(accounts.tokens, name="token", no_args_is_help=True)
app.add_typer(accounts.users, name="user", no_args_is_help=True)
app.add_typer(contexts.app, name="context", no_args_is_help=True)
# Their commands are in the group of stores; nothing else imports them.
INSIGHT, MAIL, PAYMENTS, DRIFT = insight.logs, mail.mail, payments.payments, drift.drift


def main() -> None:
    """Run it by its name, however it was started."""
    app(prog_name="storeyard")
