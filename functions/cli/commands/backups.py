"""`storeyard backup` and `storeyard store schedule`: make, look at, get, keep and delete backups, and say how often."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from functions.cli.changing import carry_out
from functions.cli.commands.insight import size_of
from functions.cli.commands.stores import LimitOption, StoreArgument
from functions.cli.commands.stores import app as stores
from functions.cli.errors import Usage
from functions.cli.here import Here, command
from functions.cli.showing import at, details, listing, shown

app = typer.Typer(help="Make, look at, get and delete backups.")

COLUMNS = {
    "ID": "id",
    "STORE": "store",
    "MADE": "made_at",
    "STATUS": "status",
    "CAUSE": "cause",
    "BYTES": "size",
    "PINNED": "pinned",
    "KEPT UNTIL": "kept_until",
}
DETAILS = (
    *("id", "store", "status", "cause", "made_at", "size", "counts", "highest_order", "engine", "engine_version", "pinned"),
    *("kept_until", "proven_at", "restore_seconds", "parts", "created_at", "owner"),
)
BackupArgument = Annotated[str, typer.Argument(metavar="BACKUP", help="the backup's id")]


@command(app, "list", example="storeyard backup list demo")
def list_backups(
    here: Here,
    store: Annotated[str | None, typer.Argument(metavar="STORE", help="only those of this store, which may be gone")] = None,
    limit: LimitOption = 50,
) -> None:
    """List backups, newest first; also those of stores that are gone."""
    listing(
        here, at("backups"), COLUMNS, limit=limit, empty="There is no backup. `storeyard backup create` makes one.", store=store
    )


@command(app, "create", waits=True, example="storeyard backup create demo")
def create(here: Here, store: StoreArgument) -> None:
    """Copy a store's database and files to where backups lie."""
    carry_out(here, lambda: here.client.post(at("stores", store, "operations"), {"kind": "backup"}))


@command(app, "show", example="storeyard backup show 01KB…")
def show(here: Here, backup: BackupArgument) -> None:
    """Show a backup: what is in it, and until when it is kept."""
    details(here, at("backups", backup), DETAILS)


@command(app, "download", example="storeyard backup download 01KB… --to demo-backup")
def download(
    here: Here,
    backup: BackupArgument,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="where to put it; by default <store>-<backup>")
    ] = None,
) -> None:
    """Get all files of a backup, compared with their SHA-256. What is there already is not written over."""
    from functions.cli.downloading import download as get  # noqa: PLC0415 - it brings httpx

    found = here.client.get(at("backups", backup))
    folder = to or Path(f"{Path(str(found.get('store') or 'store')).name}-{Path(found['id']).name}")
    files = get(here.client, found, folder)
    if here.output.json:
        here.output.document({"backup": found, "files": files})
        return
    for file in files:
        here.output.text(f"{file['file']}  {size_of(file['size'])}")


@command(app, "pin", example="storeyard backup pin 01KB…")
def pin(here: Here, backup: BackupArgument) -> None:
    """Keep a backup until it is unpinned."""
    _pinned(here, backup, pinned=True)


@command(app, "unpin", example="storeyard backup unpin 01KB…")
def unpin(here: Here, backup: BackupArgument) -> None:
    """Keep a backup no longer than others of its age."""
    _pinned(here, backup, pinned=False)


@command(app, "delete", example="storeyard backup delete 01KB… --yes")
def delete(
    here: Here, backup: BackupArgument, yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False
) -> None:
    """Delete a backup with its files."""
    here.confirm(f"Delete the backup {backup}? It cannot be had back.", yes=yes)
    here.client.delete(at("backups", backup))
    if here.output.json:
        here.output.document({"deleted": backup})
    else:
        here.output.text(f"{backup} is deleted.")


@command(stores, "schedule", example="storeyard store schedule demo --hours 6")
def schedule(
    here: Here,
    store: StoreArgument,
    hours: Annotated[int | None, typer.Option("--hours", min=0, help="hours between two backups; 0: none")] = None,
    default: Annotated[bool, typer.Option("--default", help="backups as often as the platform's setting says")] = False,
    drill_hours: Annotated[int | None, typer.Option("--drill-hours", min=0, help="hours between two drills; 0: none")] = None,
    drill_default: Annotated[bool, typer.Option("--drill-default", help="drills as often as the setting says")] = False,
) -> None:
    """Show or say how often a store is backed up, and a backup of it drilled."""
    path = at("stores", store, "schedule")
    wanted = _hours("hours", hours, "--default", default=default)
    wanted |= _hours("drill_hours", drill_hours, "--drill-default", default=drill_default)
    found = here.client.put(path, wanted) if wanted else here.client.get(path)
    shown(here, found)


def _hours(field: str, hours: int | None, other: str, *, default: bool) -> dict[str, int | None]:
    """What was said of one kind; nothing where nothing was."""
    if hours is not None and default:
        raise Usage(f"Say --{field.replace('_', '-')} or {other}, not both.")
    return {field: hours} if default or hours is not None else {}


def _pinned(here: Here, backup: str, *, pinned: bool) -> None:
    found = here.client.patch(at("backups", backup), {"pinned": pinned})
    shown(here, found, DETAILS)
