"""`storeyard store logs|health|usage|history|upgrades|credentials`: a look into a store where it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from functions.cli.commands.stores import StoreArgument, app
from functions.cli.here import Here, command, seconds_of
from functions.cli.output import plain
from functions.cli.patience import POLL_SECONDS
from functions.cli.showing import at, details, listing

if TYPE_CHECKING:
    from functions.cli.client import Json

PODS = {"POD": "name", "COMPONENT": "component", "READY": "ready", "PHASE": "phase", "RESTARTS": "restarts", "REASON": "reason"}
REVISIONS = {
    "REVISION": "revision",
    "STATUS": "status",
    "ENGINE": "engine_version",
    "CHART": "chart_version",
    "AT": "deployed_at",
    "BY": "operation_id",
    "KIND": "kind",
}
UNITS = (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10))


@command(app, "logs", example="storeyard store logs demo --component web --since 15m --follow")
def logs(
    here: Here,
    store: StoreArgument,
    component: Annotated[str | None, typer.Option("--component", "-c", help="only of this part, like web")] = None,
    pod: Annotated[str | None, typer.Option(help="only of this pod")] = None,
    since: Annotated[str | None, typer.Option(help="only what is no older than 90s, 15m or 1h, or a time in RFC 3339")] = None,
    tail: Annotated[int | None, typer.Option("--tail", "-n", min=1, help="only the last lines")] = None,
    previous: Annotated[bool, typer.Option("--previous", "-p", help="of the containers before, which have ended")] = False,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="go on until Ctrl-C")] = False,
) -> None:
    """Show what a shop's parts say. JSON: one object a line."""
    of: dict[str, Any] = {"component": component, "pod": pod, "previous": previous or None}
    page = here.client.get(at("stores", store, "logs"), since=_since(since), tail=tail, **of)
    _print_lines(here, page)
    if not page.get("lines") and page.get("message"):
        here.output.say(page["message"])
    while follow and page.get("next_cursor"):
        cursor = page["next_cursor"]
        page = here.client.long_poll(at("stores", store, "logs"), wait=POLL_SECONDS, cursor=cursor, **of)
        _print_lines(here, page)


@command(app, "health", example="storeyard store health demo")
def health(here: Here, store: StoreArgument) -> None:
    """Show how a store is right now: its pods, its address, its last test order."""
    found = here.client.get(at("stores", store, "health"))
    if here.output.json:
        here.output.document(found)
        return
    here.output.fields({name: value for name, value in found.items() if name != "pods"})
    here.output.table(found.get("pods") or (), PODS, empty="It has no pods.")


@command(app, "usage", example="storeyard store usage demo")
def usage(here: Here, store: StoreArgument) -> None:
    """Show what a store takes, against what its plan gives."""
    found = here.client.get(at("stores", store, "usage"))
    if here.output.json:
        here.output.document(found)
        return
    here.output.table(_usage_rows(found), {"WHAT": "what", "USED": "used", "LIMIT": "limit"})
    for message in found.get("messages") or ():
        here.output.say(message)


@command(app, "history", example="storeyard store history demo")
def history(here: Here, store: StoreArgument) -> None:
    """Show what was installed when."""
    listing(here, at("stores", store, "history"), REVISIONS, empty="Nothing was installed yet.")


@command(app, "upgrades", example="storeyard store upgrades demo")
def upgrades(here: Here, store: StoreArgument) -> None:
    """Show what a store could be upgraded to, and what that would change."""
    found = here.client.get(at("stores", store, "upgrades"))
    if here.output.json:
        here.output.document(found)
        return
    for offer in found.get("items") or ():
        here.output.text(f"{offer.get('engine_version')} (chart {offer.get('chart_version')})")
        for change in offer.get("changes") or ():
            for sign, side in (("-", "before"), ("+", "after")):
                if change.get(side) is not None:
                    here.output.text(f"{sign} {change.get('path')}: {plain(change[side])}")
    if found.get("message"):
        here.output.say(found["message"])


@command(app, "credentials", example="storeyard store credentials demo -o json | jq -r .admin_password")
def credentials(here: Here, store: StoreArgument) -> None:
    """Show how a shop's owner signs in to its admin. Each look is recorded as an activity."""
    details(here, at("stores", store, "credentials"))


def _since(text: str | None) -> str | None:
    """Return a time as the API takes it: seconds, or RFC 3339."""
    if text is None or not re.fullmatch(r"[0-9.]+[smh]?", text):
        return text
    return str(max(1, round(seconds_of(text, option="--since"))))


def _print_lines(here: Here, page: Json) -> None:
    from functions.cli.waiting import log_line  # noqa: PLC0415 - it brings httpx

    for line in page.get("lines") or ():
        here.output.line(line) if here.output.json else here.output.text(log_line(line))


def _usage_rows(found: Json) -> list[dict[str, str]]:
    cpu, memory, disk = (found.get(name) or {} for name in ("cpu", "memory", "disk"))
    rows = [("cpu", _cores(cpu.get("used_millicores")), _cores(cpu.get("limit_millicores")))]
    rows.append(("memory", size_of(memory.get("used_bytes")), size_of(memory.get("limit_bytes"))))
    volumes = disk.get("volumes") or ()
    rows += [
        (f"volume {one.get('name')}", size_of(one.get("used_bytes")), size_of(one.get("claimed_bytes"))) for one in volumes
    ]
    claimed = [one["claimed_bytes"] for one in volumes if one.get("claimed_bytes") is not None]
    rows.append(("disk claimed", size_of(sum(claimed)), size_of(disk.get("limit_bytes"))))
    return [{"what": what, "used": used, "limit": limit} for what, used, limit in rows]


def _cores(millicores: int | None) -> str:
    return "unknown" if millicores is None else f"{millicores / 1000:.2f} cores"


def size_of(size: int | None) -> str:
    """Return a number of bytes as people read it."""
    if size is None:
        return "unknown"
    unit, factor = next((one for one in UNITS if size >= one[1]), ("B", 1))
    return f"{size / factor:.1f} {unit}" if factor > 1 else f"{size} B"
