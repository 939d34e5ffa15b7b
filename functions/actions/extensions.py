"""The actions of the roles store_upgrade and store_extensions: what a shop's owner installed, by the shop's own script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction
from functions.actions.extensions_script import SCRIPT_OPTIONS, InstallFailed, UpdateFailed, install, offered, update
from functions.actions.upgrade import SayAction
from functions.adapters.kube.client import Kube
from functions.adapters.kube.gate import stands
from functions.adapters.kube.history import Installed
from functions.domain.errors import InvalidRequest
from functions.domain.extension import Extension, ExtensionOrigin
from functions.domain.kinds.extending import RESULT
from functions.domain.kinds.update_extensions import KIND
from functions.domain.shipped import WantedExtension
from functions.domain.version import hash_of

FOLDER: Options = {"folder": {"type": "path"}}
# What is asked for: slugs to update, or extensions to install.
WANTED: Options = {
    "slugs": {"type": "list", "elements": "str", "default": []},
    "install": {"type": "list", "elements": "dict", "default": []},
}


class OfferedAction(SayAction):
    """What store_upgrade_say is for a release. `due`: slugs of what will be changed; none of them is touched yet."""

    options: ClassVar[Options] = {
        **SayAction.options,
        **SCRIPT_OPTIONS,
        **WANTED,
        "has_script": {"type": "bool"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look or note. Raises InvalidRequest for an extension that is not the owner's, UpdateFailed, InstallFailed."""
        if arguments["moment"] == "begin" and not arguments["has_script"]:
            does, failed = ("install", InstallFailed) if arguments["install"] else ("update", UpdateFailed)
            said = f"the image of this version of {arguments['engine']} cannot {does} extensions yet: upgrade the store first"
            raise failed(said)
        self._due: tuple[str, ...] = ()
        return super().act(arguments)

    def towards(self, arguments: Mapping[str, Any]) -> str:
        """Which extensions are asked for."""
        asked = {"slugs": sorted(arguments["slugs"])}
        asked |= {"install": arguments["install"]} if arguments["install"] else {}
        return f"extensions-{hash_of(asked)[:32]}"

    def is_there(self, kube: Kube, arguments: Mapping[str, Any], now: Installed) -> bool:  # noqa: ARG002 - the release stays
        """True where there is nothing to do. A shop that an earlier run has stopped is asked once it runs."""
        if stands(kube, str(arguments["namespace"])):
            return False
        found = offered(dict(arguments))
        wanted = wanted_of(arguments["install"])
        self._due = missing_of(found, wanted) if wanted else due_of(found, arguments["slugs"])
        return not self._due

    def looked(self, arguments: Mapping[str, Any], target: Any, *, loading: bool, safety: str) -> Result:  # noqa: ARG002
        """Which extensions will be changed, as far as that is known."""
        return {"due": list(self._due)}


class UpdateAction(StoreAction):
    """Changed if anything was: `extensions.updated` or `.installed` says what, from which version to which."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **SCRIPT_OPTIONS,
        **FOLDER,
        **WANTED,
        "namespace": {"type": "str", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Install what is wanted, or update what is due. Raises InvalidRequest, UpdateFailed, InstallFailed."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "extensions would be changed"}
        wanted = wanted_of(arguments["install"])
        return _installed(arguments, wanted, replace=True) if wanted else _updated(arguments)


class InstallAction(StoreAction):
    """What a new shop is made with. One that is there stays as it is: its owner may have brought it to another version."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **SCRIPT_OPTIONS,
        **FOLDER,
        "install": WANTED["install"],
        "namespace": {"type": "str", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Install what is not there. Raises InstallFailed."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "extensions would be installed"}
        return _installed(arguments, wanted_of(arguments["install"]), replace=False)


def wanted_of(said: Iterable[Mapping[str, Any]]) -> tuple[WantedExtension, ...]:
    """Return the extensions that are asked for. Raises ValidationError, which run() explains."""
    return tuple(WantedExtension.model_validate(one) for one in said)


def missing_of(found: Iterable[Extension], wanted: Iterable[WantedExtension]) -> tuple[str, ...]:
    """Return the slugs of those that are not there, or not as they are asked for.

    Raises InvalidRequest for one that comes with the image.
    """
    there = {_key(one): one for one in found}
    for one in wanted:
        if one.key in there and there[one.key].origin is ExtensionOrigin.IMAGE:
            said = f"must not name what comes with the shop's image, as {one.slug} does"
            raise InvalidRequest(said, field="install_extensions_extensions")
    return tuple(one.slug for one in wanted if not _fits(there.get(one.key), one))


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


def _updated(arguments: dict[str, Any]) -> Result:
    before = {_key(one): one for one in offered(arguments)}
    due = due_of(before.values(), arguments["slugs"])
    after = update(arguments, due) if due else ()
    updated = [_changed(before[_key(one)], one) for one in after if _key(one) in before and _differ(before[_key(one)], one)]
    return {"changed": bool(updated), RESULT: {"updated": updated}}


def _installed(arguments: dict[str, Any], wanted: Sequence[WantedExtension], *, replace: bool) -> Result:
    before, after = install(arguments, wanted, replace=replace)
    were, asked = {_key(one): one for one in before}, {one.key for one in wanted}
    now = [one for one in after if _key(one) in asked]
    installed = [_changed(were.get(_key(one)), one) for one in now if _differ(were.get(_key(one)), one)]
    return {"changed": bool(installed), RESULT: {"installed": installed}}


def _fits(there: Extension | None, wanted: WantedExtension) -> bool:
    if there is None or (wanted.active and not there.active):
        return False
    return wanted.version in {None, there.version}


def _key(one: Extension) -> tuple[str, str]:
    return one.kind.value, one.slug


def _differ(before: Extension | None, after: Extension) -> bool:
    return before is None or (before.version, before.active) != (after.version, after.active)


def _changed(before: Extension | None, after: Extension) -> dict[str, str | None]:
    was = None if before is None else before.version
    return {"kind": after.kind.value, "slug": after.slug, "name": after.name, "was": was, "now": after.version}
