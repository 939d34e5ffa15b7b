"""Newer orders as streams: out of a shop beside a backup, and back into the restored shop with a line for each."""

from __future__ import annotations

import gzip
import json
import random
import time
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest

from functions.application import carrying
from functions.application.carrying import NEWER, REPORT, put_back, read_out, report_of
from functions.application.ports.backups import TargetFailed
from functions.domain.carried import CarryFailed, Counts
from functions.domain.errors import StoreyardError
from tests.fakes.backups import FakeTarget

SINCE = datetime(2026, 5, 1, 14, 0, 0, tzinfo=timezone(timedelta(hours=2)))


class Shop:
    """A shop's script: it has lines, and reports each it is given unless it is told to do worse."""

    def __init__(self, orders: int = 0) -> None:
        self.lines = [json.dumps({"type": "order", "id": number}) for number in range(orders)]
        self.asked: list[Sequence[str]] = []
        self.given: list[bytes] = []
        self.skip = 0
        self.says: bytes | None = None
        self.closed = False

    def __call__(self, words: Sequence[str], stdin: Iterable[bytes] | None = None) -> Iterator[bytes]:
        self.asked.append(words)
        try:
            if words[0] == "export":
                for line in self.lines:
                    yield f"{line}\n".encode()
                return
            self.given = b"".join(stdin or ()).splitlines()
            for given in self.given[self.skip :]:
                report = {"order": "", "id": str(json.loads(given)["id"]), "outcome": "carried", "reason": ""}
                yield self.says or f"{json.dumps(report)}\n".encode()
        finally:
            self.closed = True


def test_what_is_newer_lies_beside_the_backup_and_is_asked_for_with_room_for_clocks_that_differ() -> None:
    shop, folder = Shop(orders=3), FakeTarget()

    assert read_out(shop, folder, "demo/1", since=SINCE) == 3

    assert shop.asked == [["export", "--since", "2026-05-01T11:55:00Z"]]
    assert gzip.decompress(folder.kept[f"demo/1/{NEWER}"]).decode().splitlines() == shop.lines


def test_what_was_read_out_is_put_back_line_by_line_and_the_report_is_kept() -> None:
    shop, folder = Shop(orders=40), FakeTarget()
    read_out(shop, folder, "demo/1", since=SINCE)

    summary = put_back(shop, folder, "demo/1")

    assert shop.asked[-1] == ["import"]
    assert [line.decode() for line in shop.given] == shop.lines
    assert summary.orders == Counts(carried=40)
    assert len(list(report_of(folder, "demo/1"))) == 40
    assert sorted(folder.files("demo/1")) == sorted([f"demo/1/{NEWER}", f"demo/1/{REPORT}"])


def test_nothing_newer_is_nothing_to_carry() -> None:
    shop, folder = Shop(), FakeTarget()
    read_out(shop, folder, "demo/1", since=SINCE)

    assert put_back(shop, folder, "demo/1").orders.total == 0


def test_a_line_that_the_shop_does_not_report_is_not_lost_silently() -> None:
    shop, folder = Shop(orders=3), FakeTarget()
    read_out(shop, folder, "demo/1", since=SINCE)
    shop.skip = 1

    with pytest.raises(CarryFailed, match="given 3 lines to carry over and reported 2"):
        put_back(shop, folder, "demo/1")


def test_a_report_that_is_none_is_refused() -> None:
    shop, folder = Shop(orders=1), FakeTarget()
    read_out(shop, folder, "demo/1", since=SINCE)
    shop.says = b"Fatal error\n"

    with pytest.raises(CarryFailed, match="cannot be read"):
        put_back(shop, folder, "demo/1")


@pytest.mark.parametrize("cut", [-1, -9, 5, 0])
def test_what_is_not_whole_any_more_is_never_taken_for_all_of_it(cut: int) -> None:
    shop, folder = Shop(orders=9), FakeTarget()
    read_out(shop, folder, "demo/1", since=SINCE)
    folder.kept[f"demo/1/{NEWER}"] = folder.kept[f"demo/1/{NEWER}"][:cut]

    with pytest.raises(CarryFailed, match="not whole"):
        put_back(shop, folder, "demo/1")


def test_what_is_damaged_is_refused() -> None:
    shop, folder = Shop(orders=9), FakeTarget()
    folder.kept[f"demo/1/{NEWER}"] = b"no gzip at all"

    with pytest.raises(CarryFailed, match="damaged"):
        put_back(shop, folder, "demo/1")


def test_a_restore_without_what_was_read_out_says_so() -> None:
    with pytest.raises(TargetFailed, match="newer"):
        put_back(Shop(), FakeTarget(), "demo/1")


def test_the_shops_script_is_ended_where_the_target_takes_no_more() -> None:
    class Full(FakeTarget):
        def write(self, path: str, chunks: Iterable[bytes]) -> int:
            next(iter(chunks))
            raise TargetFailed(f"{path}: it is full")

    shop = Shop(orders=3)
    with pytest.raises(StoreyardError, match="full"):
        read_out(shop, Full(), "demo/1", since=SINCE)

    assert shop.closed


def test_memory_does_not_grow_with_what_there_is_to_carry() -> None:
    class Disk(FakeTarget):
        def write(self, path: str, chunks: Iterable[bytes]) -> int:
            return sum(len(chunk) for chunk in chunks)

    class Big(Shop):
        def __call__(self, words: Sequence[str], stdin: Iterable[bytes] | None = None) -> Iterator[bytes]:
            noise = random.Random(1)
            for _ in range(2000):
                yield noise.randbytes(10_000).replace(b"\n", b"") + b"\n"

    tracemalloc.start()
    assert read_out(Big(), Disk(), "demo/1", since=datetime(2026, 1, 1, tzinfo=UTC)) == 2000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2_000_000


def test_the_moment_is_said_in_utc_wherever_the_platform_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        read_out(shop, FakeTarget(), "demo/1", since=SINCE)
    time.tzset()

    assert shop.asked == [["export", "--since", "2026-05-01T11:55:00Z"]]


@pytest.mark.parametrize("over", [0, 1])
def test_a_line_of_the_report_may_be_so_long_and_no_longer(monkeypatch: pytest.MonkeyPatch, over: int) -> None:
    monkeypatch.setattr(carrying, "LINE_MAX", 1000)
    folder = FakeTarget()
    folder.kept[f"demo/1/{REPORT}"] = gzip.compress(b"x" * (1000 + over))

    if over:
        with pytest.raises(CarryFailed, match="a line that does not end"):
            list(report_of(folder, "demo/1"))
    else:
        assert list(report_of(folder, "demo/1")) == [b"x" * 1000]
