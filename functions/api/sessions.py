"""/api/auth: register, log in, go on, log out, and one's own password. functions/api/auth.py says which need no token."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.api.access_views import ChangePassword, ChangeSession, CreateAccount, CreateSession, SessionView
from functions.api.context import ApiRouter, call
from functions.application.users import NewUser

router = ApiRouter()


@router.post("/auth/register", summary="Make an account", operation_id="registerUser", tags=["access"], status_code=201)
def register(request: Request, account: Annotated[CreateAccount, Body()]) -> Response[SessionView]:
    """Make a user and log them in, if that is open to the caller. The first, and whom the set-up token makes, is an admin."""
    here = call(request)
    new = NewUser(email=account.email, name=account.name, password=account.password.get_secret_value())
    user = here.platform.accounts.users.register(new, here.principal, address=here.address)
    here.noted.actor = user.id
    return Response(
        status_code=HTTPStatus.CREATED.value,
        content_type=content_types.APPLICATION_JSON,
        body=SessionView.of(here.platform.accounts.sessions.begin(user)),
    )


@router.post("/auth/login", summary="Log in", operation_id="logIn", tags=["access"])
def login(request: Request, who: Annotated[CreateSession, Body()]) -> SessionView:
    """Begin a session. Attempts that fail make the next ones wait, per account and per address."""
    here = call(request)
    opened = here.platform.accounts.sessions.login(who.email, who.password.get_secret_value(), address=here.address)
    here.noted.actor = opened.user.id
    return SessionView.of(opened)


@router.post("/auth/refresh", summary="Go on with a session", operation_id="refreshSession", tags=["access"])
def refresh_session(request: Request, session: Annotated[ChangeSession, Body()]) -> SessionView:
    """Return the next pair of tokens. A refresh token is good once: shown again, it ends the session."""
    return SessionView.of(call(request).platform.accounts.sessions.refresh(session.refresh_token.get_secret_value()))


@router.post("/auth/logout", summary="Log out", operation_id="logOut", tags=["access"], status_code=204)
def logout(request: Request) -> Response[None]:
    """End the session that the access token is of, with all its tokens."""
    here = call(request)
    here.platform.accounts.sessions.logout(here.known)
    return nothing()


@router.post("/auth/password", summary="Change one's password", operation_id="changePassword", tags=["access"], status_code=204)
def change_password(request: Request, change: Annotated[ChangePassword, Body()]) -> Response[None]:
    """Change one's own password. It ends all one's sessions, this one included; personal access tokens stay."""
    here = call(request)
    here.platform.accounts.users.change_password(
        here.caller,
        current=change.current_password.get_secret_value(),
        new=change.new_password.get_secret_value(),
        address=here.address,
    )
    return nothing()


def nothing() -> Response[None]:
    """Return the answer that has nothing to say."""
    return Response(status_code=HTTPStatus.NO_CONTENT.value, body=None)
