"""How long backups are kept: which of a store's backups may go now. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from functions.domain.backup import Backup, BackupCause

# Those that a change of the store made, as its way back. They are no days or weeks of its history.
WAYS_BACK: Final = frozenset({BackupCause.UPGRADE, BackupCause.SAFETY})


@dataclass(frozen=True)
class Retention:
    """How many are kept, and for how long.

    `daily`, `weekly`: of so many days and weeks that have a backup, its newest. Days without one do not count, so that a store
    whose backups fail does not lose those it has. `asked_days`: one that somebody asked for stays so long at least.
    `gone_days`: those of a store that is gone, after that was found.
    """

    daily: int = 7
    weekly: int = 6
    upgrade_days: int = 14
    gone_days: int = 30
    asked_days: int = 7

    def kept_until(self, backup: Backup) -> datetime | None:
        """Return until when a backup is kept at least, or None: no time is set, it goes when newer ones take its place."""
        if backup.pinned:
            return None
        if backup.gone_at is not None:
            return backup.gone_at + timedelta(days=self.gone_days)
        cause = backup.manifest.cause
        if cause in WAYS_BACK:
            return backup.manifest.made_at + timedelta(days=self.upgrade_days)
        return backup.manifest.made_at + timedelta(days=self.asked_days) if cause is BackupCause.ASKED else None

    def going(self, backups: Iterable[Backup], now: datetime) -> list[Backup]:
        """Return those of one store's good backups that may go now.

        Never: one that is pinned; of a store that is there, the newest and the newest that is proven.
        """
        every = sorted(backups, key=lambda backup: (backup.manifest.made_at, backup.id), reverse=True)
        there = [backup for backup in every if backup.gone_at is None]
        kept = {backup.id for backup in (*self._history(there), *there[:1], *_proven(there)[:1])}
        return [backup for backup in every if backup.id not in kept and not self._holds(backup, now)]

    def _holds(self, backup: Backup, now: datetime) -> bool:
        """True if a backup is kept whatever others there are."""
        until = self.kept_until(backup)
        return backup.pinned or (until is not None and now < until)

    def _history(self, newest_first: Sequence[Backup]) -> list[Backup]:
        ordinary = [backup for backup in newest_first if backup.manifest.cause not in WAYS_BACK]
        return [*_newest_of_each(ordinary, _day, self.daily), *_newest_of_each(ordinary, _week, self.weekly)]


def _newest_of_each(newest_first: Sequence[Backup], period: Callable[[datetime], object], count: int) -> list[Backup]:
    """The newest backup of each of the last so many periods that have one."""
    found: dict[object, Backup] = {}
    for backup in newest_first:
        found.setdefault(period(backup.manifest.made_at.astimezone(UTC)), backup)
    return list(found.values())[:count]


def _proven(newest_first: Sequence[Backup]) -> list[Backup]:
    return [backup for backup in newest_first if backup.proven_at is not None]


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]
