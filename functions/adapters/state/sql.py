"""What stores of record on SQL databases share: one table, `entities`, with the columns that domain/entities.py declares.

Names in the statements are this module's constants, never a caller's words; every value is bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from functions.adapters.state.documents import as_stored, encode
from functions.application.ports.repository import Change, Insert, Remove
from functions.domain.entities import INDEXES, type_of
from functions.domain.record import Record

COLUMNS: Final = (
    *("pk", "sk", "kind", "version", "expires_at", "doc"),
    *(f"{index}_{part}" for index in INDEXES for part in ("pk", "sk")),
)
Values = dict[str, Any]


class Sql:
    """Statements with named values. `bound` writes the place of a value as the database's driver wants it."""

    def __init__(self, bound: Callable[[str], str]) -> None:
        given = {name: bound(name) for name in COLUMNS}
        kept = COLUMNS[2:]
        guarded = f"WHERE pk = {given['pk']} AND sk = {given['sk']} AND version = {bound('guard')}"
        self._bound = bound
        self._live = f"(expires_at IS NULL OR expires_at > {bound('now')})"
        self._insert = (
            f"INSERT INTO entities ({', '.join(COLUMNS)}) VALUES ({', '.join(given.values())}) "  # noqa: S608
            f"ON CONFLICT (pk, sk) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in kept)} "
            f"WHERE entities.expires_at <= {bound('now')}"
        )
        self._replace = f"UPDATE entities SET {', '.join(f'{name} = {given[name]}' for name in kept)} {guarded}"  # noqa: S608
        self._remove = f"DELETE FROM entities {guarded}"  # noqa: S608

    def change(self, change: Change, now: int) -> tuple[str, Values]:
        """Return a change as a statement that touches one row, or none where its guard fails."""
        entity = type_of(change.entity)
        pk, sk = entity.row_key(change.entity)
        guarded = {"pk": pk, "sk": sk, "guard": entity.version(change.entity)}
        if isinstance(change, Remove):
            return self._remove, guarded
        row = _row(as_stored(change), pk, sk)
        return (self._insert, {**row, "now": now}) if isinstance(change, Insert) else (self._replace, {**row, **guarded})

    def one(self) -> str:
        """Return the condition for the row with a key; values: pk, sk, now."""
        return f"WHERE pk = {self._bound('pk')} AND sk = {self._bound('sk')} AND {self._live}"

    def many(self, index: str = "", *, after: bool, backwards: bool) -> str:
        """Return condition and order for a partition of the key or of a look-up; values: pk, kind, now, `after` if wanted."""
        partition, place = (f"{index}_pk", f"{index}_sk") if index else ("pk", "sk")
        beyond = f"AND {place} {'<' if backwards else '>'} {self._bound('after')} " if after else ""
        where = f"WHERE {partition} = {self._bound('pk')} AND kind = {self._bound('kind')} {beyond}AND {self._live}"
        return f"{where} ORDER BY {place} {'DESC' if backwards else 'ASC'}"


def _row(stored: Record, pk: str, sk: str) -> Values:
    entity = type_of(stored)
    places = entity.places(stored)
    lookups = {
        f"{index}_{part}": places[index][number] if index in places else None
        for index in INDEXES
        for number, part in enumerate(("pk", "sk"))
    }
    return {
        "pk": pk,
        "sk": sk,
        "kind": entity.name,
        "version": entity.version(stored),
        "expires_at": entity.expiry(stored),
        "doc": encode(stored),
        **lookups,
    }
