"""A backup counts when both ends and what was read back agree, and its manifest is written last."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from hashlib import sha256

import pytest

from functions.adapters.backups.copying import BackupFailed, load_backup, make_backup
from functions.adapters.kube.streams import StreamFailed
from functions.application.ports.backups import TargetFailed
from functions.application.usable import BackupUnusable, usable
from functions.domain.backup import BackupCause
from functions.domain.errors import StoreyardError
from tests.fakes.backups import WANTED, FakeData, FakeTarget

FOLDER = "demo/OP1"


class Place(FakeTarget):
    """A place for backups that notes in which order files come, and may change them."""

    def __init__(self, spoil: Callable[[str], bool] = lambda _: False) -> None:
        super().__init__()
        self.came: list[str] = []
        self.spoil = spoil

    def write(self, path: str, chunks: Iterable[bytes]) -> int:
        size = super().write(path, chunks)
        self.came.append(path)
        if self.spoil(path):
            self.kept[path] = self.kept[path][:-1] + b"?"
        return size


def test_a_backup_is_whole_before_it_has_a_manifest() -> None:
    shop, place = FakeData(), Place()

    manifest = make_backup(shop, place, WANTED)

    assert place.came == [f"{FOLDER}/database.dump", f"{FOLDER}/files.tar.zst", f"{FOLDER}/manifest.json"]
    assert (manifest.counts, manifest.highest_order) == ({"orders": 12, "products": 3}, "1012")
    assert (manifest.cause, manifest.tools, manifest.revision) == (BackupCause.ASKED, {"pg_dump": "17"}, 3)
    assert manifest.parts["database"].sha256 == sha256(shop.parts["database"]).hexdigest()
    assert manifest.size == sum(len(part) for part in shop.parts.values())
    assert json.loads(place.kept[f"{FOLDER}/manifest.json"]) == manifest.model_dump(mode="json")
    assert usable(place, store_id="demo", backup_id="OP1", engine="medusa") == manifest


def broken_dump(part: str) -> tuple[FakeData, Place]:
    shop = FakeData()
    shop.breaks = part
    return shop, Place()


def other_sum(part: str) -> tuple[FakeData, Place]:
    shop = FakeData()
    shop.lies = part
    return shop, Place()


def spoilt(part: str) -> tuple[FakeData, Place]:
    return FakeData(), Place(lambda path: part in path)


@pytest.mark.parametrize("part", ["database", "files"])
@pytest.mark.parametrize(
    ("trouble", "error", "said"),
    [
        (broken_dump, StreamFailed, "broke off"),
        (other_sum, BackupFailed, "did not arrive as it was sent"),
        (spoilt, BackupFailed, "is not what was written"),
    ],
)
def test_of_a_backup_that_fails_nothing_is_left(
    part: str, trouble: Callable[[str], tuple[FakeData, Place]], error: type[StoreyardError], said: str
) -> None:
    shop, place = trouble(part)

    with pytest.raises(error, match=said):
        make_backup(shop, place, WANTED)

    assert place.kept == {}
    assert f"{FOLDER}/manifest.json" not in place.came


def test_where_even_that_cannot_be_removed_the_first_error_is_told_and_there_is_no_manifest() -> None:
    class Stubborn(Place):
        def delete(self, folder: str) -> None:
            if self.came:
                raise TargetFailed(f"{folder} cannot be changed")

    shop, place = FakeData(), Stubborn()
    shop.breaks = "files"

    with pytest.raises(StreamFailed) as error:
        make_backup(shop, place, WANTED)

    assert error.value.message == "the dump broke off; what was written until then may still lie there, below demo/OP1"
    assert list(place.kept) == [f"{FOLDER}/database.dump"]


def test_a_run_that_is_repeated_writes_over_what_was_not_finished_and_leaves_what_lies_beside_it() -> None:
    place = Place()
    place.kept = {f"{FOLDER}/database.dump": b"half", f"{FOLDER}/newer.ndjson.gz": b"orders", "demo/OP0/manifest.json": b"{}"}

    make_backup(FakeData(), place, WANTED)

    assert place.kept[f"{FOLDER}/database.dump"] == FakeData().parts["database"]
    assert {f"{FOLDER}/newer.ndjson.gz", "demo/OP0/manifest.json"} < set(place.kept)


def test_a_run_that_is_repeated_after_its_backup_was_whole_makes_no_other_one() -> None:
    shop, place = FakeData(), Place()
    first = make_backup(shop, place, WANTED)
    shop.parts = {"database": b"half loaded", "files": b""}

    assert make_backup(shop, place, WANTED) == first
    assert len(place.came) == 3


def test_a_whole_backup_that_was_damaged_since_is_told() -> None:
    shop, place = FakeData(), Place()
    make_backup(shop, place, WANTED)
    place.kept[f"{FOLDER}/files.tar.zst"] = b"other"

    with pytest.raises(BackupUnusable, match="damaged"):
        make_backup(shop, place, WANTED)


def test_orders_that_cannot_be_counted_are_no_backup() -> None:
    shop = FakeData()
    shop.rows = [["orders", "many"]]

    with pytest.raises(BackupFailed, match="cannot be counted"):
        make_backup(shop, Place(), WANTED)


def test_a_backup_goes_back_as_it_came() -> None:
    shop, place = FakeData(), Place()
    before = dict(shop.parts)
    manifest = make_backup(shop, place, WANTED)
    shop.parts = {"database": b"", "files": b"other"}

    load_backup(shop, place, FOLDER, manifest)

    assert shop.parts == before
