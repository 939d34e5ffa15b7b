"""`storeyard store`: make, look at, check, retry and delete stores."""

from __future__ import annotations

from typing import Annotated

import typer

from functions.cli.changing import carry_out
from functions.cli.errors import Usage
from functions.cli.here import Here, command
from functions.cli.naming import named_extensions, named_labels
from functions.cli.showing import at, details, listing

app = typer.Typer(help="Make, look at, check and delete stores.")

StoreArgument = Annotated[str, typer.Argument(metavar="STORE", help="the store's id")]
FileModsOption = Annotated[
    str | None, typer.Option(help="whether its owner may install plugins and themes: open, or locked to what its image has")
]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="how many to show at most")]
COLUMNS = {"ID": "id", "NAME": "name", "ENGINE": "engine", "STATUS": "status", "URL": "url", "REASON": "reason"}
DETAILS = (
    *("id", "name", "status", "reason", "message", "url", "admin_url", "admin_email", "engine", "plan", "cluster", "owner"),
    *(
        "is_copy",
        "safe_mode",
        "country",
        "currency",
        "locale",
        "file_mods",
        "image",
        "operation_id",
        "allowed_operations",
        "deployed",
    ),
    *("verified_at", "restored_ok_at", "created_at", "updated_at"),
)


@command(app, "create", waits=True, example='storeyard store create "Tea & Cake" --engine an-engine')
def create(
    here: Here,
    name: Annotated[str | None, typer.Argument(help="the shop's name; its id is made from it unless --id names one")] = None,
    engine: Annotated[
        str | None, typer.Option("--engine", "-e", help="the shop software; `storeyard engine list` has them")
    ] = None,
    backup: Annotated[
        str | None, typer.Option(help="make it of this backup, which says what is left out here, name and engine too")
    ] = None,
    store_id: Annotated[str | None, typer.Option("--id", help="the first label of the shop's host name")] = None,
    plan: Annotated[str | None, typer.Option(help="the size; `storeyard plan list` has them")] = None,
    cluster: Annotated[str | None, typer.Option(help="where it is placed; `storeyard cluster list` has them")] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="place it on a cluster that has this label; may be said several times"),
    ] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-2 code of the country that it sells in")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217 code of its prices")] = None,
    locale: Annotated[
        str | None, typer.Option(help="language that it speaks to buyers, like de-AT; the country's if left out")
    ] = None,
    color: Annotated[str | None, typer.Option(help="the shop's own colour, like #1f5f54")] = None,
    admin_email: Annotated[str | None, typer.Option(help="address of the shop's first administrator")] = None,
    sample_products: Annotated[
        bool | None,
        typer.Option("--sample-products/--no-sample-products", help="start with sample products", show_default=False),
    ] = None,
    file_mods: FileModsOption = None,
    image: Annotated[
        str | None, typer.Option(help="run this image of your own, repository@sha256:…; one that the installation allows")
    ] = None,
    extension: Annotated[
        list[str] | None,
        typer.Option(metavar="[theme:]SLUG[@VERSION]", help="make it with this plugin or theme; may be said several times"),
    ] = None,
) -> None:
    """Make a store, and wait until it sells."""
    wanted = {
        "name": name,
        "engine": engine,
        "backup": backup,
        "id": store_id,
        "plan": plan,
        "cluster": cluster,
        "labels": named_labels(label) if label else None,
        "country": country,
        "currency": currency,
        "locale": locale,
        "color": color,
        "admin_email": admin_email,
        "sample_products": sample_products,
        "file_mods": file_mods,
        "image": image,
        "extensions": named_extensions(extension) if extension else None,
    }
    body = {field: value for field, value in wanted.items() if value is not None}
    carry_out(here, lambda: here.client.post(at("stores"), body))


