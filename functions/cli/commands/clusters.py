"""`storeyard cluster`: where stores are placed, how full that is, and whether it takes new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from functions.cli.errors import Usage
from functions.cli.here import Here, command
from functions.cli.showing import at, shown

if TYPE_CHECKING:
    from functions.cli.client import Json

app = typer.Typer(help="Look at where stores are placed.")

NameArgument = Annotated[str, typer.Argument(metavar="CLUSTER", help="the cluster's name")]
COLUMNS = {"NAME": "name", "PROVIDER": "provider", "DOMAIN": "domain", "DEFAULT": "default", "LABELS": "labels"}
DETAILS = {
    "STORES": "stores",
    "ANSWERS": "reachable",
    "NEW STORES": "takes",
    "CPU FREE": "cpu",
    "MEMORY FREE": "memory",
    "VOLUMES FREE": "volumes",
}
GIB = 1024**3


@command(app, "list", example="storeyard cluster list")
def list_clusters(here: Here) -> None:
    """List the clusters that stores can be placed on. Admins see how full each is."""
    found = here.client.get(at("clusters"))
    if here.output.json:
        here.output.document(found)
        return
    seen = any(each.get("detail") for each in found["items"])
    here.output.table([_row(each) for each in found["items"]], {**COLUMNS, **(DETAILS if seen else {})})
    for each in found["items"]:
        if message := (each.get("detail") or {}).get("message"):
            here.output.say(f"{each['name']}: {message}")


@command(app, "show", example="storeyard cluster show local")
def show(here: Here, cluster: NameArgument) -> None:
    """Show a cluster."""
    items = here.client.get(at("clusters"))["items"]
    found = next((each for each in items if each["name"] == cluster), None)
    if found is None:
        raise Usage(f"There is no cluster {cluster}; there are: {', '.join(each['name'] for each in items) or 'none'}.")
    if here.output.json:
        here.output.document(found)
        return
    detail = found.get("detail") or {}
    shown(here, {**{name: value for name, value in found.items() if name != "detail"}, **detail})


@command(app, "cordon", example='storeyard cluster cordon local --why "it gets new nodes"')
def cordon(
    here: Here, cluster: NameArgument, why: Annotated[str, typer.Option(help="for those who ask for a store there")]
) -> None:
    """Have a cluster take no new stores; all else goes on there. Admins only."""
    shown(here, here.client.post(at("clusters", cluster, "cordon"), {"why": why}))


@command(app, "drain", example='storeyard cluster drain local --why "it is shut down"')
def drain(
    here: Here, cluster: NameArgument, why: Annotated[str, typer.Option(help="for those who ask for a store there")]
) -> None:
    """Have a cluster take no new stores, and move those on it to where there is room. Admins only."""
    found = here.client.post(at("clusters", cluster, "drain"), {"why": why})
    if here.output.json:
        here.output.document(found)
        return
    moving, staying = (sorted((found.get(name) or {}).items()) for name in ("moving", "staying"))
    rows = [{"store": store, "goes": place, "why": ""} for store, place in moving]
    rows += [{"store": store, "goes": "stays", "why": why_not} for store, why_not in staying]
    here.output.table(rows, {"STORE": "store", "GOES TO": "goes", "WHY NOT": "why"})
    if found.get("more"):
        here.output.say("There are more stores on it: ask again.")


@command(app, "uncordon", example="storeyard cluster uncordon local")
def uncordon(here: Here, cluster: NameArgument) -> None:
    """Have a cluster take new stores again. Admins only."""
    found = here.client.post(at("clusters", cluster, "uncordon"))
    here.output.document(found) if here.output.json else here.output.say(f"The cluster {cluster} takes new stores.")


def _row(cluster: Json) -> Json:
    """A cluster as a line of the table: what is free of what there is."""
    detail: Json = cluster.get("detail") or {}
    if not detail:
        return cluster
    return {
        **cluster,
        "stores": sum(detail["stores"].values()),
        "reachable": detail["reachable"],
        "takes": detail["cordon"] is None,
        "cpu": _share(detail, "cpu_millicores", 1000),
        "memory": _share(detail, "memory_bytes", GIB, " GiB"),
        "volumes": _share(detail, "volumes", 1),
    }


def _share(detail: Json, name: str, unit: int, word: str = "") -> str | None:
    free, there = ((detail[part] or {}).get(name) for part in ("free", "allocatable"))
    return None if free is None or there is None else f"{_number(free, unit)} of {_number(there, unit)}{word}"


def _number(amount: Any, unit: int) -> str:
    return f"{amount / unit:.1f}".removesuffix(".0")
