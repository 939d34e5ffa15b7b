"""`storeyard login`, `logout`, `whoami`, `open`, `token`, `user`: who is signed in, and who may."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from functions.cli.commands.stores import LimitOption
from functions.cli.errors import CliError, Problem, Unreachable, Usage
from functions.cli.here import Here, command
from functions.cli.session import Place, connect, session_of
from functions.cli.showing import at, details, listing, sign_in_link
from functions.cli.world import has_screen

tokens = typer.Typer(help="Make and revoke tokens for programs.")
users = typer.Typer(help="Look after who may use the platform. For admins.")

TOKENS = {"ID": "id", "NAME": "name", "SCOPE": "scope", "ENDS": "expires_at", "LAST USED": "last_used_at", "MADE": "created_at"}
USERS = {"ID": "id", "NAME": "name", "EMAIL": "email", "ROLE": "role", "STORES": "store_limit", "SINCE": "created_at"}
WITH_STDIN = "say --password-stdin and give the password on standard input"
UserArgument = Annotated[str, typer.Argument(metavar="USER", help="the user's id")]
PasswordOption = Annotated[bool, typer.Option("--password-stdin", help="take the password from standard input")]


def login(
    here: Here,
    email: Annotated[str | None, typer.Option(help="the address that you registered with")] = None,
    with_token: Annotated[bool, typer.Option("--with-token", help="store a token, taken from standard input")] = False,
) -> None:
    """Sign in with e-mail and password, or store a token. It is kept for the context in use."""
    from functions.cli.client import Bearer  # noqa: PLC0415 - it brings httpx

    where = here.place
    if not where.name:
        raise Usage(
            "$STOREYARD_URL names a platform without a context.", next_command=f"storeyard context add NAME {where.url}"
        )
    if with_token:
        token = sys.stdin.readline().strip() if not here.world.is_tty("stdin") else here.ask("Token", hidden=True).strip()
        if not token:
            raise Usage("Standard input holds no token.")
        with connect(here.world, where, Bearer(token)) as client:
            user = client.get(at("me"))["user"]
        _remember(here, where, token=token)
    else:
        given = email or here.ask("E-mail", instead="say --email, or store a token with --with-token")
        password = here.ask("Password", hidden=True, instead="store a token with --with-token")
        with connect(here.world, where, Bearer(None)) as client:
            answer = client.post(at("auth", "login"), {"email": given, "password": password})
        user = answer["user"]
        _remember(here, where, session=session_of(answer))
    if here.output.json:
        here.output.document({"context": where.name, "url": where.url, "user": user})
    else:
        here.output.text(f"Signed in to {where.url} as {user.get('email') or user.get('name')}.")


def _remember(here: Here, where: Place, *, token: str | None = None, session: dict[str, Any] | None = None) -> None:
    """Keep a credential with the address that it is for, in place of the one before."""
    here.world.config.change_context(where.name, url=where.url, token=token, session=session)


def logout(here: Here) -> None:
    """End the session, and forget what was stored for the context in use."""
    where = here.place
    stored = here.world.config.context(where.name)
    if not where.name or not (stored.get("token") or stored.get("session")):
        raise Usage("Nothing is stored here to sign in with.")
    told = True
    if stored.get("session"):
        try:
            here.client.post(at("auth", "logout"))
        except CliError as error:
            told = isinstance(error, Problem) and error.status == 401  # noqa: PLR2004 - it has ended already
    here.world.config.change_context(where.name, token=None, session=None)
    _shown(here, {"context": where.name, "url": where.url}, f"Signed out of {where.url}.")
    if not told:
        raise Unreachable(
            "What was stored is forgotten, but the platform could not be told: the session ends by itself.", sent=True
        )


def whoami(here: Here) -> None:
    """Show who you are to the platform."""
    details(here, at("me"))


def open_page(
    here: Here,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="print the link and start no browser")] = False,
) -> None:
    """Open the dashboard in a browser, signed in: prints a link that is good once, for ten minutes. JSON: print it only."""
    made = here.client.post(at("auth", "codes"))
    link = sign_in_link(here.client.url, made)
    if here.output.json:
        here.output.document({"url": link, "expires_at": made["expires_at"]})
        return
    here.output.text(link)
    seen = here.world.is_tty("stdout") and has_screen(here.world.environ)
    if seen and not no_browser and not here.world.browse(link):
        here.output.say("No browser could be started here.")


@command(tokens, "create", example="storeyard token create ci --scope operate --expires 90")
def create_token(
    here: Here,
    name: Annotated[str, typer.Argument(help="what it is for")],
    scope: Annotated[str | None, typer.Option(help="read (as usual), operate or admin")] = None,
    expires: Annotated[int | None, typer.Option(min=1, help="days until it ends; 90 as usual")] = None,
) -> None:
    """Make a token for a program. It is shown once."""
    wanted = {"name": name, "scope": scope, "expires_in_days": expires}
    made = here.client.post(at("tokens"), {field: value for field, value in wanted.items() if value is not None})
    if here.output.json:
        here.output.document(made)
    else:
        here.output.say("This token is shown once:")
        here.output.text(made["token"])


@command(tokens, "list", example="storeyard token list")
def list_tokens(here: Here, limit: LimitOption = 100) -> None:
    """List your tokens, without what is secret of them."""
    listing(here, at("tokens"), TOKENS, limit=limit, empty="There is no token. `storeyard token create` makes one.")


@command(tokens, "revoke", example="storeyard token revoke 01JD…")
def revoke(here: Here, token: Annotated[str, typer.Argument(metavar="ID", help="the token's id, not the token")]) -> None:
    """End a token at once."""
    found = here.client.delete(at("tokens", token))
    if here.output.json:
        here.output.document(found)
    else:
        here.output.say("The token is good no more.")


@command(users, "list", example="storeyard user list")
def list_users(here: Here, limit: LimitOption = 100) -> None:
    """List who may use the platform."""
    listing(here, at("users"), USERS, limit=limit)


@command(users, "add", example="storeyard user add anna@example.com --name Anna")
def add(
    here: Here,
    email: Annotated[str, typer.Argument(help="the address that they sign in with")],
    name: Annotated[str, typer.Option(help="what they are called")],
    role: Annotated[str, typer.Option(help="owner or admin")] = "owner",
    stores: Annotated[int | None, typer.Option(min=0, help="stores at most; else as the platform's setting says")] = None,
    password_stdin: PasswordOption = False,
) -> None:
    """Add a user, with a first password."""
    body: dict[str, Any] = {"email": email, "name": name, "role": role, "password": _password(here, stdin=password_stdin)}
    body |= {} if stores is None else {"store_limit": stores}
    _shown(here, here.client.post(at("users"), body), f"{email} may sign in now.")


@command(users, "limit", example="storeyard user limit 01JD… 10")
def limit(
    here: Here,
    user: UserArgument,
    stores: Annotated[int | None, typer.Argument(min=0, help="stores at most; none: as the platform's setting says")] = None,
) -> None:
    """Say how many stores a user may have."""
    sentence = "As many stores as the platform's setting says" if stores is None else f"At most {stores} stores"
    _shown(here, here.client.patch(at("users", user), {"store_limit": stores}), f"{sentence} from now on.")


@command(users, "reset-password", example="storeyard user reset-password 01JD…")
def reset_password(here: Here, user: UserArgument, password_stdin: PasswordOption = False) -> None:
    """Give a user another password. Ends all their sessions."""
    body = {"password": _password(here, stdin=password_stdin)}
    _shown(here, here.client.post(at("users", user, "password"), body), "The password is changed; all sessions have ended.")


def _shown(here: Here, found: dict[str, Any], sentence: str) -> None:
    here.output.document(found) if here.output.json else here.output.say(sentence)


def _password(here: Here, *, stdin: bool) -> str:
    if not stdin:
        return here.ask("New password", hidden=True, twice=True, instead=WITH_STDIN)
    found = sys.stdin.readline().rstrip("\r\n")
    if not found:
        raise Usage("Standard input holds no password.")
    return found
