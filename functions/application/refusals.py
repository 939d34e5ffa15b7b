"""What a store may not be asked for at a moment, and why: the rules that a request is checked by, asked in advance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.application.copies import as_asked, check_copied
from functions.application.installed import deployed_of
from functions.application.planning import check_moment
from functions.domain.engine import Engine
from functions.domain.errors import Conflict, InvalidRequest, OperationNotAllowed
from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Kind
from functions.domain.operation import Operation
from functions.domain.origin import NOWHERE, Origin
from functions.domain.store import Store


def now_asked(
    store: Store, live: Operation | None, kind: Kind, parameters: dict[str, Any], origin: Origin
) -> tuple[Kind, dict[str, Any]]:
    """Return the kind and the parameters of what is asked of a store now, which is no copy of it.

    Raises OperationInProgress or OperationNotAllowed.
    """
    if live is None:
        kind, parameters = as_asked(store, kind, parameters)
    check_moment(store, live, kind, origin)
    if store.spec.is_copy and not kind.for_copies:
        raise OperationNotAllowed(f"{kind.words} is not allowed: {store.id} is a copy, which reaches nobody")
    return kind, parameters


def check_settings(kind: Kind, engine: Engine | None, parameters: Mapping[str, Any]) -> None:
    """Raise for what no version of a store's engine takes over: InvalidRequest where a parameter says it, else
    OperationNotAllowed.

    A version that is installed and does not yet is found out by the run, which has that version's chart.
    """
    if engine is None:
        return
    if why := kind.lacking(engine):
        raise OperationNotAllowed(f"{kind.words} is not allowed: {why}")
    for name in kind.settings(parameters):
        if why := engine.lacks(name):
            raise InvalidRequest(f"cannot be changed: {why}. Leave it out", field=name)


def refusals(store: Store, live: Operation | None, engine: Engine | None) -> Mapping[str, str]:
    """Return why each kind would be refused that somebody might ask for now, by its name.

    What only the parameters, the store's backups or the versions on offer can be refused for is not in it.
    """
    found = {}
    for name, kind in all_kinds().items():
        try:
            if kind.copies:
                check_copied(store, kind)
            else:
                asked, _ = now_asked(store, live, kind, {}, NOWHERE)
                check_settings(asked, engine, {})
                if asked.keeps or asked.newer or asked.goes_back:
                    deployed_of(store)
        except Conflict as refusal:
            found[name] = refusal.message
    return found
