"""Who cares for backups: asks for those that are due, lets old ones go, removes files, and lets nothing of it be in the way."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from functions.application.backup_care import AT_ONCE, AWAY, LEASE_TIME, STORES_AT_ONCE, WALK_EVERY
from functions.application.ports.repository import Insert, Replace
from functions.domain.backup import BackupCause, Leftover
from functions.domain.entities import ALL_LEFTOVERS, BACKUPS, DUE_SCHEDULES, LEASES, SCHEDULES, STORES
from functions.domain.errors import Unavailable
from functions.domain.operation import OperationStatus
from functions.domain.retention import Retention
from functions.domain.schedule import BUSY, Due, Schedule, due_time
from functions.domain.store import MadeOf, StoreStatus
from tests.fakes import owner
from tests.fakes.backups import backup
from tests.fakes.failing import FailingRepository, How
from tests.fakes.platform import START
from tests.fakes.samples import operation
from tests.fakes.yard import DAY, HOUR, Yard


def test_what_is_due_is_asked_for_by_nobody_and_is_due_again_at_the_stores_next_time(
    yard: Yard, caplog: pytest.LogCaptureFixture
) -> None:
    yard.keep("demo")

    yard.care.go_on()

    assert caplog.records == [], "its row is written once"
    (asked,) = yard.asked("demo")
    assert (asked.kind, asked.requested_by, asked.source, asked.owner) == ("backup", "system", "schedule", "olga")
    following = due_time("backup", "demo", 24, START)
    assert (yard.at("demo"), yard.row("demo").due_at) == (following, following)
    yard.end("demo")
    assert yard.listed() == [asked.id]
    made = yard.state.get(BACKUPS, id=asked.id)
    assert made is not None
    assert made.manifest.cause is BackupCause.SCHEDULED


def test_what_is_not_due_is_left_alone(yard: Yard) -> None:
    yard.keep("demo", due=False)
    yard.state.commit(Insert(Schedule(store_id="demo", due_at=START + HOUR, due={"backup": Due(at=START + HOUR)})))

    yard.care.go_on()
    assert yard.live() == []

    yard.clock.advance(HOUR)
    yard.care.go_on()
    assert yard.live() == [("demo", "backup")]
    assert yard.row("demo").cluster == "local"


def test_what_was_missed_for_days_is_made_up_once(yard: Yard) -> None:
    yard.keep("demo")
    yard.clock.advance(5 * DAY)

    yard.care.go_on()
    yard.end("demo")
    for _ in range(5):
        yard.clock.advance(60)
        yard.care.go_on()

    assert len(yard.asked("demo")) == 1


@pytest.mark.parametrize("status", [each for each in StoreStatus if each is not StoreStatus.READY])
def test_a_store_that_is_not_ready_is_looked_at_again_later(yard: Yard, status: StoreStatus) -> None:
    yard.keep("demo", status=status)

    yard.care.go_on()

    assert yard.live() == []
    assert (yard.at("demo"), yard.row("demo").due_at) == (START, START + BUSY)
    shop = yard.state.get(STORES, id="demo")
    assert shop is not None
    yard.state.commit(Replace(shop.model_copy(update={"status": StoreStatus.READY})))
    yard.clock.advance(BUSY)
    yard.care.go_on()
    assert yard.live() == [("demo", "backup")]


def test_a_store_with_an_operation_under_way_is_never_asked(yard: Yard) -> None:
    yard.keep("demo")
    verify = yard.stores.request("demo", "verify", owner()).operation
    assert yard.lifecycle.claim(verify.id, "worker") is not None

    yard.care.go_on()

    assert yard.live() == [("demo", "verify")]
    assert yard.row("demo").due_at == START + BUSY


def test_who_asks_first_wins_and_the_backup_waits(yard: Yard) -> None:
    yard.keep("demo")
    yard.care.go_on()  # takes the lease
    yard.end("demo")
    yard.clock.advance(2 * DAY)
    calls = 0

    def rival() -> None:
        nonlocal calls
        calls += 1
        shop = yard.state.get(STORES, id="demo")
        if shop is not None and shop.active_operation_id is None and calls > 1:  # the first is the lease's
            yard.state.before_commit = None
            yard.stores.request("demo", "verify", owner())

    yard.state.before_commit = rival
    yard.care.go_on()

    assert yard.live() == [("demo", "verify")]
    assert yard.row("demo").due_at == yard.clock.now() + BUSY


def test_one_backup_of_a_cluster_goes_on_at_a_time_and_clusters_do_not_wait_for_each_other(yard: Yard) -> None:
    yard.keep("a", "b", "c")
    yard.keep("d", cluster="paris")
    care = yard.another("first", slots=10)

    care.go_on()
    care.go_on()
    assert yard.live() == [("a", "backup"), ("d", "backup")]
    assert yard.row("b").due_at == START  # it keeps its place

    yard.end("a")
    care.go_on()
    assert yard.live() == [("d", "backup"), ("b", "backup")]


def test_a_crowd_on_a_busy_cluster_keeps_no_other_from_being_looked_at(yard: Yard) -> None:
    yard.keep(*(f"shop-{number}" for number in range(3 * AT_ONCE)))
    yard.clock.advance(1)
    yard.keep("late", cluster="paris")
    care = yard.another("first", slots=10)

    for _ in range(5):
        care.go_on()

    assert ("late", "backup") in yard.live()


def test_a_slot_is_left_for_people_and_who_waits_in_the_queue_goes_first(yard: Yard) -> None:
    yard.keep("a")
    yard.keep("b", cluster="paris")
    yard.keep("c", due=False)

    yard.care.go_on()
    assert yard.live() == [("a", "backup")]  # two slots, so one of all clusters together
    yard.clock.advance(BUSY)
    yard.care.go_on()
    assert yard.live() == [("a", "backup")], "the one under way has its turn still"

    yard.end("a")
    yard.clock.advance(BUSY)
    yard.stores.request("c", "verify", owner())
    yard.care.go_on()
    assert yard.live() == [("c", "verify")]
    yard.end("c")
    yard.care.go_on()
    assert yard.live() == [("b", "backup")]


def test_of_three_slots_the_schedule_has_two(yard: Yard) -> None:
    yard.keep("a")
    yard.keep("b", cluster="paris")

    yard.another("first", slots=3).go_on()

    assert yard.live() == [("a", "backup"), ("b", "backup")]


def test_a_backup_under_way_is_seen_behind_a_hundred_operations(yard: Yard) -> None:
    for number in range(100):
        verify = operation(f"OP{number:06d}", store_id="other", kind="verify", status=OperationStatus.RUNNING)
        yard.state.commit(Insert(verify))
    under_way = operation("OP000100", store_id="a", kind="backup", status=OperationStatus.RUNNING, source="schedule")
    yard.state.commit(Insert(under_way))
    yard.keep("b")

    yard.another("first", slots=200).go_on()

    assert ("b", "backup") not in yard.live()
    assert yard.row("b").due_at == START


def test_a_turn_looks_at_so_many_stores_and_removes_files_of_so_many_backups(yard: Yard) -> None:
    yard.keep(*(f"shop-{number}" for number in range(AT_ONCE + 10)), backup_hours=0)
    for number in range(AT_ONCE + 10):
        yard.state.commit(Insert(Leftover(id=f"OP{number:06d}", store_id="demo", not_before=START)))

    yard.care.go_on()
    rows, left = yard.state.find(DUE_SCHEDULES), yard.state.find(ALL_LEFTOVERS)
    assert (sum(row.due_at == START for row in rows), len(left)) == (10, 10)

    yard.care.go_on()
    assert [row for row in yard.state.find(DUE_SCHEDULES) if row.due_at == START] == []
    assert list(yard.state.find(ALL_LEFTOVERS)) == []


def test_files_that_are_to_stay_a_while_do_not_hide_those_that_may_go(yard: Yard) -> None:
    for number in range(AT_ONCE + 10):
        not_before = START + HOUR if number < AT_ONCE else START
        yard.state.commit(Insert(Leftover(id=f"OP{number:06d}", store_id="demo", not_before=not_before)))

    yard.care.go_on()

    assert [left.id for left in yard.state.find(ALL_LEFTOVERS)] == [f"OP{number:06d}" for number in range(AT_ONCE)]


def test_where_nobody_wants_backups_none_are_asked_for_and_old_ones_go_all_the_same(yard: Yard) -> None:
    yard.keep("demo", created_at=START - 60 * DAY)
    old, new = backup("OP1", made_at=START - 50 * DAY, cause=BackupCause.SAFETY), backup("OP2", made_at=START - DAY)
    yard.state.commit(Insert(old), Insert(new))

    yard.another("first", every=0).go_on()

    assert yard.live() == []
    assert yard.listed() == ["OP2"]
    assert (yard.at("demo"), yard.row("demo").due_at) == (None, START + DAY)


def test_a_stores_own_hours_go_before_the_setting(yard: Yard) -> None:
    yard.keep("often", backup_hours=1)
    yard.keep("never", backup_hours=0)

    yard.care.go_on()

    assert yard.live() == [("often", "backup")]
    assert yard.at("often") == due_time("backup", "often", 1, START)
    assert yard.at("never") is None


def test_every_store_gets_a_row_page_by_page_also_by_the_next_who_cares(yard: Yard) -> None:
    names = [f"shop-{number:03d}" for number in range(STORES_AT_ONCE + 20)]
    yard.keep(*names, due=False)

    yard.care.go_on()
    yard.care.go_on()
    assert len(yard.state.find(DUE_SCHEDULES)) == STORES_AT_ONCE
    yard.care.release()
    lease = yard.state.get(LEASES, name="backups")
    assert lease is not None
    assert lease.place == names[STORES_AT_ONCE - 1]
    yard.another("second").go_on()

    assert {row.store_id for row in yard.state.find(DUE_SCHEDULES)} == set(names)
    assert yard.live() == []


def test_a_new_store_is_backed_up_within_its_period(yard: Yard) -> None:
    yard.keep("demo", due=False)
    times = []

    for _ in range(25):
        yard.care.go_on()
        if yard.live():
            times.append(yard.clock.now())
            yard.end("demo")
        yard.clock.advance(HOUR)

    assert len(times) == 1


def test_one_process_cares_at_a_time(yard: Yard) -> None:
    yard.care.go_on()
    yard.keep("demo")
    second = yard.another("second")

    second.go_on()
    assert yard.live() == []

    yard.clock.advance(LEASE_TIME + timedelta(seconds=1))
    second.go_on()
    assert yard.live() == [("demo", "backup")]


def test_old_backups_go_with_a_note_of_their_files_which_are_removed_then(yard: Yard) -> None:
    yard.keep("demo", created_at=START - 99 * DAY, backup_hours=0)
    kept = [backup(f"OP{age:06d}", made_at=START - age * DAY) for age in range(60)]
    for each in kept:
        yard.state.commit(Insert(each))
        yard.target.keep(each)
    left = {each.id for each in kept} - {each.id for each in Retention().going(kept, START)}

    yard.care.go_on()
    assert set(yard.listed()) == left

    for _ in range(3):
        yard.care.go_on()
    assert {path.split("/")[1] for path in yard.target.kept} == left
    assert list(yard.state.find(ALL_LEFTOVERS)) == []
    assert all(yard.state.get(BACKUPS, id=each.id) is None for each in kept if each.id not in left)


def test_a_backup_that_an_operation_works_with_stays_until_that_has_ended(yard: Yard) -> None:
    yard.keep("demo", created_at=START - 99 * DAY, backup_hours=0)
    yard.state.commit(
        Insert(backup("OP000001", made_at=START - 50 * DAY, cause=BackupCause.SAFETY)),
        Insert(backup("OP000002", made_at=START)),
        Insert(operation("OP000090", store_id="other", kind="restore", parameters={"backup": "OP000001"})),
    )

    yard.care.go_on()

    assert yard.listed() == ["OP000001", "OP000002"]


def test_a_backup_that_a_store_still_awaits_stays_until_that_has_its_data(yard: Yard) -> None:
    yard.keep("demo", created_at=START - 99 * DAY, backup_hours=0)
    yard.keep("copy", due=False, status=StoreStatus.FAILED, awaits=MadeOf(backup="OP000001", source="demo"))
    old = backup("OP000001", made_at=START - 50 * DAY, cause=BackupCause.SAFETY, awaited_by=("copy",))
    yard.state.commit(Insert(old), Insert(backup("OP000002", made_at=START)))

    yard.care.go_on()
    assert yard.listed() == ["OP000001", "OP000002"]

    copy = yard.state.get(STORES, id="copy")
    assert copy is not None
    yard.state.commit(Replace(copy.model_copy(update={"awaits": None})))
    yard.clock.advance(DAY)
    yard.care.go_on()
    assert yard.listed() == ["OP000002"]


def test_backups_of_a_store_that_is_gone_stay_a_month_and_its_row_as_long(yard: Yard) -> None:
    yard.state.commit(Insert(backup("OP000001")), Insert(backup("OP000002", pinned=True)))
    yard.state.commit(Insert(Schedule(store_id="demo", due_at=START, due={"backup": Due(at=START)}, cluster="local")))
    yard.care.go_on()
    assert yard.listed() == ["OP000001", "OP000002"]
    assert yard.row("demo") == Schedule(store_id="demo", due_at=START + DAY, version=1), "nothing is due of it"

    yard.clock.advance(30 * DAY - timedelta(seconds=1))
    yard.care.go_on()
    assert yard.listed() == ["OP000001", "OP000002"]
    yard.clock.advance(DAY)
    yard.care.go_on()
    assert yard.listed() == ["OP000002"]

    pinned = yard.state.get(BACKUPS, id="OP000002")
    assert pinned is not None
    assert pinned.gone_at == START
    yard.state.commit(Replace(pinned.model_copy(update={"pinned": False})))
    yard.clock.advance(DAY)
    yard.care.go_on()
    assert yard.listed() == []
    assert yard.state.get(SCHEDULES, store_id="demo") is None


def test_where_they_are_kept_no_day_backups_of_a_store_that_is_gone_go_at_once(yard: Yard) -> None:
    yard.state.commit(Insert(backup("OP000001")), Insert(Schedule(store_id="demo", due_at=START)))

    yard.another("first", retention=Retention(gone_days=0)).go_on()

    assert yard.listed() == []
    assert yard.state.get(SCHEDULES, store_id="demo") is None


@pytest.mark.parametrize(
    ("now_owned_by", "made_at"), [("otto", START + HOUR), ("olga", START - HOUR)], ids=["another's", "an earlier store's"]
)
def test_a_store_that_took_the_id_does_not_keep_the_backups_of_the_one_before(
    yard: Yard, now_owned_by: str, made_at: datetime
) -> None:
    yard.keep("demo", owner=now_owned_by, backup_hours=0)
    yard.state.commit(Insert(backup("OP000001", made_at=made_at)))

    yard.care.go_on()
    assert yard.listed() == ["OP000001"]
    yard.clock.advance(31 * DAY)
    yard.care.go_on()

    assert yard.listed() == []
    assert yard.row("demo").due_at == yard.clock.now() + DAY


def test_files_of_a_run_that_was_lost_stay_until_it_can_write_no_more(yard: Yard) -> None:
    yard.target.kept = {"demo/OP000001/database.dump": b"half", "demo/OP000002/database.dump": b"whole"}
    yard.state.commit(Insert(Leftover(id="OP000001", store_id="demo", not_before=START + HOUR)))

    yard.care.go_on()
    assert "demo/OP000001/database.dump" in yard.target.kept
    yard.clock.advance(HOUR)
    yard.care.go_on()

    assert list(yard.target.kept) == ["demo/OP000002/database.dump"]


def test_a_target_that_is_away_stops_nothing_else_and_is_tried_again(yard: Yard, caplog: pytest.LogCaptureFixture) -> None:
    yard.target.down = "It is away."
    for number in (1, 2):
        yard.target.kept[f"demo/OP00000{number}/database.dump"] = b"x"
        yard.state.commit(Insert(Leftover(id=f"OP00000{number}", store_id="demo", not_before=START)))
    yard.keep("demo")

    yard.care.go_on()

    assert yard.live() == [("demo", "backup")]
    assert [left.not_before for left in yard.state.find(ALL_LEFTOVERS)] == [START + AWAY, START]
    yard.target.down = ""
    yard.care.go_on()
    yard.clock.advance(AWAY)
    yard.care.go_on()
    assert yard.target.kept == {}
    assert list(yard.state.find(ALL_LEFTOVERS)) == []
    assert "It is away." in caplog.text or any(getattr(one, "cause", "") == "It is away." for one in caplog.records)


def test_a_kill_anywhere_leaves_nothing_listed_without_files_and_no_files_that_nobody_knows(yard: Yard) -> None:
    for number in range(1, 40):
        world = Yard()
        world.keep("demo", created_at=START - 99 * DAY)
        kept = [backup(f"OP1{age:05d}", made_at=START - age * 10 * DAY) for age in range(12)]
        for each in kept:
            world.state.commit(Insert(each))
            world.target.keep(each)
        dying = world.another("dead", repository=FailingRepository(world.state, {number: How.AFTER}))
        with suppress(Unavailable):
            dying.go_on()

        folders = {path.split("/")[1] for path in world.target.kept}
        noted = {left.id for left in world.state.find(ALL_LEFTOVERS)}
        assert set(world.listed()) <= folders
        assert folders <= set(world.listed()) | noted

        world.clock.advance(LEASE_TIME + AWAY)
        for _ in range(3):
            world.care.go_on()
        assert {path.split("/")[1] for path in world.target.kept} == set(world.listed())
        assert len(world.asked("demo")) == 1


def test_a_row_that_somebody_else_changes_meanwhile_is_looked_at_the_next_time(yard: Yard) -> None:
    yard.keep("demo", backup_hours=0)

    def rival() -> None:
        found = yard.state.get(SCHEDULES, store_id="demo")
        if found is not None and found.version == 0:
            yard.state.before_commit = None
            yard.state.commit(Replace(found.model_copy(update={"due_at": START - HOUR})))

    yard.care.go_on()
    yard.clock.advance(2 * DAY)
    yard.keep("other", backup_hours=0)
    yard.state.before_commit = rival
    yard.care.go_on()
    yard.care.go_on()

    assert yard.row("other").due_at == yard.clock.now() + DAY


def test_a_walk_over_all_stores_takes_its_time(yard: Yard) -> None:
    yard.care.go_on()
    yard.keep("demo", due=False)

    yard.clock.advance(WALK_EVERY - timedelta(seconds=1))
    yard.care.go_on()
    assert yard.state.get(SCHEDULES, store_id="demo") is None
    yard.clock.advance(1)
    yard.care.go_on()
    assert yard.state.get(SCHEDULES, store_id="demo") is not None
