"""store_drill_clear and store_drill_place: room beside a store for a copy of it that lasts as long as a drill."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, INSTALLATION_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.deadline import Deadline
from functions.adapters.kube.removal import remove_beside
from functions.domain.domain_names import address_at
from functions.domain.kinds.drill import KIND
from functions.domain.ownership import Claim
from functions.domain.placement import namespace_of

BESIDE = KIND.beside


class ClearAction(StoreAction):
    """Changed means that there was something to remove.

    `drill` says which backup was proven, and in how many seconds since the drill's start, if a test order went through.
    """

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **INSTALLATION_OPTIONS,
        "store": {"type": "str", "required": True},
        "timeout": {"type": "int", "required": True},
        "backup": {"type": "str"},
        "began": {"type": "float"},
        "verification": {"type": "dict"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Remove what a drill made, also one that was killed. Raises NamespaceNotOurs, or DeleteBlocked."""
        proven = proof(arguments)
        if self.dry_run:
            return proven
        claim = Claim(str(arguments["store"]), self.installation(arguments), BESIDE)
        with connect(arguments) as kube:
            return {"changed": remove_beside(kube, claim, Deadline(arguments["timeout"])), **proven}


class PlaceAction(StoreAction):
    """Works out the place of the drill, in the form in which `store_spec` says a store's own."""

    options: ClassVar[Options] = {"placed": {"type": "dict", "required": True}}

    def act(self, arguments: dict[str, Any]) -> Result:
        """Return `placed`; changed, so that what the drill makes is removed, however it ends."""
        return {"changed": True, "began": time.time(), "placed": beside(arguments["placed"])}


def beside(placed: dict[str, Any]) -> Result:
    """A copy of the store in a namespace and at an address beside its own; all else as the store is.

    What is installed there is not what is installed of the store: nothing is said of it.
    """
    store, own = placed["values"]["store"], str(placed["id"])
    host = f"{own}--{BESIDE}{store['host'].removeprefix(own)}"
    url = address_at(str(placed["url"]), host)
    no_domains: Result = {"domains": []} if "domains" in store else {}  # nobody but the store itself answers there
    values = {**placed["values"], "store": {**store, **no_domains, "copy": True, "host": host, "url": url}}
    return {**placed, "namespace": namespace_of(own, BESIDE), "url": url, "values": values, "deployed": {}}


def proof(arguments: dict[str, Any]) -> Result:
    """What the drill has proven until now: nothing unless the copy took an order."""
    if not arguments["verification"]:
        return {}
    return {"drill": {"backup": arguments["backup"], "seconds": round(time.time() - float(arguments["began"]), 1)}}
