"""Which platform is meant, and how a command signs in there.

The address is that of --context, of $STOREYARD_URL, of the context in use, or of the platform that `make up` runs on this
machine. A credential is sent to the address that it was stored for, and to no other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.cli.config import LOCAL, Config, checked_url, on_this_machine
from functions.cli.errors import NotSignedIn, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from functions.cli.client import Client, Credential
    from functions.cli.world import World

LOCAL_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Place:
    """A platform, and the context that it is known by; `name` is empty for one that only $STOREYARD_URL names."""

    name: str
    url: str
    home: Path

    @property
    def local_token(self) -> Path | None:
        """The file that `make up` wrote the first owner's token into, if this is the platform of this machine."""
        return self.home / "token" if self.name in {LOCAL, ""} and on_this_machine(self.url) else None


def place(world: World, wanted: str | None) -> Place:
    """Return the platform that a command is about. Raises Usage if there is no such context."""
    known = world.config.read()
    given = world.environ.get("STOREYARD_URL")
    home = home_of(world.environ)
    if given and not wanted:
        url = checked_url(given)
        same = [name for name, context in known["contexts"].items() if context.get("url") == url]
        return Place(known["current"] if known["current"] in same else next(iter(same), ""), url, home)
    name = wanted or known["current"]
    if name not in known["contexts"] and name != LOCAL:
        raise Usage(f"There is no context {name!r}.", next_command="storeyard context list")
    url = known["contexts"].get(name, {}).get("url") or local_url(home)
    return Place(name, url, home)


def home_of(environ: Mapping[str, str]) -> Path:
    """Return the folder of the platform on this machine, as `make up` chooses it."""
    data = environ.get("XDG_DATA_HOME") or f"{environ.get('HOME', '/')}/.local/share"
    return Path(environ.get("STOREYARD_HOME") or f"{data}/storeyard")


def local_url(home: Path) -> str:
    """Return the address of the platform on this machine: what it was started with, or the usual one."""
    try:
        found: Any = json.loads((home / "platform.json").read_text(encoding="utf-8"))
        return checked_url(found["api"])
    except (OSError, ValueError, KeyError, TypeError, Usage):
        return LOCAL_URL


def credential(world: World, where: Place) -> Credential:
    """Return what to sign in with: $STOREYARD_TOKEN, what was stored, or the token that `make up` wrote."""
    from functions.cli.client import Bearer  # noqa: PLC0415 - httpx takes a while; --help does without

    if given := world.environ.get("STOREYARD_TOKEN"):
        return Bearer(given.strip())
    stored = world.config.context(where.name) if where.name else {}
    if stored.get("session"):
        return Session(world.config, where.name)
    if stored.get("token"):
        return Bearer(stored["token"])
    if where.local_token is not None:
        try:
            return Bearer(where.local_token.read_text(encoding="utf-8").strip() or None)
        except OSError:
            return Bearer(None)
    return Bearer(None)


def connect(world: World, where: Place, signed_in_with: Credential | None = None) -> Client:
    """Return a client of the platform."""
    from functions.cli.client import Client  # noqa: PLC0415 - as above

    given = signed_in_with or credential(world, where)
    return Client(where.url, given, transport=world.transport, sleep=world.sleep, now=world.now)


class Session:
    """What `storeyard login` brought: an access token of minutes, renewed with a refresh token that is good for one use.

    The file is asked each time, and renewing holds a lock: of two commands at once, one renews and the other finds it done. A
    refresh token that was used twice would end the session on both.
    """

    def __init__(self, config: Config, name: str) -> None:
        self._config, self._name = config, name

    def token(self) -> str | None:
        """Return the access token."""
        found: str | None = self._stored().get("access_token")
        return found

    def renew(self, refused: str | None, http: httpx.Client) -> bool:
        """Get another access token, unless another command has. Raises NotSignedIn if the session has ended."""
        with self._config.locked("session"):
            stored = self._stored()
            if stored.get("access_token") != refused:
                return bool(stored)
            if not stored.get("refresh_token"):
                return False
            answer = http.post("/api/auth/refresh", json={"refresh_token": stored["refresh_token"]})
            if answer.status_code == HTTPStatus.UNAUTHORIZED:
                self._config.change_context(self._name, session=None)
                raise NotSignedIn("The session has ended.", next_command="storeyard login")
            if answer.status_code != HTTPStatus.OK:
                return False
            self._config.change_context(self._name, session=session_of(answer.json()))
            return True

    def _stored(self) -> dict[str, Any]:
        return self._config.context(self._name).get("session") or {}


def session_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of the answer to a login or a refresh."""
    return {key: answer[key] for key in ("access_token", "refresh_token")}
