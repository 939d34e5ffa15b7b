"""How entities are kept, whatever keeps them: one JSON document beside the columns that domain/entities.py declares."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from functions.application.ports.repository import Change, Replace
from functions.domain.entities import EntityType, type_of
from functions.domain.errors import InvalidRequest, Unreadable
from functions.domain.record import Record
from functions.observability import logger

MAX_CHANGES: Final = 25
# DynamoDB's item limit is 400 KB with keys and index copies of them; the same limit holds everywhere.
MAX_DOCUMENT: Final = 380_000
E = TypeVar("E", bound=Record)


def key_of(entity: Record) -> tuple[str, str]:
    """Return the key of an entity's row."""
    return type_of(entity).row_key(entity)


def check_changes(changes: tuple[Change, ...]) -> None:
    """Raise ValueError for a commit that not every store of record could take as one transaction."""
    if len(changes) > MAX_CHANGES:
        raise ValueError(f"a commit takes at most {MAX_CHANGES} changes, not {len(changes)}")
    keys = [key_of(change.entity) for change in changes]
    if len(set(keys)) < len(keys):
        raise ValueError("a commit must not change one entity twice")


def as_stored(change: Change) -> Record:
    """Return the change's entity with the version it is stored with."""
    entity = change.entity
    return type_of(entity).next_version(entity) if isinstance(change, Replace) else entity


def encode(entity: Record) -> str:
    """Return the entity as JSON. Raises InvalidRequest where it is larger than any store of record takes."""
    document = entity.model_dump_json()
    size = len(document.encode())
    if size > MAX_DOCUMENT:
        partition, _ = key_of(entity)
        name = f"{type_of(entity).name} {partition.partition('#')[2]}"
        raise InvalidRequest(f"{name} is too large to be recorded: {size} bytes of at most {MAX_DOCUMENT}")
    return document


class Reader:
    """Reads documents, and remembers those that this version cannot read: one never stops the others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unreadable: dict[str, str] = {}

    def one(self, entity: EntityType[E], key: tuple[str, str], document: str) -> E:
        """Return the entity that a document holds. Raises Unreadable."""
        found = self._read(entity, key, document)
        if found is None:
            raise Unreadable(
                f"The record of a {entity.name} cannot be read by this version: a newer one wrote it, or it is damaged."
            )
        return found

    def many(self, entity: EntityType[E], rows: Iterable[tuple[str, str, str]], limit: int) -> list[E]:
        """Return the entities of the first so many of those rows (key and document) that can be read."""
        found = (self._read(entity, (pk, sk), document) for pk, sk, document in rows)
        return list(islice((each for each in found if each is not None), limit))

    def unreadable(self) -> Mapping[str, str]:
        """Return keys and reasons of what was set aside."""
        with self._lock:
            return dict(self._unreadable)

    def _read(self, entity: EntityType[E], key: tuple[str, str], document: str) -> E | None:
        name = " ".join(key)
        try:
            found = entity.model.model_validate_json(document)
        except ValidationError as error:
            self._set_aside(entity.name, name, _why(error))
            return None
        if self._unreadable:
            with self._lock:
                self._unreadable.pop(name, None)
        return found

    def _set_aside(self, kind: str, name: str, why: str) -> None:
        with self._lock:
            known = name in self._unreadable
            self._unreadable[name] = f"{kind}: {why}"
        if not known:
            logger.error("a record cannot be read and is left out", record=name, cause=why)


def _why(error: ValidationError) -> str:
    """The first thing that is wrong, without the document's content."""
    first: Any = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'document'}: {first['msg']}"
