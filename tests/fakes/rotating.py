"""A store whose passwords are changed: its Secret, its database, its administrator, its pods. It can be killed anywhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from functions.application.rotating import RotateFailed, Rotation
from functions.domain.rotation import Change, Which

OLD_DATABASE, OLD_ADMIN = "old-database", "old-admin"


class Killed(BaseException):
    """The process is gone: nothing catches it."""


class FakeStore:
    """All parts of one store. `kill_after`: so many changes, then the process is killed, before or after the next one."""

    def __init__(self, *, takes_two: bool) -> None:
        self.takes_two = takes_two
        self.values: dict[str, str] = {"db-password": OLD_DATABASE, "admin-password": OLD_ADMIN}
        self.database = [OLD_DATABASE]
        self.admin: str | None = OLD_ADMIN
        self.pod = OLD_DATABASE  # what the shop's processes sign in with
        self.keepers: dict[str, str] = {}
        self.crashed = False  # the shop's processes are gone, and new ones do not get into the database
        self.deaf = False  # the database takes a change, and nothing changes
        self.changes = 0
        self.kill_after: int | None = None
        self.kill_before = False
        self._made = 0

    def rotation(self, *which: Which) -> Rotation:
        """One change of passwords of this store."""
        return Rotation(which or tuple(Which), _Keys(self), _Server(self), _Account(self), _Pods(self))

    def run(self, *which: Which) -> bool:
        """All steps, in the order of the role."""
        rotation = self.rotation(*which)
        changed = rotation.begin()
        for step in (rotation.tell_shop, rotation.tell_database, rotation.follow, rotation.end):
            step()
        return changed

    def make(self, key: str) -> str:
        """Another value than ever before."""
        self._made += 1
        return f"new-{key}-{self._made}"

    @property
    def sells(self) -> bool:
        """Whether the shop's processes get into the database."""
        return self.pod in self.database

    @property
    def restarts_well(self) -> bool:
        """Whether a pod that starts now gets in."""
        return self.values["db-password"] in self.database

    def changing(self, change: Callable[[], None]) -> None:
        """One change of the world, unless the process is killed before it; or it is killed right after."""
        dies = self.kill_after is not None and self.changes >= self.kill_after
        if dies and self.kill_before:
            raise Killed
        change()
        self.changes += 1
        if dies:
            raise Killed


class _Keys:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def read(self) -> Mapping[str, str]:
        return dict(self._store.values)

    def change(self, change: Callable[[Mapping[str, str]], Change]) -> Mapping[str, str]:
        wanted = change(self._store.values)
        if wanted:
            kept = {key: value for key, value in {**self._store.values, **wanted}.items() if value is not None}
            self._store.changing(lambda: setattr(self._store, "values", kept))
        return dict(self._store.values)

    def keeper(self, key: str) -> str:
        return self._store.keepers.get(key, "")

    def make(self, key: str) -> str:
        return self._store.make(key)


class _Server:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    @property
    def takes_two(self) -> bool:
        return self._store.takes_two

    def set(self, passwords: Sequence[str]) -> None:
        taken = list(passwords) if self._store.takes_two else [passwords[0]]
        if not self._store.deaf:
            self._store.changing(lambda: setattr(self._store, "database", taken))

    def takes(self, password: str) -> bool:
        return password in self._store.database


class _Account:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def set(self, password: str) -> None:
        self._there()
        self._store.changing(lambda: setattr(self._store, "admin", password))

    def takes(self, *passwords: str) -> Sequence[bool]:
        self._there()
        return [password == self._store.admin for password in passwords]

    def _there(self) -> None:
        if self._store.crashed:
            raise RotateFailed("the shop has no pod that is ready")
        if self._store.admin is None:
            raise RotateFailed("the shop has no account any more")


class _Pods:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def follow(self, which: Collection[Which], values: Mapping[str, str]) -> None:
        if Which.DATABASE in which:
            self._store.changing(lambda: setattr(self._store, "pod", values["db-password"]))
            self._store.crashed = not self._store.sells
