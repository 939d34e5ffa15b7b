"""`storeyard engine`, `plan`: what a store can be made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from functions.cli.here import Here, command
from functions.cli.showing import at, listing

engines = typer.Typer(help="Look at the shop software there is.")
plans = typer.Typer(help="Look at the sizes of stores.")

ENGINES = {
    "NAME": "name",
    "TITLE": "title",
    "VERSION": "version",
    "AVAILABLE": "available",
    "PLANS": "plans",
    "WHY NOT": "message",
}


@command(engines, "list", example="storeyard engine list")
def list_engines(here: Here) -> None:
    """List the shop software, and whether a store can be made on it here."""
    listing(here, at("engines"), ENGINES)


@command(plans, "list", example="storeyard plan list")
def list_plans(here: Here) -> None:
    """List the sizes of stores, and what each gives on which engine."""
    found = here.client.get(at("plans"))
    if here.output.json:
        here.output.document(found)
        return
    rows = [
        {"name": plan["name"], "engine": engine, "pods": _pods(plan, engine), "quota": quota}
        for plan in found["items"]
        for engine, quota in plan["quotas"].items()
    ]
    here.output.table(rows, {"PLAN": "name", "ENGINE": "engine", "PODS": "pods", "QUOTA": "quota"})


def _pods(plan: Mapping[str, Any], engine: str) -> str:
    """In how many pods a shop runs; a platform of an earlier version says less."""
    few, most = plan.get("replicas", {}).get(engine), plan.get("grows_to", {}).get(engine)
    return f"{few}-{most}" if most is not None else str(few or "")
