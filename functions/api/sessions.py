"""/api/auth: register, log in, go on, log out, and one's own password. functions/api/auth.py says which need no token.

A browser asks for its refresh token as a cookie (functions/api/browser.py); no body has it then.
"""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.api.access_views import (
    ChangePassword,
    ChangeSession,
    CodeView,
    CreateOwnAccount,
    CreateSession,
    CreateSessionOfCode,
    SessionView,
)
from functions.api.context import ApiRouter, Call, call
from functions.application.sessions import Opened
from functions.application.users import NewUser
from functions.domain.access import Via
from functions.domain.errors import Unauthorized

router = ApiRouter()


@router.post("/auth/register", summary="Make an account", operation_id="registerUser", tags=["access"], status_code=201)
def register(request: Request, account: Annotated[CreateOwnAccount, Body()]) -> Response[SessionView]:
    """Make a user and log them in, if that is open to the caller. The first, and whom the set-up token makes, is an admin."""
    here = _asked(request, cookie=account.cookie)
    new = NewUser(email=account.email, name=account.name, password=account.password.get_secret_value())
    user = here.platform.accounts.users.register(new, here.principal, address=here.address)
    here.noted.actor = user.id
    return Response(
        status_code=HTTPStatus.CREATED.value,
        content_type=content_types.APPLICATION_JSON,
        body=_shown(here, here.platform.accounts.sessions.begin(user), cookie=account.cookie),
    )


@router.post("/auth/login", summary="Log in", operation_id="logIn", tags=["access"])
def login(request: Request, who: Annotated[CreateSession, Body()]) -> SessionView:
    """Begin a session. Attempts that fail make the next ones wait, per account and per address."""
    here = _asked(request, cookie=who.cookie)
    opened = here.platform.accounts.sessions.login(who.email, who.password.get_secret_value(), address=here.address)
    here.noted.actor = opened.user.id
    return _shown(here, opened, cookie=who.cookie)


@router.post("/auth/codes", summary="Make a sign-in code", operation_id="createSignInCode", tags=["access"], status_code=201)
def create_code(request: Request) -> Response[CodeView]:
    """Make a code that signs the caller in elsewhere, a browser say: once, within ten minutes. Not for personal tokens."""
    here = call(request)
    made, code = here.platform.accounts.codes.create(here.known)
    here.noted.detail["code"] = made.id
    return Response(
        status_code=HTTPStatus.CREATED.value,
        content_type=content_types.APPLICATION_JSON,
        body=CodeView(code=code, expires_at=made.expires_at),
    )


@router.post("/auth/code", summary="Log in with a code", operation_id="useSignInCode", tags=["access"])
def use_code(request: Request, sent: Annotated[CreateSessionOfCode, Body()]) -> SessionView:
    """Begin a session with a code, which is good once. Attempts that fail make the next ones wait, per address."""
    here = _asked(request, cookie=sent.cookie)
    here.noted.detail["with"] = "code"
    opened = here.platform.accounts.codes.use(sent.code.get_secret_value(), address=here.address)
    here.noted.actor = opened.user.id
    return _shown(here, opened, cookie=sent.cookie)


@router.post("/auth/refresh", summary="Go on with a session", operation_id="refreshSession", tags=["access"])
def refresh_session(request: Request, session: Annotated[ChangeSession, Body()]) -> SessionView:
    """Return the next pair of tokens. A refresh token is good once: shown again, it ends the session.

    Without one in the body it is the cookie's, and the next one comes as a cookie. Two tabs may show one cookie within seconds.
    """
    here = call(request)
    if session.refresh_token is not None:
        return SessionView.of(here.platform.accounts.sessions.refresh(session.refresh_token.get_secret_value()))
    here.browser.checked()
    try:
        opened = here.platform.accounts.sessions.refresh(here.browser.token or "", browser=True)
    except Unauthorized:
        here.browser.forget()
        raise
    return _shown(here, opened, cookie=True)


@router.post("/auth/logout", summary="Log out", operation_id="logOut", tags=["access"], status_code=204)
def logout(request: Request) -> Response[None]:
    """End the session that the access token is of, with all its tokens; of a browser, that of its cookie, which it forgets.

    A browser's cookie is enough where the access token has ended already.
    """
    here = call(request)
    sessions, cookie = here.platform.accounts.sessions, here.browser.token
    if cookie is None:
        sessions.logout(here.known)
        return nothing()
    here.browser.checked()
    here.browser.forget()
    if here.principal is None:
        here.noted.actor = sessions.end(cookie)
        return nothing()
    if here.principal.via is Via.SESSION:
        sessions.logout(here.principal)
    with suppress(Unauthorized):  # usually it has ended just now, with the access token
        sessions.end(cookie)
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


def _asked(request: Request, *, cookie: bool) -> Call:
    """Return the surroundings of a request that may ask for a cookie. Raises Forbidden where another origin's page does."""
    here = call(request)
    if cookie:
        here.browser.checked()
    return here


def _shown(here: Call, opened: Opened, *, cookie: bool) -> SessionView:
    """Return the public form of a session; its refresh token goes into the cookie if that is wanted."""
    if cookie and opened.refresh_token:
        here.browser.keep(opened.refresh_token, seconds=opened.lasts)
    return SessionView.of(opened, cookie=cookie)


def nothing() -> Response[None]:
    """Return the answer that has nothing to say."""
    return Response(status_code=HTTPStatus.NO_CONTENT.value, body=None)
