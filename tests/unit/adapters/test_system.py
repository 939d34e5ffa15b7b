"""Time and ids of the machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

from ulid import ULID

from functions.adapters.system import SystemClock, UlidIds
from tests.fakes.samples import spec


def test_time_is_utc_and_aware() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_ids_grow_within_a_millisecond_and_over_threads() -> None:
    ids = UlidIds()
    one_thread = [ids.operation_id() for _ in range(500)]
    assert one_thread == sorted(set(one_thread))

    with ThreadPoolExecutor(4) as pool:
        many = [one for part in pool.map(lambda _: [ids.operation_id() for _ in range(100)], range(4)) for one in part]

    assert len(set(many)) == 400
    assert min(many) > one_thread[-1]


def test_ids_grow_although_the_clock_steps_back() -> None:
    ids = UlidIds()
    ahead = ids._last = int(ULID()) + (60_000 << 80)  # as if made a minute from now

    assert int(ULID.from_str(ids.operation_id())) == ahead + 1


def test_a_suffix_fits_an_id() -> None:
    for _ in range(50):
        suffix = UlidIds().suffix()
        assert len(suffix) == 4
        assert spec(f"demo-{suffix}").id == f"demo-{suffix}"
