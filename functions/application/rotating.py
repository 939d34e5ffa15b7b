"""New passwords for a store's database and its administrator, in steps of which each may be repeated.

The new password is in the Secret before anything else knows it, and stays beside the old one until that is proven to be
refused. A run that is killed between two steps leaves a Secret that says how far it came, and the next run goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from functions.domain import rotation
from functions.domain.errors import StoreyardError
from functions.domain.kinds.rotate import KIND
from functions.domain.rotation import KEYS, NEXT, PREVIOUS, Change, Which


class RotateFailed(StoreyardError):
    """A password could not be changed, or an old one is still taken. The message holds none."""

    reason = KIND.failure_reason


class KeptOutside(StoreyardError):
    """Something else writes the key again and again: what the platform puts there would not stay."""

    reason = "KeptOutside"


class Keys(Protocol):
    """The store's Secret. Raises StoreyardError."""

    def read(self) -> Mapping[str, str]:
        """Return its values."""

    def change(self, change: Callable[[Mapping[str, str]], Change]) -> Mapping[str, str]:
        """Write what the change makes of the values at that moment, and return the values then."""

    def keeper(self, key: str) -> str:
        """Return the name of what keeps the key from outside; empty: nothing does."""

    def make(self, key: str) -> str:
        """Make a new value for the key, by the engine's rules."""


class Server(Protocol):
    """The database server. Raises StoreyardError."""

    @property
    def takes_two(self) -> bool:
        """Whether its user may have two passwords at a time."""

    def set(self, passwords: Sequence[str]) -> None:
        """Let the shop's user in with these and no others; the first one alone where it does not take two."""

    def takes(self, password: str) -> bool:
        """True if the shop's user is let in with the password, over the network as the shop is."""


class Account(Protocol):
    """The administrator's account in the shop. Raises StoreyardError, also where there is no such account."""

    def set(self, password: str) -> None:
        """Give the account this password."""

    def takes(self, *passwords: str) -> Sequence[bool]:
        """Say of each whether it is the account's password. Asked about none, it says that the account is there."""


class Processes(Protocol):
    """The shop's own processes. Raises StoreyardError."""

    def follow(self, which: Collection[Which], values: Mapping[str, str]) -> None:
        """Return once none of them uses another of these passwords than the Secret's values say."""


@dataclass(frozen=True)
class Rotation:
    """One change of passwords, from the keys that are to be changed to their end."""

    which: Collection[Which]
    keys: Keys
    server: Server
    account: Account
    processes: Processes

    def begin(self) -> bool:
        """Make the new passwords, and return whether the administrator's was changed in the shop since the Secret was told.

        Nothing of the shop is touched yet, unless a run was killed before: the shop may be without its database since then,
        and nothing can be asked of it until it is with it again. Raises KeptOutside, RotateFailed.
        """
        for which in self.which:
            if keeper := self.keys.keeper(KEYS[which]):
                raise KeptOutside(
                    f"the key {KEYS[which]} of the store's Secret is kept by {keeper}, which would put the old value back: "
                    f"change it there, or rotate without {which.value}"
                )
        self._go_on()
        values = self.keys.read()
        elsewhere = Which.ADMIN in self.which and not any(self.account.takes(*known(values, Which.ADMIN)))
        made = {KEYS[which]: self.keys.make(KEYS[which]) for which in self.which}
        self.keys.change(lambda now: rotation.begun(now, made))
        return elsewhere

    def tell_shop(self) -> None:
        """Give the administrator's account its new password."""
        if Which.ADMIN not in self.which:
            return
        new = known(self.keys.read(), Which.ADMIN)[0]
        self.account.set(new)
        if not all(self.account.takes(new)):
            raise RotateFailed("the shop does not take the administrator's new password")

    def tell_database(self) -> None:
        """Have the server take the new password, and the old one too if it can."""
        if Which.DATABASE not in self.which:
            return
        new, *others = known(self.keys.read(), Which.DATABASE)
        self.server.set([new, *others])
        if not self.server.takes(new):
            raise RotateFailed("the database does not let the shop in with its new password")

    def follow(self) -> None:
        """Put the new passwords in force in the Secret, all by one write, and have the shop's processes use them."""
        self._follow(self.which)

    def end(self) -> None:
        """Have the old passwords refused, prove that they are, and forget them. Raises RotateFailed where one is taken."""
        values = self.keys.read()
        if Which.DATABASE in self.which:
            current, *old = known(values, Which.DATABASE)
            if self.server.takes_two and old:
                self.server.set([current])
            if any(self.server.takes(password) for password in old):
                raise RotateFailed("the database still lets the shop in with its old password")
        if Which.ADMIN in self.which and any(self.account.takes(*known(values, Which.ADMIN)[1:])):
            raise RotateFailed("the shop still takes the administrator's old password")
        self.keys.change(lambda now: rotation.ended(now, [KEYS[which] for which in self.which]))

    def _go_on(self) -> None:
        """Bring shop and database together again, where a run was killed while they took leave of the old password."""
        key = KEYS[Which.DATABASE]
        if Which.DATABASE in self.which and {key + NEXT, key + PREVIOUS}.intersection(self.keys.read()):
            self.tell_database()
            self._follow([Which.DATABASE])

    def _follow(self, passwords: Collection[Which]) -> None:
        def change(now: Mapping[str, str]) -> Change:
            return {name: value for which in passwords for name, value in rotation.put_in_force(now, KEYS[which]).items()}

        self.processes.follow(passwords, self.keys.change(change))


def known(values: Mapping[str, str], which: Which) -> list[str]:
    """Return the passwords that the Secret has, newest first. Raises RotateFailed where it has none."""
    key = KEYS[which]
    found = [values[name].strip() for name in (key + NEXT, key, key + PREVIOUS) if values.get(name, "").strip()]
    if not found:
        raise RotateFailed(f"the store's Secret has no key {key}")
    return found
