"""store_drift_look, store_repair_mend and store_repair_say: what was changed by hand of a store, and putting it right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect, plain
from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.drift import Looked, look, rights
from functions.adapters.kube.fence import give_rights
from functions.adapters.kube.mend import mend
from functions.adapters.kube.namespace import check_namespace, own_namespace
from functions.adapters.kube.readiness import wait_ready
from functions.domain.drift import Drift, Expected
from functions.domain.engine import SecretKey
from functions.domain.errors import StoreyardError
from functions.domain.kinds.repair import RESULT, State
from functions.domain.ownership import Claim
from functions.domain.placement import INSTALLATION_LABEL, OWNER_LABEL, SECRET_NAME

KEY = f"Secret/{SECRET_NAME}/"
STORE_OPTIONS: Options = {
    **CLUSTER_OPTIONS,
    "store": {"type": "str", "required": True},
    "labels": {"type": "dict", "required": True},
    "engine": {"type": "str", "required": True},
    "plan": {"type": "str", "required": True},
    "quota": {"type": "dict", "required": True},
    "key_rules": {"type": "dict", "required": True, "no_log": False},
    "revision": {"type": "int", "default": 0},
    "account": {"type": "str", "default": ""},
}


class NothingThere(StoreyardError):
    """The store's namespace is gone, and its data with it."""

    reason = "NothingThere"


class KeysLost(StoreyardError):
    """Keys of the store's Secret are gone that cannot be made anew; the message names them."""

    reason = "KeysLost"


class LookAction(StoreAction):
    """Never changed. `drift` says what differs, `lines` the same for people, `copied` which lost keys can be made again."""

    options: ClassVar[Options] = STORE_OPTIONS

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look. Raises NothingThere or NamespaceNotOurs."""
        with connect(arguments) as kube:
            drift = _looked(kube, arguments).drift
        rules = {key: SecretKey.model_validate(dict(rule)) for key, rule in arguments["key_rules"].items()}
        gone = [key for key in rules if f"{KEY}{key}" in drift.missing]
        copied = {key: plain(arguments["key_rules"][key]) for key in gone if rules[key].source is not None}
        return {
            "drift": said(drift),
            "lines": lines(drift),
            "copied": copied,
            "lost": [key for key in gone if key not in copied],
        }


class MendAction(StoreAction):
    """Changed means that something was put right or removed; the result says what, by names and without values."""

    options: ClassVar[Options] = {
        **STORE_OPTIONS,
        "remove_extra": {"type": "bool", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look again, put right and wait until it runs. Raises MendFailed or NotReady."""
        with connect(arguments) as kube:
            looked = _looked(kube, arguments)
            if self.dry_run:
                return {"changed": not looked.drift.in_sync}
            self._said = {"state": State.MENDING.value}
            given = self._given(kube, arguments, looked)
            looked = _looked(kube, arguments) if given else looked
            done = mend(kube, looked, remove_extra=arguments["remove_extra"])
            done = replace(done, put_right=(*given, *done.put_right))
            self._said = {"state": State.MENDING.value, **plain(asdict(done))}
            if looked.drift.revision:  # else the release is to be installed, and nothing of it runs
                namespace, deadline = looked_in(arguments).namespace, Deadline(arguments["timeout"])
                wait_ready(kube, namespace=namespace, store_id=arguments["store"], deadline=deadline)
        return {"changed": bool(done.put_right or done.removed), RESULT: self._said}

    def _given(self, kube: Kube, arguments: Mapping[str, Any], looked: Looked) -> tuple[str, ...]:
        """Take back the platform's own rights first, if they are gone: all else is put right with them."""
        body = rights(looked_in(arguments), _expected(arguments))
        if body is None or looked.examined:
            return ()
        give_rights(kube, body, Deadline(arguments["timeout"]))
        return looked.drift.missing

    def evidence(self, error: StoreyardError) -> Result:  # noqa: ARG002 - whatever it is
        """Say how far it came: a store that was touched is not as before."""
        return {RESULT: self._said} if hasattr(self, "_said") else {}


class SayAction(StoreAction):
    """Never changed: it says how the repair ended, and fails where keys are lost."""

    options: ClassVar[Options] = {
        "state": {"type": "str", "required": True, "choices": [each.value for each in State]},
        "done": {"type": "dict", "default": {}},
        "lost": {"type": "list", "elements": "str", "default": []},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Return what is to be kept of the run. Raises KeysLost."""
        self._said = {**plain(arguments["done"]), "state": arguments["state"], "lost_keys": list(arguments["lost"])}
        if arguments["lost"]:
            names = ", ".join(arguments["lost"])
            raise KeysLost(
                f"what {SECRET_NAME} has lost cannot be made anew: {names}. The shop's database, its owner or its clients know "
                "the old value: put it back, or clone the newest backup, which gets keys of its own. All else is put right"
            )
        return {RESULT: self._said}

    def evidence(self, error: StoreyardError) -> Result:  # noqa: ARG002 - there is one
        """Say it also then."""
        return {RESULT: self._said}


def looked_in(arguments: Mapping[str, Any]) -> Claim:
    """What of the cluster is the store's."""
    return Claim(str(arguments["store"]), str(arguments["labels"][INSTALLATION_LABEL]))


def said(drift: Drift) -> dict[str, Any]:
    """A drift as plain data."""
    outside = drift.outside
    at = outside.at.isoformat() if outside is not None and outside.at is not None else None
    return {
        "in_sync": drift.in_sync,
        "revision": drift.revision,
        "differences": [asdict(each) for each in drift.differences],
        "missing": list(drift.missing),
        "extra": list(drift.extra),
        "changed_from_outside": None if outside is None else {**asdict(outside), "at": at},
    }


def lines(drift: Drift) -> list[str]:
    """A drift as people read it, a line for each thing."""
    changed = [
        f"{each.object} {each.path}: installed {shown(each.installed)}, live {shown(each.live)}" for each in drift.differences
    ]
    outside = drift.outside
    made = f"the release is at revision {outside.revision}, not at {outside.recorded}" if outside is not None else ""
    found = [*changed, *(f"{name} is missing" for name in drift.missing), *(f"{name} is extra" for name in drift.extra)]
    return [*filter(None, [made]), *found] or ["Nothing is different from what was installed."]


def shown(value: Any) -> str:
    """A value in a line."""
    return "nothing" if value is None else str(value)


def _looked(kube: Kube, arguments: Mapping[str, Any]) -> Looked:
    claim = looked_in(arguments)
    check_namespace(kube, claim)
    if own_namespace(kube, claim) is None:
        raise NothingThere(f"there is no namespace {claim.namespace}: nothing of the store is in the cluster. Restore a backup")
    return look(kube, claim, _expected(arguments))


def _expected(arguments: Mapping[str, Any]) -> Expected:
    return Expected(
        store_id=str(arguments["store"]),
        owner=str(arguments["labels"][OWNER_LABEL]),
        engine=str(arguments["engine"]),
        plan=str(arguments["plan"]),
        quota=plain(arguments["quota"]),
        keys=tuple(str(key) for key in arguments["key_rules"]),
        revision=arguments["revision"] or None,
        account=arguments["account"],
    )
