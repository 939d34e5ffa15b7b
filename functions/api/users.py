"""/api/me and /api/users: the caller; and for admins everybody."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.api.access_views import ChangeUser, ChangeUsersPassword, CreateUser, MeView, UserList, UserView
from functions.api.context import ApiRouter, call
from functions.api.sessions import nothing
from functions.api.stores import Cursor, Limit
from functions.application.users import NewUser
from functions.domain.errors import NotFound

router = ApiRouter()

UserIdInPath = Annotated[str, Path(description="the user's id")]
_id_pattern = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@router.get("/me", summary="Who am I", operation_id="getMe", tags=["access"])
def get_me(request: Request) -> MeView:
    """Return the caller, what the token is good for, and how many stores the caller has and may have."""
    here = call(request)
    return MeView.of(here.known, here.platform.service.places(here.caller))


@router.get("/users", summary="List users", operation_id="listUsers", tags=["access"])
def list_users(request: Request, limit: Limit = 50, cursor: Cursor = None) -> UserList:
    """Return one page of all users. Admins only."""
    page = call(request).platform.accounts.users.page(limit=limit, cursor=cursor)
    return UserList(items=[UserView.of(user) for user in page.items], next_cursor=page.cursor)


@router.post("/users", summary="Add a user", operation_id="addUser", tags=["access"], status_code=201)
def add_user(request: Request, user: Annotated[CreateUser, Body()]) -> Response[UserView]:
    """Make a user who can log in. Admins only."""
    new = NewUser(
        email=user.email,
        name=user.name,
        password=user.password.get_secret_value(),
        role=user.role,
        store_limit=user.store_limit,
    )
    here = call(request)
    made = here.platform.accounts.users.add(new)
    here.noted.detail["user"] = made.id
    return Response(status_code=HTTPStatus.CREATED.value, content_type=content_types.APPLICATION_JSON, body=UserView.of(made))


@router.get("/users/<user_id>", summary="Look at a user", operation_id="getUser", tags=["access"])
def get_user(request: Request, user_id: UserIdInPath) -> UserView:
    """Return a user. Admins only."""
    return UserView.of(call(request).platform.accounts.users.get(_possible(user_id)))


@router.patch("/users/<user_id>", summary="Change a user", operation_id="changeUser", tags=["access"])
def change_user(request: Request, user_id: UserIdInPath, change: Annotated[ChangeUser, Body()]) -> UserView:
    """Change a user's name, role or limit of stores; what is left out stays. Admins only."""
    here = call(request)
    changes = change.model_dump(include=change.model_fields_set)
    here.noted.detail |= {"user": user_id, "changed": ", ".join(sorted(changes))}
    return UserView.of(here.platform.accounts.users.change(_possible(user_id), changes, here.caller))


@router.post(
    "/users/<user_id>/password", summary="Reset a password", operation_id="resetPassword", tags=["access"], status_code=204
)
def reset_password(request: Request, user_id: UserIdInPath, change: Annotated[ChangeUsersPassword, Body()]) -> Response[None]:
    """Give a user another password. It ends all their sessions; personal access tokens stay. Admins only."""
    here = call(request)
    here.noted.detail["user"] = _possible(user_id)
    here.platform.accounts.users.reset_password(_possible(user_id), change.password.get_secret_value())
    return nothing()


def _possible(user_id: str) -> str:
    if not _id_pattern.fullmatch(user_id):
        raise NotFound("there is no user with this id")
    return user_id
