"""Users over fakes: who may register, who is first, passwords and what they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.application.accounts import Accounts
from functions.application.ports.repository import Insert
from functions.application.users import NewUser
from functions.domain.access import Principal, Scope, Via
from functions.domain.allowance import Allowance
from functions.domain.entities import ALLOWANCES, EMAILS, FOUNDINGS, USERS
from functions.domain.errors import (
    EmailTaken,
    Forbidden,
    InvalidRequest,
    NotFound,
    TooManyRequests,
    Unauthorized,
    VersionConflict,
)
from functions.domain.user import Founding, Role
from tests.fakes import FakeClock, FakeRepository, admin, owner
from tests.fakes.credentials import FakeHasher, accounts
from tests.fakes.samples import store

HERE = "192.0.2.1"
PASSWORD = "correct horse"
ADA = Principal(admin("ada"), Scope.ADMIN, "setup-ada", Via.SETUP_TOKEN)


def new(email: str = "anna@example.com", **fields: Any) -> NewUser:
    return NewUser(**{"email": email, "name": "Anna", "password": PASSWORD, **fields})


@pytest.fixture
def hasher() -> FakeHasher:
    return FakeHasher()


@pytest.fixture
def yard(repository: FakeRepository, clock: FakeClock, hasher: FakeHasher) -> Accounts:
    return accounts(repository, clock, hasher=hasher)


@pytest.fixture
def open_yard(repository: FakeRepository, clock: FakeClock) -> Accounts:
    return accounts(repository, clock, open_to_all=True)


def test_the_first_user_is_an_admin_and_then_the_door_is_closed(yard: Accounts, repository: FakeRepository) -> None:
    first = yard.users.register(new(), None, address=HERE)

    assert first.role is Role.ADMIN
    assert repository.get(FOUNDINGS, name="first") is not None
    with pytest.raises(Forbidden, match="Registration is closed"):
        yard.users.register(new("otto@example.com"), None, address=HERE)
    assert repository.get(EMAILS, email="otto@example.com") is None


def test_behind_an_open_door_the_second_is_an_owner(open_yard: Accounts) -> None:
    roles = [open_yard.users.register(new(f"{name}@example.com"), None, address=HERE).role for name in ("anna", "otto")]

    assert roles == [Role.ADMIN, Role.OWNER]


@pytest.mark.parametrize(
    "there",
    [owner("owner"), admin("somebody"), store("demo"), Founding(user="u-gone")],
    ids=["make up's user", "another user", "a store", "nobody but the first one's trace"],
)
def test_a_state_from_before_has_somebody(yard: Accounts, repository: FakeRepository, there: Any) -> None:
    repository.commit(Insert(there))

    with pytest.raises(Forbidden):
        yard.users.register(new(), None, address=HERE)


def test_the_user_whom_an_old_version_left_in_no_listing_is_somebody(yard: Accounts, repository: FakeRepository) -> None:
    repository.commit(Insert(owner("owner")))
    repository._rows = {key: replace(row, places={}) for key, row in repository._rows.items()}

    with pytest.raises(Forbidden):
        yard.users.register(new(), None, address=HERE)


def test_who_was_too_late_to_be_first_is_refused_and_nobody_is_admin_twice(
    yard: Accounts, repository: FakeRepository, clock: FakeClock
) -> None:
    """Both see that there is nobody; the other's commit comes first."""
    rival = accounts(repository, clock)

    def faster() -> None:
        repository.before_commit = None
        rival.users.register(new("rival@example.com"), None, address="192.0.2.2")

    yard.users._attempts.begin = lambda **_: setattr(repository, "before_commit", faster)  # type: ignore[method-assign]

    with pytest.raises(Forbidden):
        yard.users.register(new(), None, address=HERE)
    assert [user.email for user in yard.users.page(limit=10, cursor=None).items] == ["rival@example.com"]


def test_whom_the_set_up_token_makes_is_an_admin(yard: Accounts, repository: FakeRepository) -> None:
    repository.commit(Insert(admin("ada")))

    assert yard.users.register(new(), ADA, address=HERE).role is Role.ADMIN


