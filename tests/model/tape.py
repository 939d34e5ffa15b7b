"""A call of application code that can be left at a commit and gone on with later, while others write.

The call is a function of the answers that it got from the world: rows, commits, the time, ids. They are written down. To go on,
the call runs again from its beginning with those answers, then with live ones up to its next commit. It stops there with
`Suspended`, which no application code catches; whether and how that commit happens is the scheduler's choice. Where a call has
been with the same answers before, it is not run again: what it asks next, or how it ended, is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from functions.adapters.state.documents import Reader, as_stored, check_changes, encode
from functions.application.ports.repository import Change, Insert, Remove
from functions.domain.entities import EntityType, Lookup, type_of
from functions.domain.errors import StoreyardError, VersionConflict
from functions.domain.record import Record
from tests.fakes.platform import FakeClock
from tests.fakes.repository import FakeRepository, Row

E = TypeVar("E", bound=Record)
T = TypeVar("T")
# A hash of the rows whose times decide nothing; place, hash and times of each of the others.
Marks = tuple[int, tuple[tuple[tuple[str, str], int, tuple[datetime, ...]], ...]]


class Suspended(BaseException):
    """The call stands before a commit, or, where reads are steps too, before a read."""


@dataclass(frozen=True)
class Entry:
    """One answer. `mark` tells it from others: records are interned, so their identity does."""

    mark: object
    value: object = None
    error: type[StoreyardError] | None = None

    def give(self) -> object:
        """Return the answer, or raise it."""
        if self.error is not None:
            raise self.error("as the model chose")
        return self.value


class Node:
    """Where a call is after some answers: what it asks next (`live`), the commit that it stands at, or how it ended.

    The nodes of a call are a tree: two calls that got the same answers are at the same node.
    """

    def __init__(self, parent: Node | None = None, entry: Entry | None = None) -> None:
        self._parent, self._entry = parent, entry
        self._children: dict[object, Node] = {}
        self.live: Callable[[], Entry] | None = None
        self.is_read = False
        self.changes: tuple[Change, ...] = ()
        self.end: tuple[object] | None = None

    def child(self, entry: Entry) -> Node:
        """Return where the call is after one more answer."""
        return self._children.setdefault(entry.mark, Node(self, entry))

    def answers(self) -> list[Entry]:
        """Return all answers from the beginning."""
        found: list[Entry] = []
        node: Node | None = self
        while node is not None and node._entry is not None:
            found.append(node._entry)
            node = node._parent
        return found[::-1]


class Tape:
    """Gives a call the answers up to a node, then live ones. `reads`: how many of these; None: as many as it asks for."""

    def __init__(self, root: Node, at: Node, reads: int | None) -> None:
        self.node = root
        self._answers = at.answers()
        self._at = 0
        self._reads = reads

    def told(self, live: Callable[[], T]) -> T:
        """Return a value that is its own mark: a time, an id."""
        return cast("T", self._next(lambda: _plain(live()), is_read=False))

    def read(self, live: Callable[[], T]) -> T:
        """Return what a read finds."""
        return cast("T", self._next(lambda: _found(live()), is_read=True))

    def commit(self, changes: tuple[Change, ...]) -> None:
        """Answer as the scheduler chose, or stop here."""
        if self._at == len(self._answers):
            self.node.changes = changes
            raise Suspended
        self._again()

    def _next(self, live: Callable[[], Entry], *, is_read: bool) -> object:
        if self._at < len(self._answers):
            return self._again()
        self.node.live, self.node.is_read = live, is_read
        if is_read and self._reads is not None:
            if not self._reads:
                raise Suspended
            self._reads -= 1
        entry = live()
        self.node = self.node.child(entry)
        return entry.give()

    def _again(self) -> object:
        entry = self._answers[self._at]
        self._at += 1
        self.node = self.node.child(entry)
        return entry.give()


def _plain(value: object) -> Entry:
    return Entry(value, value)


def _found(value: object) -> Entry:
    return Entry(tuple(map(id, value)) if isinstance(value, list) else id(value), value)


class InterningReader(Reader):
    """Reads each document once, so equal documents are one object, for good."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[str, str], Any] = {}

    def _read(self, entity: EntityType[E], key: tuple[str, str], document: str) -> E | None:
        place = (entity.name, document)
        if place not in self._known:
            self._known[place] = super()._read(entity, key, document)
        return cast("E | None", self._known[place])


