"""`storeyard orphans`: what no record names any more, shown first, removed by what it was shown as."""

from __future__ import annotations

from typing import Annotated

import typer

from functions.cli.here import Here
from functions.cli.showing import at

COLUMNS = {
    "KIND": "kind",
    "NAME": "name",
    "NAMESPACE": "namespace",
    "CLUSTER": "cluster",
    "REMOVABLE": "removable",
    "WHY": "why",
}


def orphans(
    here: Here,
    remove: Annotated[str | None, typer.Option(metavar="DIGEST", help="remove what was shown with this digest")] = None,
) -> None:
    """List what the platform made and no record names any more. Nothing goes unless --remove says so. Admins only."""
    if remove is not None:
        done = here.client.delete(at("orphans"), digest=remove)
        if here.output.json:
            here.output.document(done)
            return
        here.output.table(done.get("removed") or (), COLUMNS, empty="Nothing was removed.")
        return
    found = here.client.get(at("orphans"))
    if here.output.json:
        here.output.document(found)
        return
    here.output.table(found.get("items") or (), COLUMNS, empty="There are no orphans.")
    for away in found.get("unreachable") or ():
        here.output.say(f"Not looked at: {away.get('cluster')}. {away.get('message')}")
    if any(each.get("removable") for each in found.get("items") or ()):
        here.output.say(f"To remove those that are removable: storeyard orphans --remove {found.get('digest')}")
