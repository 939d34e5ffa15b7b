"""`storeyard domain`: domains of a shop's own: claim, check, make the primary one, give up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from functions.cli.changing import carry_out
from functions.cli.commands.stores import LimitOption, StoreArgument
from functions.cli.here import Here, command
from functions.cli.showing import at, listing

if TYPE_CHECKING:
    from functions.cli.client import Json

app = typer.Typer(help="Give a shop domains of its own.")

COLUMNS = {"NAME": "name", "STATUS": "status", "SERVED": "served", "PRIMARY": "primary", "VERIFIED": "verified_at"}
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="the domain, like shop.example.com")]


@command(app, "list", example="storeyard domain list demo")
def list_domains(here: Here, store: StoreArgument, limit: LimitOption = 50) -> None:
    """List the domains that a store has claimed."""
    listing(here, at("stores", store, "domains"), COLUMNS, limit=limit, empty="The store has no domain of its own.")


@command(app, "add", example="storeyard domain add demo shop.example.com")
def add(here: Here, store: StoreArgument, name: NameArgument) -> None:
    """Claim a domain for a store, and say which records to set."""
    found = here.client.post(at("stores", store, "domains"), {"name": name})
    if here.output.json:
        here.output.document(found)
        return
    _records(here, found)
    here.output.say(f"When they are set: storeyard domain check {store} {name}")


@command(app, "show", example="storeyard domain show demo shop.example.com")
def show(here: Here, store: StoreArgument, name: NameArgument) -> None:
    """Show a store's domain and the records that it needs."""
    found = here.client.get(at("stores", store, "domains", name))
    if here.output.json:
        here.output.document(found)
        return
    here.output.fields(found, ("name", "status", "served", "primary", "created_at", "verified_at"))
    _records(here, found)


@command(app, "check", waits=True, example="storeyard domain check demo shop.example.com")
def check(
    here: Here,
    store: StoreArgument,
    name: NameArgument,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="serve it also where it does not lead to the shop, or not yet")
    ] = False,
) -> None:
    """Look a domain up in the DNS. Once that proves that it is yours and leads to the shop, the shop answers there."""
    path = f"{at('stores', store, 'domains', name)}/check"
    found = here.client.post(path, anyway="true" if anyway else None)
    if found["operation"] is not None:
        here.output.say(found["message"])
        carry_out(here, lambda: found)
    elif here.output.json:
        here.output.document(found)
    else:
        here.output.text(found["message"])


@command(app, "primary", waits=True, example="storeyard domain primary demo shop.example.com")
def primary(here: Here, store: StoreArgument, name: NameArgument) -> None:
    """Make a domain the shop's address; its other names lead there."""
    found = here.client.put(f"{at('stores', store, 'domains', name)}/primary")
    _followed(here, found, f"{name} is the shop's address already.")


@command(app, "remove", waits=True, example="storeyard domain remove demo shop.example.com --yes")
def remove(
    here: Here,
    store: StoreArgument,
    name: NameArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False,
) -> None:
    """Give a domain up: the shop answers there no more."""
    here.confirm(f"Take {name} off the store {store}?", yes=yes)
    _followed(here, here.client.delete(at("stores", store, "domains", name)), f"{name} is not the store's any more.")


def _followed(here: Here, found: Json, done: str) -> None:
    """Wait for the operation, if there is one."""
    if found["operation"] is not None:
        carry_out(here, lambda: found)
    elif here.output.json:
        here.output.document(found)
    else:
        here.output.text(done)


def _records(here: Here, found: Json) -> None:
    """What is to be set in the DNS, as a table."""
    rows = [{**found["proof"], "for": "proves that it is yours"}]
    rows += [{**record, "for": "leads to the shop"} for record in found["leads_here"]]
    here.output.table(rows, {"TYPE": "type", "RECORD": "name", "VALUE": "value", "FOR": "for"}, empty="")