class Rows(dict[tuple[str, str], Row]):
    """All rows of a state, never changed. `marks`: what its hash is made of, once somebody asked for it."""

    marks: Marks | None = None


class InterningRepository(FakeRepository):
    """The repository in memory whose rows can be put back to an earlier state. Each change is encoded once.

    Nothing expires within the model's time, which each commit checks.
    """

    _rows: Rows

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self._rows = Rows()
        self._reader = InterningReader()
        self._encoded: dict[int, tuple[Change, tuple[str, str], Row]] = {}

    def commit(self, *changes: Change) -> None:
        """Apply all changes, or raise VersionConflict and apply none."""
        rows = Rows(self._rows)
        for change in changes:
            if id(change) not in self._encoded:
                check_changes(changes)
                self._encoded[id(change)] = (change, *self._row(change))
            _, key, row = self._encoded[id(change)]
            found = rows.get(key)
            guard = type_of(change.entity).version(change.entity)
            if (found is not None) if isinstance(change, Insert) else (found is None or found.version != guard):
                raise VersionConflict(f"{' '.join(key)} was changed by somebody else")
            if isinstance(change, Remove):
                del rows[key]
            else:
                rows[key] = row
        self._rows = rows

    def _row(self, change: Change) -> tuple[tuple[str, str], Row]:
        entity, stored = type_of(change.entity), as_stored(change)
        places = {str(index): place for index, place in entity.places(stored).items()}
        row = Row(entity.name, entity.version(stored), entity.expiry(stored), places, encode(stored))
        assert row.expiry is None or row.expiry > self._clock.now().timestamp() + 3600
        return entity.row_key(change.entity), row

    def _alive(self) -> dict[tuple[str, str], Row]:
        return self._rows


class TapedRepository:
    """A repository whose answers come from the tape that is in it."""

    def __init__(self, inner: FakeRepository) -> None:
        self._inner = inner
        self.tape = Tape(Node(), Node(), None)

    def commit(self, *changes: Change) -> None:
        """Do as the scheduler chose."""
        self.tape.commit(changes)

    def get(self, entity: EntityType[E], **key: object) -> E | None:
        """Return the entity, or None."""
        return self.tape.read(lambda: self._inner.get(entity, **key))

    def rows(
        self, entity: EntityType[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what shares a key partition."""
        return self.tape.read(lambda: self._inner.rows(entity, after=after, backwards=backwards, limit=limit, **partition))

    def find(
        self, lookup: Lookup[E], *, after: str = "", backwards: bool = False, limit: int = 1000, **partition: object
    ) -> Sequence[E]:
        """Return what a look-up's partition holds."""
        return self.tape.read(lambda: self._inner.find(lookup, after=after, backwards=backwards, limit=limit, **partition))

    def unreadable(self) -> Mapping[str, str]:
        """Return what was set aside."""
        return self._inner.unreadable()

    def sweep(self, now: datetime, *, limit: int = 500) -> int:
        """Remove nothing: no history is so old within the model's time."""
        return self.tape.told(lambda: self._inner.sweep(now, limit=limit))

    def ping(self) -> None:
        """Answer."""


class TapedClock:
    """A clock whose answers come from the repository's tape."""

    def __init__(self, repository: TapedRepository, clock: FakeClock) -> None:
        self._repository = repository
        self._clock = clock

    def now(self) -> datetime:
        """Return the time when this was asked first."""
        return self._repository.tape.told(self._clock.now)