@command(app, "list", example="storeyard store list --status failed -o json | jq -r '.items[].id'")
def list_stores(
    here: Here,
    status: Annotated[str | None, typer.Option(help="only those in this status")] = None,
    engine: Annotated[str | None, typer.Option("--engine", "-e", help="only those on this engine")] = None,
    cluster: Annotated[str | None, typer.Option(help="only those on this cluster")] = None,
    search: Annotated[str | None, typer.Option("--search", "-q", help="only those whose id or name has this in it")] = None,
    sort: Annotated[str | None, typer.Option(help="the order, as the API names it")] = None,
    limit: LimitOption = 100,
) -> None:
    """List your stores."""
    query = {"status": status, "engine": engine, "cluster": cluster, "q": search, "sort": sort}
    listing(here, at("stores"), COLUMNS, limit=limit, empty="There is no store. `storeyard store create` makes one.", **query)


@command(app, "show", example="storeyard store show demo")
def show(here: Here, store: StoreArgument) -> None:
    """Show a store: its status, its addresses, and what may be asked of it now."""
    details(here, at("stores", store), DETAILS)


@command(app, "open", example="storeyard store open demo --admin")
def open_store(
    here: Here,
    store: StoreArgument,
    admin: Annotated[bool, typer.Option("--admin", help="the page where its owner signs in")] = False,
) -> None:
    """Open a shop in the browser, or print its address where there is none. JSON: print the addresses only."""
    found = here.client.get(at("stores", store))
    address = found["admin_url" if admin else "url"]
    if here.output.json:
        here.output.document({"url": found["url"], "admin_url": found["admin_url"]})
        return
    here.output.text(address)
    if here.world.is_tty("stdout") and not here.world.browse(address):
        here.output.say("No browser could be started here.")


@command(app, "verify", waits=True, example="storeyard store verify demo")
def verify(here: Here, store: StoreArgument) -> None:
    """Place a test order in a shop, see it in its admin, remove it."""
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), {"kind": "verify"}))


@command(app, "rotate", waits=True, example="storeyard store rotate demo --which admin")
def rotate(
    here: Here,
    store: StoreArgument,
    which: Annotated[
        list[str] | None, typer.Option("--which", help="database or admin; both if left out. May be given twice")
    ] = None,
) -> None:
    """Give a shop's database and its administrator new passwords. The shop starts anew; `store credentials` has the new one."""
    parameters = {"which": which} if which else {}
    body = {"kind": "rotate", "parameters": parameters}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "clone", waits=True, example="storeyard store clone demo --id trial")
def clone(
    here: Here,
    store: StoreArgument,
    backup: Annotated[str | None, typer.Option(help="the backup that it is made of; the newest if left out")] = None,
    store_id: Annotated[str | None, typer.Option("--id", help="the first label of the copy's host name")] = None,
    name: Annotated[str | None, typer.Option(help="the copy's name")] = None,
) -> None:
    """Make a copy of a store to try things out in: it sends no mail, reaches nobody, and has passwords of its own."""
    wanted = {"backup": backup, "id": store_id, "name": name}
    parameters = {field: value for field, value in wanted.items() if value is not None}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), {"kind": "clone", "parameters": parameters}))


@command(app, "drill", waits=True, example="storeyard store drill demo")
def drill(
    here: Here,
    store: StoreArgument,
    backup: Annotated[str | None, typer.Option(help="the backup that is proven; the newest if left out")] = None,
) -> None:
    """Prove a store's backup: a copy made of it takes an order, and goes again."""
    parameters = {} if backup is None else {"backup": backup}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), {"kind": "drill", "parameters": parameters}))


@command(app, "set", waits=True, example='storeyard store set demo --name "Tea & Cake" --color "#7a3e9d"')
def change(
    here: Here,
    store: StoreArgument,
    name: Annotated[str | None, typer.Option(help="the shop's name as buyers see it")] = None,
    color: Annotated[str | None, typer.Option(help="the shop's own colour, like #1f5f54")] = None,
    admin_email: Annotated[
        str | None, typer.Option(help="address of the shop's first administrator; the password stays")
    ] = None,
    locale: Annotated[str | None, typer.Option(help="language that the shop speaks to buyers, like de-AT")] = None,
    file_mods: FileModsOption = None,
) -> None:
    """Give a shop another name, colour, language or administrator's address, or lock its code. If it fails all is put back."""
    given = {"name": name, "color": color, "admin_email": admin_email, "locale": locale, "file_mods": file_mods}
    changes = {field: value for field, value in given.items() if value is not None}
    if not changes:
        raise Usage("There is nothing to change: give --name, --color, --admin-email, --locale or --file-mods.")
    body = {"kind": "configure", "parameters": changes}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "safe-mode", waits=True, example="storeyard store safe-mode demo")
