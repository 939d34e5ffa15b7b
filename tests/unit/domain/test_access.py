"""Scopes, roles, passwords and addresses: the rules alone."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from functions.domain.access import Principal, Scope, Via
from functions.domain.errors import InvalidRequest
from functions.domain.user import LoginEmail, User, check_password
from tests.fakes import admin, owner

ALLOWED = {
    (Scope.READ, Scope.READ),
    (Scope.OPERATE, Scope.READ),
    (Scope.OPERATE, Scope.OPERATE),
    (Scope.ADMIN, Scope.READ),
    (Scope.ADMIN, Scope.OPERATE),
    (Scope.ADMIN, Scope.ADMIN),
}


@pytest.mark.parametrize("has", Scope)
@pytest.mark.parametrize("needed", Scope)
def test_a_scope_includes_those_before_it(has: Scope, needed: Scope) -> None:
    assert has.includes(needed) is ((has, needed) in ALLOWED)


@pytest.mark.parametrize("needed", Scope)
def test_an_owners_token_is_never_good_for_what_is_the_admins(needed: Scope) -> None:
    one = Principal(owner(), Scope.ADMIN, "t", Via.PERSONAL_TOKEN)
    other = Principal(admin(), Scope.ADMIN, "t", Via.PERSONAL_TOKEN)

    assert one.allows(needed) is (needed is not Scope.ADMIN)
    assert other.allows(needed)


@pytest.mark.parametrize("text", ["x" * 10, "x" * 128, "          ", "пароль пароль", "🌸" * 10])
def test_a_password_may_be_made_of_anything(text: str) -> None:
    assert check_password(text, email="anna@example.com") == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "must be at least 10 characters"),
        ("x" * 9, "must be at least 10 characters"),
        ("x" * 129, "must be at most 128 characters"),
        ("anna@example.com", "must not be the e-mail address"),
        ("Anna@Example.com", "must not be the e-mail address"),
    ],
)
def test_a_password_that_is_too_easy_is_refused_with_the_rule(text: str, rule: str) -> None:
    with pytest.raises(InvalidRequest, match=rule) as caught:
        check_password(text, email="anna@example.com", field="new_password")

    assert caught.value.field == "new_password"


def test_an_address_is_kept_in_lower_case() -> None:
    assert TypeAdapter(LoginEmail).validate_python("Anna.B@Example.COM") == "anna.b@example.com"


@pytest.mark.parametrize(
    ("user", "limit"),
    [
        (owner(), 3),
        (owner().model_copy(update={"store_limit": 0}), 0),
        (owner().model_copy(update={"store_limit": 7}), 7),
        (admin(), None),
        (admin().model_copy(update={"store_limit": 7}), None),
    ],
)
def test_an_owner_has_the_platforms_limit_or_their_own_and_an_admin_none(user: User, limit: int | None) -> None:
    assert user.stores_allowed(3) == limit


def test_nothing_secret_is_shown_of_a_user() -> None:
    user = owner().model_copy(update={"password_hash": "argon-secret", "token_hash": "token-secret"})

    assert "secret" not in repr(user)