@pytest.mark.parametrize("via", [Via.SESSION, Via.PERSONAL_TOKEN])
def test_another_token_of_an_admin_opens_the_door_and_makes_an_owner(
    yard: Accounts, repository: FakeRepository, via: Via
) -> None:
    repository.commit(Insert(admin("ada")))

    assert yard.users.register(new(), Principal(ADA.user, Scope.ADMIN, "x", via), address=HERE).role is Role.OWNER


@pytest.mark.parametrize(
    "by", [Principal(owner(), Scope.OPERATE, "x", Via.SETUP_TOKEN), Principal(ADA.user, Scope.OPERATE, "x", Via.PERSONAL_TOKEN)]
)
def test_no_lesser_token_opens_the_door(yard: Accounts, repository: FakeRepository, by: Principal) -> None:
    repository.commit(Insert(admin("ada")))

    with pytest.raises(Forbidden):
        yard.users.register(new(), by, address=HERE)


def test_an_address_that_somebody_has_is_taken_however_it_is_asked(yard: Accounts, repository: FakeRepository) -> None:
    yard.users.add(new())

    asks: list[Callable[[], object]] = [
        lambda: yard.users.add(new()),
        lambda: yard.users.register(new(), ADA, address=HERE),
    ]
    for ask in asks:
        with pytest.raises(EmailTaken) as caught:
            ask()
        assert caught.value.field == "email"
    assert len(yard.users.page(limit=10, cursor=None).items) == 1


def test_registering_again_and_again_from_one_address_is_slowed_down(open_yard: Accounts) -> None:
    for number in range(20):
        open_yard.users.register(new(f"u{number}@example.com"), None, address=HERE)

    with pytest.raises(TooManyRequests):
        open_yard.users.register(new("late@example.com"), None, address=HERE)
    open_yard.users.register(new("elsewhere@example.com"), None, address="192.0.2.77")


BAD_PASSWORDS = pytest.mark.parametrize("password", ["too short", "anna@example.com", "x" * 129])


@BAD_PASSWORDS
def test_a_password_that_breaks_a_rule_is_not_taken_instead_of_a_good_one(yard: Accounts, password: str) -> None:
    user = yard.users.add(new())
    asks: dict[str, Callable[[], object]] = {
        "password": lambda: yard.users.reset_password(user.id, password),
        "new_password": lambda: yard.users.change_password(user, current=PASSWORD, new=password, address=HERE),
    }

    for field, ask in asks.items():
        with pytest.raises(InvalidRequest) as caught:
            ask()
        assert caught.value.field == field
    assert yard.users.get(user.id) == user


@BAD_PASSWORDS
def test_a_password_that_breaks_a_rule_makes_nobody(yard: Accounts, repository: FakeRepository, password: str) -> None:
    asks: list[Callable[[], object]] = [
        lambda: yard.users.register(new(password=password), None, address=HERE),
        lambda: yard.users.add(new(password=password)),
    ]
    for ask in asks:
        with pytest.raises(InvalidRequest) as caught:
            ask()
        assert caught.value.field == "password"
    assert repository._rows == {}


def test_users_are_listed_in_pages(yard: Accounts) -> None:
    made = [yard.users.add(new(f"u{number}@example.com")).id for number in range(5)]

    first = yard.users.page(limit=3, cursor=None)
    rest = yard.users.page(limit=3, cursor=first.cursor)

    assert [user.id for user in (*first.items, *rest.items)] == made
    assert rest.cursor is None


def test_what_is_left_out_of_a_change_stays(yard: Accounts) -> None:
    user = yard.users.add(new())

    assert user.id == "u-op000001"
    changed = yard.users.change(user.id, {"store_limit": 9}, ADA.user)
    back = yard.users.change(user.id, {"store_limit": None, "name": "Anne"}, ADA.user)

    assert (changed.name, changed.store_limit, changed.role) == ("Anna", 9, Role.OWNER)
    assert (back.name, back.store_limit) == ("Anne", None)
    with pytest.raises(NotFound):
        yard.users.change("nobody", {"store_limit": 9}, ADA.user)


def test_nobody_changes_their_own_role(yard: Accounts, repository: FakeRepository) -> None:
    repository.commit(Insert(admin("ada")))

    with pytest.raises(InvalidRequest, match="another admin"):
        yard.users.change("ada", {"role": Role.OWNER}, ADA.user)
    assert yard.users.change("ada", {"role": Role.ADMIN}, ADA.user).role is Role.ADMIN
    assert yard.users.change("ada", {"name": "Countess"}, ADA.user).name == "Countess"


