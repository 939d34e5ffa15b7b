"""A record changed under its version: read, changed and written, again and again until nobody was faster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from functions.application.ports.repository import Replace, Repository
from functions.domain.entities import type_of
from functions.domain.errors import VersionConflict
from functions.domain.record import Record

ATTEMPTS: Final = 10
R = TypeVar("R", bound=Record)


def rewritten(
    repository: Repository, read: Callable[[], R], change: Callable[[R], R], *, what: str, attempts: int = ATTEMPTS
) -> R:
    """Return a record as it was changed and written. Raises what `read` and `change` raise, and VersionConflict."""
    for _ in range(attempts):
        changed = change(read())
        try:
            repository.commit(Replace(changed))
        except VersionConflict:
            continue
        return changed.model_copy(update={"version": type_of(changed).version(changed) + 1})
    raise VersionConflict(f"the {what} is changing right now; try again in a moment")
