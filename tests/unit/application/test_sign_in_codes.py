"""Codes that sign in, over fakes: once, for a while, for their maker, and no more than their maker may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.application.accounts import Accounts
from functions.application.ports.repository import Insert, Remove, Replace
from functions.application.sessions import Opened
from functions.application.users import NewUser
from functions.domain.access import Principal, Scope, Via
from functions.domain.entities import CODES, SESSIONS, USERS
from functions.domain.errors import Forbidden, TooManyRequests, Unauthorized, VersionConflict
from functions.domain.session import CODE_TIME
from functions.domain.user import Role
from tests.fakes import FakeClock, FakeRepository, admin
from tests.fakes.credentials import accounts
from tests.fakes.failing import FailingRepository

HERE, ANNA, PASSWORD = "192.0.2.1", "anna@example.com", "correct horse"


@pytest.fixture
def yard(repository: FakeRepository, clock: FakeClock) -> Accounts:
    made = accounts(repository, clock)
    made.users.add(NewUser(email=ANNA, name="Anna", password=PASSWORD))
    return made


@pytest.fixture
def anna(yard: Accounts) -> Principal:
    """Anna, in a session."""
    found = yard.authenticator.principal_of(yard.sessions.login(ANNA, PASSWORD, address=HERE).access_token)
    assert found is not None
    return found


def use(yard: Accounts, code: str, address: str = HERE) -> Opened:
    return yard.codes.use(code, address=address)


def test_a_code_begins_a_session_of_its_maker_once(yard: Accounts, anna: Principal) -> None:
    made, code = yard.codes.create(anna)

    opened = use(yard, code)

    assert opened.user == anna.user
    principal = yard.authenticator.principal_of(opened.access_token)
    assert principal is not None
    assert (principal.user.id, principal.scope, principal.via) == (anna.user.id, Scope.OPERATE, Via.SESSION)
    assert made.expires_at - made.created_at == CODE_TIME == timedelta(minutes=10)
    with pytest.raises(Unauthorized, match="not good, or not any more"):
        use(yard, code)


def test_a_code_ends_by_itself(yard: Accounts, anna: Principal, clock: FakeClock) -> None:
    (_, first), (_, second) = yard.codes.create(anna), yard.codes.create(anna)
    clock.advance(CODE_TIME - timedelta(seconds=1))
    assert use(yard, first).user == anna.user
    clock.advance(1)

    with pytest.raises(Unauthorized):
        use(yard, second)


def test_of_two_who_use_a_code_at_once_one_is_in(yard: Accounts, anna: Principal, repository: FakeRepository) -> None:
    made, code = yard.codes.create(anna)
    sessions = {id(row) for row in repository._rows.values()}
    row = repository.get(CODES, id=made.id)
    assert row is not None
    commit = repository.commit

    def beaten(*changes: object) -> None:
        if any(isinstance(change, Remove) for change in changes):
            repository.commit = commit  # type: ignore[method-assign]
            assert use(yard, code).user == anna.user
        commit(*changes)  # type: ignore[arg-type]

    repository.commit = beaten  # type: ignore[method-assign]
    with pytest.raises(Unauthorized):
        use(yard, code)

    assert repository.get(CODES, id=made.id) is None
    begun = [row for row in repository._rows.values() if id(row) not in sessions and '"refresh_hash"' in row.document]
    assert len(begun) == 1


@pytest.mark.parametrize(
    "wrong", ["", "syc", "syc_", "syc__", "syc_x_y", "x" * 200, "syc_{id}_", "syc_{id}_x", "syp_{id}_{rest}"]
)
def test_what_is_no_code_is_refused_alike_and_uses_none_up(yard: Accounts, anna: Principal, wrong: str) -> None:
    _, code = yard.codes.create(anna)
    _, code_id, rest = code.split("_", 2)

    with pytest.raises(Unauthorized, match="not good, or not any more"):
        use(yard, wrong.format(id=code_id, rest=rest))
    assert use(yard, code).user == anna.user


def test_a_code_that_never_was_is_refused_after_the_same_work(
    yard: Accounts, anna: Principal, repository: FakeRepository, clock: FakeClock
) -> None:
    made, _ = yard.codes.create(anna)

    def work(code: str) -> list[str]:
        counting = FailingRepository(repository)
        with pytest.raises(Unauthorized):
            use(accounts(counting, clock), code)
        return counting.calls

    assert work(f"syc_{made.id}_x") == work("syc_x_x")


def test_what_ends_all_sessions_ends_the_codes_too(yard: Accounts, anna: Principal) -> None:
    _, code = yard.codes.create(anna)
    yard.users.reset_password(anna.user.id, "another password")

    with pytest.raises(Unauthorized):
        use(yard, code)


def test_a_code_of_somebody_who_is_gone_is_nobodys(yard: Accounts, anna: Principal, repository: FakeRepository) -> None:
    _, code = yard.codes.create(anna)
    repository.commit(Remove(anna.user))

    with pytest.raises(Unauthorized):
        use(yard, code)


@pytest.mark.parametrize("scope", Scope)
def test_a_personal_token_makes_none(yard: Accounts, repository: FakeRepository, scope: Scope) -> None:
    ada = admin("ada")
    repository.commit(Insert(ada))
    before = len(repository._rows)

    with pytest.raises(Forbidden, match="personal access token"):
        yard.codes.create(Principal(ada, scope, "t1", Via.PERSONAL_TOKEN))
    assert len(repository._rows) == before


@pytest.mark.parametrize("scope", [Scope.READ, Scope.OPERATE])
def test_nobody_gets_more_than_they_have(yard: Accounts, scope: Scope) -> None:
    with pytest.raises(Forbidden):
        yard.codes.create(Principal(admin("ada"), scope, "s1", Via.SESSION))


def test_who_was_made_less_meanwhile_gets_that(yard: Accounts, repository: FakeRepository) -> None:
    ada = admin("ada")
    repository.commit(Insert(ada))
    _, code = yard.codes.create(Principal(ada, Scope.ADMIN, "setup-ada", Via.SETUP_TOKEN))
    kept = repository.get(USERS, id="ada")
    assert kept is not None
    repository.commit(Replace(kept.model_copy(update={"role": Role.OWNER})))

    principal = yard.authenticator.principal_of(use(yard, code).access_token)

    assert principal is not None
    assert principal.scope is Scope.OPERATE


def test_guesses_are_slowed_down_by_address_and_good_codes_are_not(yard: Accounts, anna: Principal) -> None:
    assert [use(yard, yard.codes.create(anna)[1]).user.id for _ in range(25)] == [anna.user.id] * 25
    for _ in range(20):
        with pytest.raises(Unauthorized):
            use(yard, "syc_x_y")

    _, code = yard.codes.create(anna)
    with pytest.raises(TooManyRequests):
        use(yard, code)
    assert use(yard, code, address="198.51.100.1").user == anna.user


def test_a_failed_commit_keeps_the_code(yard: Accounts, anna: Principal, repository: FakeRepository) -> None:
    made, code = yard.codes.create(anna)

    def rival() -> None:
        raise VersionConflict("somebody wrote first")

    repository.before_commit = rival
    with pytest.raises(VersionConflict):
        use(yard, code)
    repository.before_commit = None

    assert repository.get(CODES, id=made.id) is not None


def test_neither_code_nor_hash_is_kept_or_shown(yard: Accounts, anna: Principal, repository: FakeRepository) -> None:
    made, code = yard.codes.create(anna)
    secret = code.split("_", 2)[2]

    assert secret not in "".join(row.document for row in repository._rows.values())
    assert made.code_hash not in repr(made)
    opened = use(yard, code)
    assert repository.get(SESSIONS, id=opened.refresh_token.split("_")[1]) is not None
