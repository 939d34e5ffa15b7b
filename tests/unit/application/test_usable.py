"""A backup is looked at as a whole before anything is changed for it: nothing is ever restored from one that is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.application.ports.backups import TargetFailed
from functions.application.usable import MANIFEST_MAX, BackupUnusable, found, usable
from functions.domain.backup import MANIFEST
from tests.fakes.backups import FakeTarget, backup

FOLDER = "demo/OP000001"


@pytest.fixture
def target() -> FakeTarget:
    """A place with one good backup of the store `demo`."""
    target = FakeTarget()
    target.keep(backup())
    return target


def look(target: FakeTarget, **changes: Any) -> Any:
    """Look at the backup."""
    return usable(target, **{"store_id": "demo", "backup_id": "OP000001", "engine": "medusa", **changes})


def test_a_whole_backup_is_read_to_its_end_and_taken(target: FakeTarget) -> None:
    assert look(target) == backup().manifest
    assert (target.open, target.read_chunks > 10) == (0, True)


def without(file: str) -> Callable[[FakeTarget], object]:
    return lambda target: target.kept.pop(f"{FOLDER}/{file}")


def other(file: str, content: bytes) -> Callable[[FakeTarget], object]:
    return lambda target: target.kept.update({f"{FOLDER}/{file}": content})


def changed(**fields: Any) -> Callable[[FakeTarget], object]:
    manifest = backup().manifest.model_copy(update=fields)
    return other(MANIFEST, manifest.model_dump_json().encode())


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (without(MANIFEST), "there is no backup OP000001 of demo"),
        (other(MANIFEST, b"{"), "is damaged: its manifest cannot be read"),
        (other(MANIFEST, b" " * (2 << 20)), "is damaged: its manifest cannot be read"),
        (other(MANIFEST, b"[]"), "is damaged: its manifest cannot be read"),
        (changed(id="OP000002"), "what lies as the backup OP000001 of demo is OP000002 of demo"),
        (changed(store_id="other"), "what lies as the backup OP000001 of demo is OP000001 of other"),
        (changed(engine="another"), "is of a shop on another, and not on medusa"),
        (changed(format=9), "has the format 9, which this version does not know"),
        (changed(parts={}), "is damaged: it has no database and no files"),
        (other("database.dump", b"the databas"), "is damaged: database.dump is not what was written"),
        (other("files.tar.zst", b"x" * 2700), "is damaged: files.tar.zst is not what was written"),
    ],
)
def test_a_backup_that_is_none_any_more_is_refused_with_what_is_wrong(
    damage: Callable[[FakeTarget], object], said: str, target: FakeTarget
) -> None:
    damage(target)

    with pytest.raises(BackupUnusable) as refused:
        look(target)

    assert said in refused.value.message


def test_a_part_that_is_gone_or_breaks_off_is_no_backup_either(target: FakeTarget) -> None:
    target.breaks = {f"{FOLDER}/files.tar.zst"}
    with pytest.raises(TargetFailed, match="the backup OP000001 cannot be read: The target broke off"):
        look(target)

    without("database.dump")(target)
    with pytest.raises(TargetFailed, match="the backup OP000001 cannot be read: There is no file"):
        look(target)


def test_one_that_was_not_finished_is_not_found(target: FakeTarget) -> None:
    assert found(target, store_id="demo", backup_id="OP000001") == backup().manifest
    without(MANIFEST)(target)
    assert found(target, store_id="demo", backup_id="OP000001") is None


@pytest.mark.parametrize("over", [0, 1])
def test_a_manifest_may_be_so_long_and_no_longer(target: FakeTarget, over: int) -> None:
    path = f"{FOLDER}/{MANIFEST}"
    target.chunk = 1 << 16
    target.kept[path] = target.kept[path].ljust(MANIFEST_MAX + over)

    if over:
        with pytest.raises(BackupUnusable):
            look(target)
    else:
        look(target)