def safe_mode(
    here: Here, store: StoreArgument, off: Annotated[bool, typer.Option("--off", help="run it with them again")] = False
) -> None:
    """Run a shop without its owner's plugins and theme, so that a broken one can be mended; --off: with them again."""
    body = {"kind": "safe_mode", "parameters": {"on": not off}}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "restore", waits=True, example="storeyard store restore demo --backup 01JZ8Q5T0W5J9V3C8M2K7N4R6S")
def restore(
    here: Here,
    store: StoreArgument,
    backup: Annotated[str, typer.Option(help="id of the backup")],
    newer_orders: Annotated[
        bool, typer.Option("--newer-orders/--without-newer-orders", help="carry over what is newer than the backup")
    ] = True,
) -> None:
    """Take a shop back to a backup. It is closed meanwhile; newer orders are carried over."""
    body = {"kind": "restore", "parameters": {"backup": backup, "newer_orders": newer_orders}}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "upgrade", waits=True, example="storeyard store upgrade demo")
def upgrade(
    here: Here,
    store: StoreArgument,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal/--without-rehearsal", help="try it on a copy first, while the shop is open")
    ] = True,
    image: Annotated[
        str | None, typer.Option(help="run this image of your own from then on, repository@sha256:…; platform: the platform's")
    ] = None,
) -> None:
    """Bring a shop to the newest version, or to an image. It goes back, with its data, if it does not sell on it."""
    parameters = {"rehearsal": rehearsal, **({} if image is None else {"image": image})}
    body = {"kind": "upgrade", "parameters": parameters}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "rollback", waits=True, example="storeyard store rollback demo --revision 3")
def rollback(
    here: Here,
    store: StoreArgument,
    revision: Annotated[int, typer.Option(min=1, help="a revision of storeyard store history, of which a backup is there")],
    backup: Annotated[str | None, typer.Option(help="id of a backup of that revision; the newest if left out")] = None,
    newer_orders: Annotated[
        bool, typer.Option("--newer-orders/--without-newer-orders", help="carry over what is newer than the backup")
    ] = True,
) -> None:
    """Take a shop back to an earlier revision with the data it had. Newer orders are carried over."""
    body = {"kind": "rollback", "parameters": {"revision": revision, "backup": backup, "newer_orders": newer_orders}}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "plan", waits=True, example="storeyard store plan demo medium")
def plan(here: Here, store: StoreArgument, name: Annotated[str, typer.Argument(help="a plan of storeyard plan list")]) -> None:
    """Give a shop another size. Refused where its data does not fit; back if it does not sell on it."""
    body = {"kind": "plan", "parameters": {"plan": name}}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "move", waits=True, example="storeyard store move demo --cluster paris")
def move(
    here: Here,
    store: StoreArgument,
    cluster: Annotated[str | None, typer.Option(help="its name; one that has room if left out")] = None,
) -> None:
    """Take a shop to another cluster with its data. It is closed meanwhile; what fails there leaves it where it was."""
    body = {"kind": "move", "parameters": {"cluster": cluster}}
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), body))


@command(app, "retry", waits=True, example="storeyard store retry demo")
def retry(here: Here, store: StoreArgument) -> None:
    """Try again to make a store where that failed."""
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), {"kind": "provision"}))


@command(app, "delete", waits=True, example="storeyard store delete demo --yes")
def delete(
    here: Here, store: StoreArgument, yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False
) -> None:
    """Remove a store with all its data. Cancels what is under way."""
    here.confirm(f"Remove the store {store} with all its data?", yes=yes)
    carry_out(here, lambda: here.client.delete(at("stores", store)))
