"""Personal access tokens over fakes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from functions.application.accounts import Accounts
from functions.application.ports.repository import Insert, Replace
from functions.domain.access import Principal, Scope, Via
from functions.domain.entities import ACCESS_TOKENS, USERS
from functions.domain.errors import Forbidden, NotFound, Unavailable, VersionConflict
from functions.domain.user import Role
from tests.fakes import FakeClock, FakeRepository, admin, owner
from tests.fakes.credentials import accounts

DAY = timedelta(days=1)
OLGA = Principal(owner("olga"), Scope.OPERATE, "s", Via.SESSION)
ADA = Principal(admin("ada"), Scope.ADMIN, "s", Via.SESSION)


@pytest.fixture
def yard(repository: FakeRepository, clock: FakeClock) -> Accounts:
    repository.commit(Insert(owner("olga")), Insert(owner("otto")), Insert(admin("ada")))
    return accounts(repository, clock)


def test_a_token_stands_for_its_user_with_its_scope_until_it_expires(yard: Accounts, clock: FakeClock) -> None:
    made, token = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)

    principal = yard.authenticator.principal_of(token)
    assert principal is not None
    assert (principal.user.id, principal.scope, principal.token_id) == ("olga", Scope.READ, made.id)
    assert principal.via is Via.PERSONAL_TOKEN
    clock.advance(DAY)
    assert yard.authenticator.principal_of(token) is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "x", lambda t: t[:21], lambda t: "syp__x", lambda t: "syp_"]
)
def test_what_is_nearly_a_token_is_none(yard: Accounts, change: object) -> None:
    _, token = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)

    assert callable(change)
    assert yard.authenticator.principal_of(change(token)) is None


def test_a_revoked_token_ends_at_once_and_leaves_the_list(yard: Accounts) -> None:
    made, token = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)
    other, _ = yard.tokens.create(OLGA, name="other", scope=Scope.READ, lifetime=DAY)

    yard.tokens.revoke(made.id, OLGA.user)

    assert yard.authenticator.principal_of(token) is None
    assert [one.id for one in yard.tokens.of(OLGA.user, limit=10, cursor=None).items] == [other.id]
    with pytest.raises(NotFound):
        yard.tokens.revoke(made.id, OLGA.user)


def test_tokens_are_listed_in_pages(yard: Accounts) -> None:
    made = {yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)[0].id for _ in range(3)}

    first = yard.tokens.of(OLGA.user, limit=2, cursor=None)
    rest = yard.tokens.of(OLGA.user, limit=2, cursor=first.cursor)

    assert (len(first.items), len(rest.items), rest.cursor) == (2, 1, None)
    assert {one.id for one in (*first.items, *rest.items)} == made


@pytest.mark.parametrize("stranger", [owner("otto"), admin("ada")])
def test_anothers_token_is_as_if_it_were_not_there(yard: Accounts, repository: FakeRepository, stranger: object) -> None:
    made, token = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)

    for token_id in (made.id, "0000"):
        with pytest.raises(NotFound, match=f"there is no token {token_id}"):
            yard.tokens.revoke(token_id, stranger)  # type: ignore[arg-type]
    assert list(yard.tokens.of(stranger, limit=10, cursor=None).items) == []  # type: ignore[arg-type]
    assert yard.authenticator.principal_of(token) is not None


def test_nobody_gives_away_more_than_they_have(yard: Accounts) -> None:
    for by, scope in ((OLGA, Scope.ADMIN), (Principal(ADA.user, Scope.READ, "s", Via.SETUP_TOKEN), Scope.OPERATE)):
        with pytest.raises(Forbidden, match="more than you have yourself"):
            yard.tokens.create(by, name="x", scope=scope, lifetime=DAY)
    assert yard.tokens.create(ADA, name="x", scope=Scope.ADMIN, lifetime=DAY)[0].scope is Scope.ADMIN


def test_a_personal_token_makes_no_other(yard: Accounts) -> None:
    by = Principal(ADA.user, Scope.ADMIN, "t", Via.PERSONAL_TOKEN)

    with pytest.raises(Forbidden, match="log in"):
        yard.tokens.create(by, name="x", scope=Scope.READ, lifetime=DAY)


def test_an_admins_token_is_an_owners_once_the_admin_is_an_owner(yard: Accounts, repository: FakeRepository) -> None:
    _, token = yard.tokens.create(ADA, name="x", scope=Scope.ADMIN, lifetime=DAY)
    ada = repository.get(USERS, id="ada")
    assert ada is not None

    repository.commit(Replace(ada.model_copy(update={"role": Role.OWNER})))

    principal = yard.authenticator.principal_of(token)
    assert principal is not None
    assert [principal.allows(scope) for scope in Scope] == [True, True, False]


def test_the_last_use_is_kept_to_the_minute_with_one_write_a_minute(
    yard: Accounts, repository: FakeRepository, clock: FakeClock
) -> None:
    made, token = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)
    versions = []
    for seconds in (15.5, 15, 15, 20, 1):
        clock.advance(seconds)
        assert yard.authenticator.principal_of(token) is not None
        kept = repository.get(ACCESS_TOKENS, id=made.id)
        assert kept is not None
        versions.append(kept.version)
        last = kept.last_used_at

    assert versions == [1, 1, 1, 2, 2]
    assert last == clock.now().replace(second=0, microsecond=0)


@pytest.mark.parametrize("error", [VersionConflict("somebody wrote first"), Unavailable("the disk is full")])
def test_a_request_does_not_fail_because_its_minute_cannot_be_kept(
    yard: Accounts, repository: FakeRepository, error: Exception
) -> None:
    _, token = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)

    def broken() -> None:
        raise error

    repository.before_commit = broken
    assert yard.authenticator.principal_of(token) is not None


def test_a_token_that_was_used_meanwhile_is_revoked_all_the_same(yard: Accounts, repository: FakeRepository) -> None:
    made, token = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)

    def rival() -> None:
        repository.before_commit = None
        yard.authenticator.principal_of(token)

    repository.before_commit = rival
    yard.tokens.revoke(made.id, OLGA.user)

    assert yard.authenticator.principal_of(token) is None


def test_who_always_loses_the_race_is_told(yard: Accounts, repository: FakeRepository) -> None:
    made, _ = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)

    def rival() -> None:
        raise VersionConflict("somebody wrote first")

    repository.before_commit = rival
    with pytest.raises(VersionConflict):
        yard.tokens.revoke(made.id, OLGA.user)


def test_only_a_hash_of_a_token_is_kept(yard: Accounts, repository: FakeRepository) -> None:
    made, token = yard.tokens.create(OLGA, name="report", scope=Scope.READ, lifetime=DAY)
    secret = token.split("_", 2)[2]

    assert secret not in "".join(row.document for row in repository._rows.values())
    assert made.token_hash not in repr(made)
    assert re.fullmatch(rf"syp_{made.id}_[A-Za-z0-9_-]{{43}}", token), "256 bits"
    assert re.fullmatch("[0-9a-f]{16}", made.id)
