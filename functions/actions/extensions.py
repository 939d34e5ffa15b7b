"""store_upgrade_extensions and store_upgrade_update: newer versions of what a shop's owner installed, by its own script."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction
from functions.actions.orders import SERVING, shop_script
from functions.actions.upgrade import SayAction
from functions.adapters.kube.client import Kube
from functions.adapters.kube.gate import stands
from functions.adapters.kube.history import Installed
from functions.adapters.kube.streams import StreamFailed
from functions.domain.errors import InvalidRequest, StoreyardError
from functions.domain.extension import Extension, ExtensionOrigin, read_extensions
from functions.domain.kinds.update_extensions import KIND, RESULT
from functions.domain.version import hash_of

PROGRAM = "storeyard-extensions"
OUTPUT_MAX = 4 << 20  # of a script in a pod where the owner's code runs
SCRIPT_OPTIONS: Options = {
    "slugs": {"type": "list", "elements": "str", "default": []},
    "script": {"type": "list", "elements": "str", "required": True},
    "kubectl": {"type": "path", "required": True},
}


class UpdateFailed(StoreyardError):
    """The shop did not say what is on offer, or could not update an extension; the message has its words."""

    reason = KIND.failure_reason


class OfferedAction(SayAction):
    """What store_upgrade_say is for a release. `due`: slugs of what will be updated; none of them is touched yet."""

    options: ClassVar[Options] = {
        **SayAction.options,
        **SCRIPT_OPTIONS,
        "has_script": {"type": "bool"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look or note. Raises InvalidRequest for an extension that is not the owner's, UpdateFailed."""
        if arguments["moment"] == "begin" and not arguments["has_script"]:
            engine = arguments["engine"]
            raise UpdateFailed(f"the image of this version of {engine} cannot update extensions yet: upgrade the store first")
        self._due: tuple[str, ...] = ()
        return super().act(arguments)

    def towards(self, arguments: Mapping[str, Any]) -> str:
        """Which extensions are asked for."""
        return f"extensions-{hash_of({'slugs': sorted(arguments['slugs'])})[:32]}"

    def is_there(self, kube: Kube, arguments: Mapping[str, Any], now: Installed) -> bool:  # noqa: ARG002 - the release stays
        """True where nothing newer is on offer. A shop that an earlier run has stopped is asked once it runs."""
        if stands(kube, str(arguments["namespace"])):
            return False
        self._due = due_of(_said(dict(arguments), "offered"), arguments["slugs"])
        return not self._due

    def looked(self, arguments: Mapping[str, Any], target: Any, *, loading: bool, safety: str) -> Result:  # noqa: ARG002
        """Which extensions will be updated, as far as that is known."""
        return {"due": list(self._due)}


class UpdateAction(StoreAction):
    """Changed if anything was updated: `extensions.updated` says what, from which version to which."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **SCRIPT_OPTIONS,
        "namespace": {"type": "str", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Update what is due. Raises InvalidRequest, UpdateFailed."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "extensions would be updated"}
        before = {_key(one): one for one in _said(arguments, "offered")}
        due = due_of(before.values(), arguments["slugs"])
        after = _said(arguments, "update", due) if due else ()
        updated = [_changed(before[_key(one)], one) for one in after if _is_newer(before.get(_key(one)), one)]
        return {"changed": bool(updated), RESULT: {"updated": updated}}


def due_of(found: Iterable[Extension], slugs: Sequence[str]) -> tuple[str, ...]:
    """Return the slugs of the owner's extensions with an update on offer, of all or of those asked for.

    Raises InvalidRequest for one that is asked for and is not the owner's.
    """
    own = [one for one in found if one.origin is ExtensionOrigin.OWNER]
    known = {one.slug for one in own}
    for slug in slugs:
        if slug not in known:
            raise InvalidRequest(f"must name what the shop's owner installed, and {slug} is not", field=f"{KIND.name}_slugs")
    return tuple(sorted({one.slug for one in own if one.update and (not slugs or one.slug in slugs)}))


def _said(arguments: dict[str, Any], command: str, slugs: Sequence[str] = ()) -> tuple[Extension, ...]:
    """Have the shop's script do something and return the extensions that it has then. Raises UpdateFailed."""
    script, said = shop_script(arguments, SERVING), bytearray()
    try:
        for chunk in script([command], iter([json.dumps({"slugs": list(slugs)}).encode()])):
            said += chunk
            if len(said) > OUTPUT_MAX:
                raise UpdateFailed("the shop says more of its extensions than can be read")
        found = json.loads(said)["extensions"]
    except StreamFailed as failed:
        raise UpdateFailed(failed.said.removeprefix(f"{PROGRAM}: ") or failed.message) from failed
    except (ValueError, KeyError, TypeError) as error:
        raise UpdateFailed("the shop does not say which extensions it has") from error
    if not isinstance(found, list):
        raise UpdateFailed("the shop's list of extensions is none")
    return read_extensions(found)


def _key(one: Extension) -> tuple[str, str]:
    return one.kind.value, one.slug


def _is_newer(before: Extension | None, after: Extension) -> bool:
    return before is not None and before.version != after.version


def _changed(before: Extension, after: Extension) -> dict[str, str]:
    return {"kind": after.kind.value, "slug": after.slug, "name": after.name, "was": before.version, "now": after.version}
