"""New passwords of a store: what is in force at the end, and what is left where a run was killed at any of its steps."""

from __future__ import annotations

from contextlib import suppress

import pytest

from functions.application.rotating import KeptOutside, RotateFailed
from functions.domain.rotation import Which
from tests.fakes.rotating import OLD_ADMIN, OLD_DATABASE, FakeStore, Killed

SERVERS = pytest.mark.parametrize("takes_two", [True, False], ids=["two-passwords", "one-password"])
# Every change that a whole rotation makes of the world; one more is the end.
CHANGES = 7


def assert_done(store: FakeStore) -> None:
    """The Secret has new passwords and nothing else, and they alone are in force."""
    assert set(store.values) == {"db-password", "admin-password"}
    assert store.values["db-password"] not in {OLD_DATABASE, ""}
    assert store.values["admin-password"] not in {OLD_ADMIN, ""}
    assert (store.database, store.admin) == ([store.values["db-password"]], store.values["admin-password"])
    assert store.pod == store.values["db-password"]


@SERVERS
def test_all_passwords_are_new_and_the_old_ones_are_refused(takes_two: bool) -> None:
    store = FakeStore(takes_two=takes_two)

    assert not store.run()

    assert_done(store)


@pytest.mark.parametrize(("which", "stays"), [(Which.ADMIN, "db-password"), (Which.DATABASE, "admin-password")])
def test_a_password_that_was_not_asked_for_stays(which: Which, stays: str) -> None:
    store = FakeStore(takes_two=False)
    before = dict(store.values)

    store.run(which)

    assert store.values[stays] == before[stays]
    changed = {key for key in before if store.values[key] != before[key]}
    assert changed == set(before) - {stays}
    assert store.sells
    assert store.admin == store.values["admin-password"]


@SERVERS
@pytest.mark.parametrize("kill_before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("changes", range(CHANGES))
def test_a_run_that_is_killed_anywhere_is_finished_by_the_next_one(changes: int, kill_before: bool, takes_two: bool) -> None:
    store = FakeStore(takes_two=takes_two)
    store.kill_after, store.kill_before = changes, kill_before
    with suppress(Killed):  # a server that takes one password is told once less
        store.run()

    store.kill_after = None
    store.run()

    assert_done(store)


@pytest.mark.parametrize("kill_before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("changes", range(CHANGES))
def test_where_the_server_takes_two_passwords_the_shop_sells_at_every_moment(changes: int, kill_before: bool) -> None:
    store = FakeStore(takes_two=True)
    store.kill_after, store.kill_before = changes, kill_before

    with pytest.raises(Killed):
        store.run()

    assert store.sells
    assert store.restarts_well


@SERVERS
def test_the_secret_knows_every_password_that_is_in_force_at_every_moment(takes_two: bool) -> None:
    for changes in range(CHANGES):
        store = FakeStore(takes_two=takes_two)
        store.kill_after, store.kill_before = changes, False
        with suppress(Killed):
            store.run()
        known = set(store.values.values())
        assert {*store.database, store.admin} <= known, store.changes


def test_a_run_that_is_taken_up_makes_no_third_password() -> None:
    store = FakeStore(takes_two=True)
    store.kill_after = 1  # the new ones are kept in the Secret, and the administrator's is set
    with pytest.raises(Killed):
        store.run()
    begun = {key: value for key, value in store.values.items() if key.endswith(".next")}

    store.kill_after = None
    store.run()

    assert store.values == {key.removesuffix(".next"): value for key, value in begun.items()}


@SERVERS
@pytest.mark.parametrize("changes", range(2, CHANGES))
def test_a_shop_that_crashed_since_a_run_was_killed_is_mended_before_it_is_asked_anything(
    changes: int, takes_two: bool
) -> None:
    store = FakeStore(takes_two=takes_two)
    store.kill_after = changes
    with suppress(Killed):
        store.run()
    store.kill_after, store.crashed = None, not store.restarts_well

    store.run()

    assert_done(store)


def test_a_password_that_was_changed_in_the_shop_is_replaced_and_told() -> None:
    store = FakeStore(takes_two=True)
    store.admin = "what-the-owner-chose"

    assert store.run()

    assert_done(store)


@pytest.mark.parametrize("key", ["db-password", "admin-password"])
def test_a_key_that_is_kept_outside_is_refused_by_name_and_nothing_is_changed(key: str) -> None:
    store = FakeStore(takes_two=True)
    store.keepers = {key: "external-secrets"}

    with pytest.raises(KeptOutside, match=f"the key {key} of the store's Secret is kept by external-secrets"):
        store.run()

    assert store.changes == 0


def test_a_password_beside_one_that_is_kept_outside_can_be_changed() -> None:
    store = FakeStore(takes_two=True)
    store.keepers = {"db-password": "external-secrets"}

    store.run(Which.ADMIN)

    assert store.admin == store.values["admin-password"] != OLD_ADMIN
    assert store.values["db-password"] == OLD_DATABASE


def test_a_shop_without_its_administrator_is_left_as_it_is() -> None:
    store = FakeStore(takes_two=True)
    store.admin = None

    with pytest.raises(RotateFailed, match="no account any more"):
        store.run()

    assert store.changes == 0


def test_a_database_that_does_not_take_the_new_password_leaves_the_old_one_in_force() -> None:
    store = FakeStore(takes_two=False)
    store.deaf = True

    with pytest.raises(RotateFailed, match="does not let the shop in with its new password"):
        store.run(Which.DATABASE)

    assert store.values["db-password"] == OLD_DATABASE
    assert store.sells


def test_an_old_password_that_is_still_taken_is_no_success_and_is_not_forgotten() -> None:
    store = FakeStore(takes_two=True)
    rotation = store.rotation(Which.DATABASE)
    rotation.begin()
    rotation.tell_database()
    rotation.follow()
    store.deaf = True

    with pytest.raises(RotateFailed, match="still lets the shop in with its old password"):
        rotation.end()

    assert store.values["db-password.previous"] == OLD_DATABASE


def test_a_secret_that_lost_a_password_is_named() -> None:
    store = FakeStore(takes_two=True)
    del store.values["db-password"]

    with pytest.raises(RotateFailed, match="has no key db-password"):
        store.rotation(Which.DATABASE).tell_database()
