"""Socket Mode: Slack's commands and buttons by a connection that this platform opens, so that Slack needs no way to it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from functions.observability import logger

SECONDS: Final = 10
AGAIN: Final = 30.0
THREADS: Final = 8
# Its own log names people and addresses of sockets, which are secret.
_log = logging.getLogger("functions.slack_sdk.socket")
_log.setLevel(logging.CRITICAL)
Listen = Callable[[str, Mapping[str, Any], str], Mapping[str, Any] | None]


class SlackSocket:
    """One connection, opened anew whenever it ends. `listen` gets what came: its type, its payload, the envelope's id."""

    def __init__(self, *, token: str, api: str, listen: Listen) -> None:
        web = WebClient(base_url=f"{api}/", timeout=SECONDS, retry_handlers=[], logger=_log)
        self._client = SocketModeClient(token, logger=_log, web_client=web, concurrency=THREADS)
        self._client.socket_mode_request_listeners.append(self._heard)
        self._listen = listen

    def run(self, over: threading.Event) -> None:
        """Stay connected until it is over. Returns when the connection is closed."""
        while not over.is_set():
            try:
                self._client.connect()
            except (SlackClientError, OSError) as error:
                logger.warning("Slack's socket cannot be opened", error=type(error).__name__)
                over.wait(AGAIN)
                continue
            logger.info("Slack's socket is open")
            break
        over.wait()  # the client's own threads connect again where the connection ends
        self._client.close()

    @property
    def connected(self) -> bool:
        """True while there is a connection."""
        return bool(self._client.is_connected())

    def _heard(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        """Answer one envelope. What fails is not acknowledged: Slack then says so to who asked."""
        try:
            answer = self._listen(request.type, request.payload, request.envelope_id)
        except Exception:  # noqa: BLE001 - the connection outlives any bug
            logger.exception("chat request failed", envelope=request.envelope_id)
            return
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, dict(answer) if answer else None))
