"""Sessions over fakes: what a login gives, how it goes on, and everything that ends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.application.accounts import Accounts
from functions.application.ports.repository import Remove, Replace
from functions.application.sessions import Opened
from functions.application.users import NewUser
from functions.domain.access import Scope, Via
from functions.domain.entities import ATTEMPTS, SESSIONS, USERS
from functions.domain.errors import Forbidden, TooManyRequests, Unauthorized, VersionConflict
from functions.domain.session import LEEWAY, Session
from functions.domain.user import Role
from tests.fakes import FakeClock, FakeRepository
from tests.fakes.credentials import FakeHasher, accounts
from tests.fakes.failing import FailingRepository

HERE, ANNA, PASSWORD = "192.0.2.1", "anna@example.com", "correct horse"


@pytest.fixture
def hasher() -> FakeHasher:
    return FakeHasher()


@pytest.fixture
def yard(repository: FakeRepository, clock: FakeClock, hasher: FakeHasher) -> Accounts:
    made = accounts(repository, clock, hasher=hasher)
    made.users.add(NewUser(email=ANNA, name="Anna", password=PASSWORD))
    hasher.calls.clear()
    return made


def login(yard: Accounts, email: str = ANNA, password: str = PASSWORD, address: str = HERE) -> Opened:
    return yard.sessions.login(email, password, address=address)


def test_an_access_token_stands_for_its_user_for_a_quarter_of_an_hour(yard: Accounts, clock: FakeClock) -> None:
    opened = login(yard)

    principal = yard.authenticator.principal_of(opened.access_token)
    assert principal is not None
    assert (principal.user, principal.scope, principal.via) == (opened.user, Scope.OPERATE, Via.SESSION)
    assert opened.expires_in == 900
    clock.advance(899)
    assert yard.authenticator.principal_of(opened.access_token) is not None
    clock.advance(1)
    assert yard.authenticator.principal_of(opened.access_token) is None


def test_a_session_is_good_for_what_the_role_is_good_for_now(yard: Accounts, repository: FakeRepository) -> None:
    opened = login(yard)
    user = repository.get(USERS, id=opened.user.id)
    assert user is not None

    repository.commit(Replace(user.model_copy(update={"role": Role.ADMIN})))

    principal = yard.authenticator.principal_of(opened.access_token)
    assert principal is not None
    assert principal.scope is Scope.ADMIN


def test_a_refresh_token_is_good_once_and_the_next_one_then(yard: Accounts) -> None:
    first = login(yard)
    second = yard.sessions.refresh(first.refresh_token)
    third = yard.sessions.refresh(second.refresh_token)

    assert len({first.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert yard.authenticator.principal_of(third.access_token) is not None


@pytest.mark.parametrize("age", [1, 2, 3])
def test_an_old_refresh_token_ends_the_session_for_everybody(yard: Accounts, age: int) -> None:
    chain = [login(yard)]
    for _ in range(3):
        chain.append(yard.sessions.refresh(chain[-1].refresh_token))
    other = login(yard)

    with pytest.raises(Unauthorized):
        yard.sessions.refresh(chain[-1 - age].refresh_token)

    with pytest.raises(Unauthorized):
        yard.sessions.refresh(chain[-1].refresh_token)
    assert [yard.authenticator.principal_of(one.access_token) for one in chain] == [None] * 4
    assert yard.authenticator.principal_of(other.access_token) is not None


def test_of_two_who_use_one_refresh_token_at_once_none_goes_on(yard: Accounts, repository: FakeRepository) -> None:
    """The second commits first, so the first finds that its token is an old one."""
    opened = login(yard)
    won: list[Opened] = []

    def faster() -> None:
        repository.before_commit = None
        won.append(yard.sessions.refresh(opened.refresh_token))

    repository.before_commit = faster
    with pytest.raises(Unauthorized):
        yard.sessions.refresh(opened.refresh_token)

    assert yard.authenticator.principal_of(won[0].access_token) is None
    with pytest.raises(Unauthorized):
        yard.sessions.refresh(won[0].refresh_token)


def test_a_browsers_token_is_good_for_a_moment_after_it_was_replaced(yard: Accounts, clock: FakeClock) -> None:
    first = login(yard)
    second = yard.sessions.refresh(first.refresh_token, browser=True)
    clock.advance(LEEWAY - timedelta(seconds=1))

    late = yard.sessions.refresh(first.refresh_token, browser=True)

    assert late.refresh_token == ""
    assert yard.authenticator.principal_of(late.access_token) is not None
    assert yard.sessions.refresh(second.refresh_token, browser=True).refresh_token


@pytest.mark.parametrize("wait", [LEEWAY, LEEWAY * 2])
def test_after_that_it_ends_the_session(yard: Accounts, clock: FakeClock, wait: timedelta) -> None:
    first = login(yard)
    second = yard.sessions.refresh(first.refresh_token, browser=True)
    clock.advance(wait)

    for token in (first.refresh_token, second.refresh_token):
        with pytest.raises(Unauthorized):
            yard.sessions.refresh(token, browser=True)


def test_only_the_last_one_has_a_leeway(yard: Accounts) -> None:
    chain = [login(yard)]
    for _ in range(2):
        chain.append(yard.sessions.refresh(chain[-1].refresh_token, browser=True))

    with pytest.raises(Unauthorized):
        yard.sessions.refresh(chain[0].refresh_token, browser=True)


def test_a_token_that_no_browser_replaced_has_none(yard: Accounts) -> None:
    first = login(yard)
    yard.sessions.refresh(first.refresh_token)

    with pytest.raises(Unauthorized):
        yard.sessions.refresh(first.refresh_token, browser=True)


def test_two_tabs_at_once_both_go_on(yard: Accounts, repository: FakeRepository) -> None:
    """The second commits first, so the first finds that its token was replaced a moment ago."""
    opened = login(yard)
    won: list[Opened] = []

    def faster() -> None:
        repository.before_commit = None
        won.append(yard.sessions.refresh(opened.refresh_token, browser=True))

    repository.before_commit = faster
    late = yard.sessions.refresh(opened.refresh_token, browser=True)

    assert (late.refresh_token, bool(won[0].refresh_token)) == ("", True)
    assert yard.authenticator.principal_of(late.access_token) is not None


def test_a_session_of_an_earlier_version_goes_on(yard: Accounts, repository: FakeRepository) -> None:
    opened = login(yard)
    kept = repository.get(SESSIONS, id=opened.refresh_token.split("_")[1])
    assert kept is not None
    earlier = kept.model_dump(exclude={"previous_hash", "replaced_at"})

    assert Session.model_validate(earlier) == kept
    assert not kept.just_replaced(kept.refresh_hash, kept.created_at)


def test_a_refresh_token_is_enough_to_end_its_session(yard: Accounts) -> None:
    one, other = login(yard), login(yard)

    assert yard.sessions.end(one.refresh_token) == one.user.id

    assert yard.authenticator.principal_of(one.access_token) is None
    assert yard.authenticator.principal_of(other.access_token) is not None
    for wrong in (one.refresh_token, "", "syr_x_y", "syr_", other.access_token, other.refresh_token.replace("syr", "syp")):
        with pytest.raises(Unauthorized):
            yard.sessions.end(wrong)
    assert yard.authenticator.principal_of(other.access_token) is not None


@pytest.mark.parametrize(
    "wrong", ["", "syr", "syr_", "syr__", "syr_x_y", "syp_x_y", "x" * 200, "syr_{id}_", "syr_{id}", "{id}_x"]
)
def test_what_is_no_refresh_token_is_refused_alike(yard: Accounts, wrong: str) -> None:
    opened = login(yard)

    with pytest.raises(Unauthorized, match="log in again"):
        yard.sessions.refresh(wrong.format(id=opened.refresh_token.split("_")[1]))
    assert yard.sessions.refresh(opened.refresh_token).user == opened.user


def test_a_session_lasts_while_it_is_used_but_not_for_ever(yard: Accounts, clock: FakeClock) -> None:
    unused = login(yard)
    used = login(yard)
    for _ in range(3):
        clock.advance(timedelta(days=29))
        used = yard.sessions.refresh(used.refresh_token)

    with pytest.raises(Unauthorized):
        yard.sessions.refresh(unused.refresh_token)
    clock.advance(timedelta(days=3))
    with pytest.raises(Unauthorized):
        yard.sessions.refresh(used.refresh_token)


def test_logging_out_ends_this_session_and_no_other(yard: Accounts) -> None:
    one, other = login(yard), login(yard)
    principal = yard.authenticator.principal_of(one.access_token)
    assert principal is not None

    yard.sessions.logout(principal)
    yard.sessions.logout(principal)

    assert yard.authenticator.principal_of(one.access_token) is None
    with pytest.raises(Unauthorized):
        yard.sessions.refresh(one.refresh_token)
    assert yard.authenticator.principal_of(other.access_token) is not None


def test_a_token_that_is_of_no_session_cannot_log_out(yard: Accounts) -> None:
    principal = yard.authenticator.principal_of(login(yard).access_token)
    assert principal is not None
    _, token = yard.tokens.create(principal, name="x", scope=Scope.OPERATE, lifetime=timedelta(days=1))
    personal = yard.authenticator.principal_of(token)
    assert personal is not None

    with pytest.raises(Forbidden, match="not of a session"):
        yard.sessions.logout(personal)


def test_who_is_not_known_gets_the_same_answer_after_the_same_work(
    repository: FakeRepository, clock: FakeClock, yard: Accounts
) -> None:
    def work(email: str) -> tuple[str, list[str], list[str]]:
        hasher, counting = FakeHasher(), FailingRepository(repository)
        with pytest.raises(Unauthorized) as caught:
            login(accounts(counting, clock, hasher=hasher), email, "wrong password")
        return str(caught.value), counting.calls, hasher.calls

    known, unknown = work(ANNA), work("nobody@example.com")

    assert known == unknown
    assert known[2] == ["verify"]


@pytest.mark.parametrize("email", [ANNA, "nobody@example.com"])
def test_logins_that_fail_are_slowed_down_per_account_whoever_that_is(
    yard: Accounts, hasher: FakeHasher, clock: FakeClock, email: str
) -> None:
    for number in range(5):
        with pytest.raises(Unauthorized):
            login(yard, email, "wrong password", address=f"192.0.2.{number}")
    with pytest.raises(TooManyRequests) as caught:
        login(yard, email, PASSWORD, address="198.51.100.1")

    assert caught.value.retry_after == 1
    assert len(hasher.calls) == 5, "a password that is not looked at costs nothing"
    clock.advance(1)
    with pytest.raises(Unauthorized):
        login(yard, email, "wrong password")
    with pytest.raises(TooManyRequests) as caught:
        login(yard, email, PASSWORD)
    assert caught.value.retry_after == 2


def test_a_login_that_succeeds_forgets_the_accounts_failures(yard: Accounts) -> None:
    for _ in range(4):
        with pytest.raises(Unauthorized):
            login(yard, password="wrong password")
    login(yard)
    for _ in range(4):
        with pytest.raises(Unauthorized):
            login(yard, password="wrong password")
    login(yard)


def test_an_address_that_tries_many_accounts_is_slowed_down(yard: Accounts) -> None:
    for number in range(20):
        with pytest.raises(Unauthorized):
            login(yard, f"nobody{number}@example.com", "wrong password")

    with pytest.raises(TooManyRequests):
        login(yard)
    assert login(yard, address="198.51.100.1").user.email == ANNA


def test_an_address_from_which_many_log_in_well_is_not(yard: Accounts) -> None:
    assert [login(yard).user.email for _ in range(50)] == [ANNA] * 50


def test_many_guesses_at_once_are_no_more_than_one_after_another(
    yard: Accounts, repository: FakeRepository, hasher: FakeHasher
) -> None:
    """Each guess is counted before it is looked at: one that comes while another waits for its answer finds it counted."""
    depth = 0
    verify = hasher.verify

    def slow(kept: str | None, password: str) -> bool:
        nonlocal depth
        depth += 1
        if depth < 50:
            with pytest.raises((Unauthorized, TooManyRequests)):
                login(yard, password="wrong password", address=f"192.0.2.{depth}")
        return verify(kept, password)

    hasher.verify = slow  # type: ignore[method-assign]
    with pytest.raises(Unauthorized):
        login(yard, password="wrong password")

    assert depth == 5


@pytest.mark.parametrize(
    "ask",
    [
        lambda yard, opened: login(yard),
        lambda yard, opened: yard.sessions.refresh(opened.refresh_token),
        lambda yard, opened: yard.sessions.logout(yard.authenticator.principal_of(opened.access_token)),
    ],
    ids=["login", "refresh", "logout"],
)
def test_who_always_loses_the_race_is_told(
    yard: Accounts, repository: FakeRepository, ask: Callable[[Accounts, Opened], object]
) -> None:
    opened = login(yard)

    def rival() -> None:
        raise VersionConflict("somebody wrote first")

    repository.before_commit = rival
    with pytest.raises(VersionConflict):
        ask(yard, opened)


def test_a_session_that_goes_on_meanwhile_is_ended_all_the_same(yard: Accounts, repository: FakeRepository) -> None:
    opened = login(yard)
    principal = yard.authenticator.principal_of(opened.access_token)
    assert principal is not None
    went_on: list[Opened] = []

    def rival() -> None:
        repository.before_commit = None
        went_on.append(yard.sessions.refresh(opened.refresh_token))

    repository.before_commit = rival
    yard.sessions.logout(principal)

    assert [yard.authenticator.principal_of(one.access_token) for one in (opened, *went_on)] == [None, None]


def test_a_login_is_counted_right_though_another_one_is_counted_meanwhile(
    yard: Accounts, repository: FakeRepository, hasher: FakeHasher
) -> None:
    """The other's failure comes between this one's reads and its commit: it is kept, and this one is taken back."""
    verify = hasher.verify

    def rival() -> None:
        repository.before_commit = None
        with pytest.raises(Unauthorized):
            login(yard, "nobody@example.com", "wrong password")

    def right(kept: str | None, password: str) -> bool:
        hasher.verify = verify  # type: ignore[method-assign]
        repository.before_commit = rival
        return verify(kept, password)

    hasher.verify = right  # type: ignore[method-assign]
    login(yard)

    row = repository.get(ATTEMPTS, subject=f"address:{HERE}")
    assert row is not None
    assert row.failures == 1


def test_a_token_of_a_user_who_is_gone_is_nobodys(yard: Accounts, repository: FakeRepository) -> None:
    opened = login(yard)
    principal = yard.authenticator.principal_of(opened.access_token)
    assert principal is not None
    _, personal = yard.tokens.create(principal, name="x", scope=Scope.READ, lifetime=timedelta(days=1))

    repository.commit(Remove(principal.user))

    assert yard.authenticator.principal_of(personal) is None
    assert yard.authenticator.principal_of(opened.access_token) is None
    with pytest.raises(Unauthorized):
        yard.sessions.refresh(opened.refresh_token)


def test_nothing_that_opens_a_door_is_kept_or_shown(yard: Accounts, repository: FakeRepository) -> None:
    opened = login(yard)
    kept = "".join(row.document for row in repository._rows.values())

    next_one = yard.sessions.refresh(opened.refresh_token)
    for one in (opened, next_one):
        assert re.fullmatch(r"syr_[0-9a-f]{32}_[A-Za-z0-9_-]{43}", one.refresh_token), "128 bits, and a secret of 256"

    for secret in (opened.refresh_token.split("_", 2)[2], opened.access_token, PASSWORD):
        assert secret not in kept.replace(f"hashed:{PASSWORD[::-1]}", "")
        assert secret not in repr(opened)
    session = repository.get(SESSIONS, id=opened.refresh_token.split("_")[1])
    assert session is not None
    assert session.refresh_hash not in repr(session)
