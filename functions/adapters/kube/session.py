"""Requests to one API server with credentials that hold: renewed when they expire, when they change, when they are refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from functions.adapters.kube.kubeconfig import Access
from functions.domain.errors import Unavailable
from functions.domain.placement import MANAGER

CONNECTIONS = 16
# A token that ends while a request is under way is refused.
EXPIRES_EARLY = 10
PATIENCE = 60


class Session:
    """One connection pool to one API server, for any number of threads. Nothing is read or sent before the first request.

    `read` may take long, since it may run a credential plugin: while it does, other threads wait for so many seconds as
    `patience` says. Raises Unavailable for whatever keeps a request from being answered.
    """

    def __init__(  # noqa: PLR0913 - all but the first have a default
        self,
        read: Callable[[], Access],
        *,
        timeout: httpx.Timeout | float = 20,
        patience: float = PATIENCE,
        trust_env: bool = True,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._read = read
        self._options: dict[str, Any] = {"timeout": timeout, "trust_env": trust_env, "transport": transport}
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        self._connection: _Connection | None = None

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request; once more with new credentials if those it was sent with are refused."""
        with self._taken() as connection:
            answer = connection.send(method, path, **options)
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            return answer
        with self._taken(refused=connection) as renewed:
            return answer if renewed is connection else renewed.send(method, path, **options)

    @contextmanager
    def stream(self, method: str, path: str, **options: Any) -> Iterator[httpx.Response]:
        """Send a request whose answer is read as it comes. Raises what httpx raises once it comes."""
        with self._taken() as connection, connection.http.stream(method, path, **connection.extended(options)) as answer:
            yield answer

    def close(self) -> None:
        """Close the connections that nobody uses now, and the others once they are given back."""
        with self._lock:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.retire()

    @contextmanager
    def _taken(self, refused: _Connection | None = None) -> Iterator[_Connection]:
        connection = self._take(refused)
        try:
            yield connection
        finally:
            connection.give_back()

    def _take(self, refused: _Connection | None) -> _Connection:
        if not self._lock.acquire(timeout=self._patience):
            raise Unavailable("the cluster cannot be reached: its credentials are still being asked for")
        try:
            current = self._connection
            if current is None or self._is_over(current, refused):
                fresh = _Connection(self._read(), **self._options)
                if current is not None:
                    current.retire()
                self._connection = current = fresh
            current.take()
            return current
        finally:
            self._lock.release()

    def _is_over(self, current: _Connection, refused: _Connection | None) -> bool:
        """True if its credentials do not hold any more. Where another thread has renewed them already, they do."""
        access = current.access
        if current is refused and access.renewable:
            return True
        expired = access.expires is not None and self._clock() >= access.expires - EXPIRES_EARLY
        return expired or access.changed()


class _Connection:
    """A pool with one set of credentials; once retired it is closed as soon as nobody uses it."""

    def __init__(self, access: Access, *, transport: httpx.BaseTransport | None, **options: Any) -> None:
        self.access = access
        headers = {"User-Agent": MANAGER} | ({"Authorization": f"Bearer {access.token}"} if access.token else {})
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        try:
            self.http = httpx.Client(
                base_url=access.server,
                verify=access.tls,
                headers=headers,
                limits=limits,
                proxy=access.proxy,
                transport=transport,
                **options,
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise Unavailable(f"the cluster cannot be reached: {error}") from error
        self._lock = threading.Lock()
        self._users = 0
        self._retired = False

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request and read the answer."""
        try:
            return self.http.request(method, path, **self.extended(options))
        except httpx.RequestError as error:
            raise Unavailable(f"the cluster cannot be reached: {error}") from error

    def extended(self, options: dict[str, Any]) -> dict[str, Any]:
        """The options of a request, with the name that the server's certificate is to be for."""
        name = self.access.server_name
        return {**options, "extensions": {"sni_hostname": name}} if name else options

    def take(self) -> None:
        """Count one more user."""
        with self._lock:
            self._users += 1

    def give_back(self) -> None:
        """Count one user less."""
        with self._lock:
            self._users -= 1
        self._close_if_over()

    def retire(self) -> None:
        """Let nobody new have it."""
        with self._lock:
            self._retired = True
        self._close_if_over()

    def _close_if_over(self) -> None:
        with self._lock:
            over = self._retired and not self._users
        if over:
            self.http.close()