def test_who_gets_another_role_has_their_stores_counted_anew(yard: Accounts, repository: FakeRepository) -> None:
    user = yard.users.add(new())
    repository.commit(Insert(Allowance(owner=user.id, stores=2)))

    yard.users.change(user.id, {"store_limit": 9}, ADA.user)
    kept = repository.get(ALLOWANCES, owner=user.id)
    yard.users.change(user.id, {"role": Role.ADMIN}, ADA.user)
    forgotten = repository.get(ALLOWANCES, owner=user.id)

    assert kept is not None
    assert forgotten is not None
    assert (kept.stores, forgotten.stores) == (2, None)


def test_a_new_password_is_the_only_one_and_ends_all_sessions(yard: Accounts) -> None:
    user = yard.users.add(new())
    opened = [yard.sessions.login("anna@example.com", PASSWORD, address=HERE) for _ in range(2)]

    yard.users.change_password(user, current=PASSWORD, new="battery staple", address=HERE)

    assert [yard.authenticator.principal_of(one.access_token) for one in opened] == [None, None]
    for one in opened:
        with pytest.raises(Unauthorized):
            yard.sessions.refresh(one.refresh_token)
    with pytest.raises(Unauthorized):
        yard.sessions.login("anna@example.com", PASSWORD, address=HERE)
    after = yard.sessions.login("anna@example.com", "battery staple", address=HERE)
    assert after.user.epoch == user.epoch + 1
    assert yard.authenticator.principal_of(after.access_token) is not None


def test_an_admins_reset_ends_all_sessions_too(yard: Accounts) -> None:
    user = yard.users.add(new())
    opened = yard.sessions.login("anna@example.com", PASSWORD, address=HERE)

    yard.users.reset_password(user.id, "battery staple")

    assert yard.authenticator.principal_of(opened.access_token) is None
    assert yard.sessions.login("anna@example.com", "battery staple", address=HERE).user.id == user.id


def test_a_wrong_current_password_changes_nothing_and_is_slowed_down(yard: Accounts, repository: FakeRepository) -> None:
    user = yard.users.add(new())

    for _ in range(5):
        with pytest.raises(InvalidRequest, match="is not your password"):
            yard.users.change_password(user, current="wrong", new="battery staple", address=HERE)

    with pytest.raises(TooManyRequests):
        yard.users.change_password(user, current=PASSWORD, new="battery staple", address=HERE)
    assert repository.get(USERS, id=user.id) == user


def test_who_has_no_address_has_no_password(yard: Accounts, repository: FakeRepository, hasher: FakeHasher) -> None:
    repository.commit(Insert(admin("ada")))

    with pytest.raises(Forbidden, match="no e-mail address"):
        yard.users.change_password(ADA.user, current="x", new="battery staple", address=HERE)
    with pytest.raises(InvalidRequest, match="no e-mail address") as caught:
        yard.users.reset_password("ada", "battery staple")
    assert caught.value.field == "password"
    with pytest.raises(NotFound):
        yard.users.reset_password("nobody", "battery staple")
    assert hasher.calls == []


def test_what_changes_meanwhile_is_kept_beside_the_change(yard: Accounts, repository: FakeRepository) -> None:
    user = yard.users.add(new())

    def rival() -> None:
        repository.before_commit = None
        yard.users.change(user.id, {"store_limit": 9}, ADA.user)

    repository.before_commit = rival
    changed = yard.users.change(user.id, {"name": "Anne"}, ADA.user)

    assert (changed.name, changed.store_limit) == ("Anne", 9)


def test_who_always_loses_the_race_is_told_to_try_again(yard: Accounts, repository: FakeRepository) -> None:
    user = yard.users.add(new())

    def rival() -> None:
        raise VersionConflict("somebody wrote first")

    repository.before_commit = rival
    asks: list[Callable[[], object]] = [
        lambda: yard.users.change(user.id, {"name": "Anne"}, ADA.user),
        lambda: yard.users.add(new("otto@example.com")),
        lambda: yard.users.register(new("otto@example.com"), ADA, address=HERE),
    ]
    for ask in asks:
        with pytest.raises(VersionConflict, match="try again in a moment"):
            ask()


def test_a_password_is_not_shown_by_who_carries_it() -> None:
    assert PASSWORD not in repr(new())
