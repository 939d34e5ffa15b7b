"""Slack: slash commands and pressed buttons, over HTTP with a signature, or by a socket that Slack vouches for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from functions.application.chat.conversation import Heard
from functions.application.chat.parts import Chat
from functions.application.chat.said import Action
from functions.application.chat.slack import SlackForm, action_of
from functions.chatops.requests import Event, Refused, form, header, json_object, known_id, part, raw_body, text
from functions.domain.chat import Person, Place, Provider
from functions.domain.chat_signing import is_signed

ANSWERS_AT: Final = "https://hooks.slack.com/"
FORM: Final = SlackForm()
Json = Mapping[str, Any]


class Slack:
    """One workspace's Slack. `answers_at`: what every address begins with that takes answers."""

    def __init__(self, chat: Chat, now: Callable[[], Any], *, answers_at: str = ANSWERS_AT) -> None:
        self._chat = chat
        self._now = now
        self._answers_at = answers_at

    def proven(self, event: Event) -> Mapping[str, str]:
        """Return the form that a request holds. Raises Refused unless Slack signed it a moment ago, and for the first time."""
        raw, timestamp, sent = raw_body(event), header(event, "x-slack-request-timestamp"), header(event, "x-slack-signature")
        secrets = self._chat.secrets.slack
        if not is_signed(secrets, timestamp=timestamp, sent=sent, body=raw, now=self._now()):
            raise Refused
        found = form(raw)
        if not self._chat.replays.first("slack", timestamp, sent):
            raise Refused
        return found

    def command(self, found: Json, request_id: str) -> Json | None:
        """Carry a slash command out; return the answer, or None where it comes later."""
        user, team = known_id(found, "user_id"), known_id(found, "team_id")
        person = Person(Provider.SLACK, team, user, team_name=text(found, "team_domain"), name=text(found, "user_name"))
        heard = self._heard(person, known_id(found, "channel_id"), text(found, "response_url"), request_id)
        said = self._chat.conversation.say(text(found, "text"), heard)
        return None if said is None else FORM.answer(said)

    def interaction(self, found: Json, request_id: str) -> None:
        """Do what pressed buttons do. Answers go by the address that came with them: what this returns nobody is shown."""
        if found.get("type") != "block_actions":
            return
        who, team = part(found, "user"), part(found, "team")
        person = Person(
            Provider.SLACK,
            known_id(team, "id"),
            known_id(who, "id"),
            team_name=text(team, "domain"),
            name=text(who, "username") or text(who, "name"),
        )
        channel = known_id(part(found, "channel"), "id")
        heard = self._heard(person, channel, text(found, "response_url"), request_id)
        pressed = found.get("actions")
        for one in pressed[:1] if isinstance(pressed, list) else []:
            action = action_of(text(one, "action_id")) if isinstance(one, dict) else None
            if action is None:
                continue
            said = self._chat.conversation.press(action, text(one, "value"), heard)
            if said is not None:
                # What only its reader sees is replaced; what all see stays for the others.
                own = part(found, "container").get("is_ephemeral") is True and action is not Action.SAY
                self._chat.conversation.later(FORM.answer(said, replaces=own), heard)

    def _heard(self, person: Person, channel: str, reply_to: str, request_id: str) -> Heard:
        if not reply_to.startswith(self._answers_at):
            raise Refused
        place = Place(Provider.SLACK, person.team, channel, person.user)
        return Heard(person, place, reply_to=reply_to, request_id=request_id)


def payload_of(found: Mapping[str, str]) -> Json:
    """Return what an interaction's form holds. Raises Refused."""
    return json_object(found.get("payload", ""))
