"""Mattermost: slash commands, which show a token, and pressed buttons, which show nothing but what we put into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from functions.application.chat.conversation import Heard
from functions.application.chat.parts import Chat
from functions.application.chat.said import Action
from functions.chatops.requests import Event, Refused, form, header, json_object, known_id, part, raw_body, text
from functions.domain.chat import Person, Place, Provider
from functions.domain.chat_signing import same_token

# People are the server's, and not one team's.
SERVER: Final = "server"
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_TRIGGER: Final = re.compile(r"[\x21-\x7e]{1,500}")
Json = Mapping[str, Any]


class Mattermost:
    """One Mattermost server, at `url`."""

    def __init__(self, chat: Chat, url: str) -> None:
        self._chat = chat
        self._url = url

    def proven(self, event: Event) -> Mapping[str, str]:
        """Return a slash command's form. Raises Refused unless it shows the command's token, and for the first time."""
        found, tokens = form(raw_body(event)), self._chat.secrets.mattermost
        scheme, _, beside = header(event, "authorization").partition(" ")  # the same once more, where no proxy takes it away
        if not same_token(tokens, text(found, "token")) or (scheme.lower() == "token" and not same_token(tokens, beside)):
            raise Refused
        trigger = text(found, "trigger_id")
        if not _TRIGGER.fullmatch(trigger) or not self._chat.replays.first("mattermost", trigger):
            raise Refused
        return found

    def command(self, found: Json, request_id: str) -> Json | None:
        """Carry a slash command out; return the answer, or None where it comes later."""
        reply_to = text(found, "response_url")
        if not reply_to.startswith(f"{self._url}/"):
            raise Refused
        user, channel = known_id(found, "user_id"), known_id(found, "channel_id")
        heard = self._heard(user, channel, text(found, "user_name"), reply_to=reply_to, request_id=request_id)
        said = self._chat.conversation.say(text(found, "text"), heard)
        return None if said is None else self._chat.mattermost.answer(said)

    def action(self, event: Event, request_id: str) -> Json:
        """Do what a pressed button does, and return the answer. Raises Refused for a request that has no nonce of ours.

        Mattermost keeps a button's context to itself: who shows a nonce is its server, and can tell who pressed.
        """
        found = json_object(raw_body(event))
        context = part(found, "context")
        nonce, wanted = text(context, "nonce"), text(context, "action")
        if not _NONCE.fullmatch(nonce) or wanted not in set(Action):
            raise Refused
        user, channel = known_id(found, "user_id"), known_id(found, "channel_id")
        heard = self._heard(user, channel, text(found, "user_name"), reply_to="", request_id=request_id)
        action = Action(wanted)
        said = self._chat.conversation.press(action, nonce, heard)
        assert said is not None  # noqa: S101 - without an address for it no answer comes later
        return self._chat.mattermost.pressed(said, replaces=action is not Action.SAY)

    def _heard(self, user: str, channel: str, name: str, *, reply_to: str, request_id: str) -> Heard:
        host = urlsplit(self._url).netloc
        person = Person(Provider.MATTERMOST, SERVER, user, team_name=host, name=name)
        return Heard(person, Place(Provider.MATTERMOST, SERVER, channel, user), reply_to=reply_to, request_id=request_id)
