"""A store's database server, in its pod: the passwords of the shop's user.

The server is told what it keeps anyway, never a password: a verifier, which is worked out here. So none can come into a log of
its statements. Who signs in is the shop's user over the network, as the shop does; the password comes by standard input.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import quote

from functions.adapters.kube.streams import StreamFailed
from functions.application.rotating import Server
from functions.domain.errors import InvalidRequest

# A command in the database's pod, with standard input; returns what it printed. Raises StreamFailed.
Run = Callable[[Sequence[str], str], str]
ITERATIONS: Final = 4096  # PostgreSQL's own default


@dataclass(frozen=True)
class MariaDb:
    """Signs a user in by any of several passwords."""

    run: Run
    user: str
    database: str
    takes_two: ClassVar[bool] = True

    def set(self, passwords: Sequence[str]) -> None:
        """Let the user in with these alone. Raises StreamFailed."""
        ways = " OR ".join(f"mysql_native_password USING '{_native(each)}'" for each in passwords)
        self.run(["mariadb"], f"ALTER USER '{self.user}'@'%' IDENTIFIED VIA {ways};\n")

    def takes(self, password: str) -> bool:
        """Sign in. Raises StreamFailed where that fails for another reason than the password."""
        quoted = password.replace("\\", "\\\\").replace('"', '\\"')
        options = f'[client]\nprotocol=tcp\nhost=127.0.0.1\nuser={self.user}\npassword="{quoted}"\n'
        command = ["mariadb", "--defaults-file=/dev/stdin", "--execute", "DO 1", self.database]
        return _signs_in(lambda: self.run(command, options), "ERROR 1045")


@dataclass(frozen=True)
class PostgreSql:
    """A role has one password. Connections that are open stay open when it changes."""

    run: Run
    user: str
    database: str
    takes_two: ClassVar[bool] = False

    def set(self, passwords: Sequence[str]) -> None:
        """Let the role in with the first one. Raises StreamFailed."""
        statement = f"ALTER ROLE \"{self.user}\" PASSWORD '{_scram(passwords[0], secrets.token_bytes(16))}';\n"
        self.run(self._psql(), statement)

    def takes(self, password: str) -> bool:
        """Sign in. Raises StreamFailed where that fails for another reason than the password."""
        address = f"postgresql://{self.user}:{quote(password, safe='')}@127.0.0.1/{self.database}"
        return _signs_in(lambda: self.run(self._psql(), f"\\connect '{address}'\n"), "password authentication failed")

    def _psql(self) -> list[str]:
        """As the shop's user, whom the local socket admits: who is in the container can read the data anyway."""
        return [
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            f"--username={self.user}",
            f"--dbname={self.database}",
        ]


SERVERS: Final[dict[str, type[MariaDb | PostgreSql]]] = {"mariadb": MariaDb, "postgresql": PostgreSql}


def open_server(image: str, run: Run, *, user: str, database: str) -> Server:
    """Return the server that an engine's image of that name runs. Raises InvalidRequest for one that is not known."""
    if image not in SERVERS:
        raise InvalidRequest(f"has a database whose passwords cannot be changed: {image}", field="engine")
    return SERVERS[image](run, user, database)


def _signs_in(attempt: Callable[[], str], refusal: str) -> bool:
    try:
        attempt()
    except StreamFailed as failed:
        if refusal in failed.said:
            return False
        raise
    return True


def _native(password: str) -> str:
    """What MariaDB keeps of a password."""
    once = hashlib.sha1(password.encode(), usedforsecurity=False).digest()  # the server's own way to keep it
    return f"*{hashlib.sha1(once, usedforsecurity=False).hexdigest().upper()}"


def _scram(password: str, salt: bytes) -> str:
    """What PostgreSQL keeps of a password (RFC 5803)."""
    text = unicodedata.normalize("NFKC", password).encode()
    salted = hashlib.pbkdf2_hmac("sha256", text, salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    of_server = hmac.digest(salted, b"Server Key", "sha256")
    shown = [base64.b64encode(part).decode() for part in (salt, stored, of_server)]
    return f"SCRAM-SHA-256${ITERATIONS}:{shown[0]}${shown[1]}:{shown[2]}"
