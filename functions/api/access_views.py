"""The public JSON of users, sessions and tokens: what callers send, and what they get. No hash of anything is in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, Strict, WithJsonSchema

from functions.api.schemas import View
from functions.application.allowance import Places
from functions.application.sessions import Opened
from functions.domain.access import AccessToken, Principal, Scope, Via
from functions.domain.errors import InvalidRequest
from functions.domain.numbers import WHOLE
from functions.domain.user import MOST_STORES, PASSWORD_MAX, PASSWORD_MIN, LoginEmail, PersonName, Role, User, check_password


def _new_password(value: SecretStr) -> SecretStr:
    try:
        check_password(value.get_secret_value(), email=None)
    except InvalidRequest as error:
        raise ValueError(error.message) from error
    return value


def _not_longer(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) > PASSWORD_MAX:
        raise ValueError(f"must be at most {PASSWORD_MAX} characters")
    return value


_PASSWORD = {"type": "string", "format": "password", "maxLength": PASSWORD_MAX}
NewPassword = Annotated[SecretStr, AfterValidator(_new_password), WithJsonSchema({**_PASSWORD, "minLength": PASSWORD_MIN})]
AnyPassword = Annotated[SecretStr, AfterValidator(_not_longer), WithJsonSchema(_PASSWORD)]
StoreLimit = Annotated[
    Annotated[int, Field(ge=0, le=MOST_STORES), WHOLE] | None,
    Field(description="how many stores the user may have; null: as the platform's setting says"),
]
InCookie = Annotated[
    bool,
    Strict(),
    Field(description="for a browser: the refresh token comes as a cookie that no script can read, and refresh_token is null"),
]
NEW = "at least 10 characters of any kind, and not the e-mail address"


class Sent(BaseModel):
    """Base of what callers send here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CreateAccount(Sent):
    """Somebody who wants to be a user."""

    email: Annotated[LoginEmail, Field(description="what the user logs in with", examples=["anna@example.com"])]
    password: Annotated[NewPassword, Field(description=NEW)]
    name: Annotated[PersonName, Field(description="what the user is called; any text", examples=["Anna"])]


class CreateOwnAccount(CreateAccount):
    """Somebody who makes themselves a user, and is logged in."""

    cookie: InCookie = False


class CreateUser(CreateAccount):
    """Somebody whom an admin makes a user."""

    role: Annotated[Role, Field(description="an owner sees their own stores, an admin all")] = Role.OWNER
    store_limit: StoreLimit = None


def _without_defaults(schema: dict[str, Any]) -> None:
    """What is left out of a change stays as it is: it has no default."""
    for field in schema["properties"].values():
        field.pop("default", None)


class ChangeUser(Sent):
    """What shall be different about a user; what is left out stays."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    name: Annotated[PersonName, Field(description="what the user is called")] = ""
    role: Annotated[Role, Field(description="an owner sees their own stores, an admin all")] = Role.OWNER
    store_limit: StoreLimit = None


class CreateSession(Sent):
    """Who logs in."""

    email: Annotated[LoginEmail, Field(examples=["anna@example.com"])]
    password: AnyPassword
    cookie: InCookie = False


class ChangeSession(Sent):
    """The refresh token of the session that shall go on."""

    refresh_token: Annotated[
        SecretStr | None,
        Field(max_length=200, description="the one that the last answer held; it is good once. Null: the cookie's"),
    ] = None


class CreateSessionOfCode(Sent):
    """A code that signs in, as a link to the sign-in page has it."""

    code: Annotated[SecretStr, Field(max_length=200, description="works once, within ten minutes")]
    cookie: InCookie = False


class ChangePassword(Sent):
    """One's own password, and the one that takes its place."""

    current_password: AnyPassword
    new_password: Annotated[NewPassword, Field(description=NEW)]


class ChangeUsersPassword(Sent):
    """The password that a user gets from an admin."""

    password: Annotated[NewPassword, Field(description=NEW)]


class CreateToken(Sent):
    """A token for a program."""

    name: Annotated[PersonName, Field(description="what the token is for", examples=["nightly report"])]
    scope: Annotated[
        Scope, Field(description="read: look at things; operate: change them too; admin: what only admins may do too")
    ] = Scope.READ
    expires_in_days: Annotated[int, Field(ge=1, le=365, description="how long the token is good"), WHOLE] = 90


class UserView(View):
    """A user."""

    id: str
    name: str
    email: str | None = Field(description="null: the user that `make up` made, who has a token and no login")
    role: Role
    store_limit: int | None = Field(description="how many stores the user may have; null: as the platform's setting says")
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> UserView:
        """Return the public form of a user."""
        return cls(**user.model_dump(include=set(cls.model_fields)))


class UserList(View):
    """One page of users, by id."""

    items: list[UserView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")


class PlacesView(View):
    """How many a user has of something, and may have."""

    used: int | None = Field(description="null: they are not counted, since there is no limit")
    limit: int | None = Field(description="null: any number")


class LimitsView(View):
    """What a user may have so many of."""

    stores: PlacesView


class MeView(View):
    """The caller, as the token says."""

    user: UserView
    scope: Scope = Field(description="what the token is good for")
    via: Via = Field(description="what kind of token it is")
    limits: LimitsView

    @classmethod
    def of(cls, principal: Principal, stores: Places) -> MeView:
        """Return the public form of a principal, who has so many stores."""
        limits = LimitsView(stores=PlacesView(used=stores.used, limit=stores.limit))
        return cls(user=UserView.of(principal.user), scope=principal.scope, via=principal.via, limits=limits)


class SessionView(View):
    """What a login gives."""

    access_token: str = Field(description="send it as Authorization: Bearer …")
    refresh_token: str | None = Field(description="gets the next pair of tokens, once; null: a browser has it as a cookie")
    expires_in: int = Field(description="seconds that the access token is good for")
    user: UserView

    @classmethod
    def of(cls, opened: Opened, *, cookie: bool = False) -> SessionView:
        """Return the public form of a session that was begun or goes on, without what is in its cookie."""
        return cls(
            access_token=opened.access_token,
            refresh_token=None if cookie else opened.refresh_token,
            expires_in=opened.expires_in,
            user=UserView.of(opened.user),
        )


class CodeView(View):
    """A code that was just made."""

    code: str = Field(description="shown this once; a browser signs in at /sign-in#code=<code>")
    expires_at: datetime


class TokenView(View):
    """A personal access token, without the token itself."""

    id: str
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="to the minute; null: never")

    @classmethod
    def of(cls, token: AccessToken) -> TokenView:
        """Return the public form of a token's record."""
        return cls(**token.model_dump(include=set(cls.model_fields)))


class NewTokenView(TokenView):
    """A personal access token that was just made."""

    token: str = Field(description="the token, which is shown this once")


class TokenList(View):
    """One page of the caller's tokens, by id."""

    items: list[TokenView]
    next_cursor: str | None = Field(description="send it as cursor to get the next page; null on the last")
