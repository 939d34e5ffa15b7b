"""What a store may not be asked for at a moment, and why: the rules that a request is checked by, asked in advance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.application.copies import as_asked, check_copied
from functions.application.installed import deployed_of
from functions.application.planning import check_moment
from functions.domain.errors import Conflict
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
    return kind, parameters


def refusals(store: Store, live: Operation | None) -> Mapping[str, str]:
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
                if asked.keeps or asked.newer or asked.goes_back:
                    deployed_of(store)
        except Conflict as refusal:
            found[name] = refusal.message
    return found
