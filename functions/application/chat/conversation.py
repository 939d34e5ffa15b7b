"""What people say and press in a chat program, carried out as the accounts they are linked to, with their rights and limits."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.application.chat.accounts import ChatAccounts
from functions.application.chat.buttons import SIGNED, ChatButtons
from functions.application.chat.commands import Command
from functions.application.chat.parsing import Misunderstood, parse
from functions.application.chat.replies import Reply, refused
from functions.application.chat.said import Action, Button, Said, said_of, with_buttons
from functions.application.chat.service import ChatService
from functions.application.ports.repository import Insert, Repository
from functions.application.ports.system import Clock
from functions.application.rates import Rates
from functions.domain.chat import ANSWER_TIME, ChatAnswer, Person, Place
from functions.domain.entities import STORES
from functions.domain.errors import StoreyardError
from functions.domain.origin import Origin
from functions.domain.user import User

LEFT: Final = "Nothing was done."


@dataclass(frozen=True)
class Heard:
    """Who said something, and where. `reply_to`: an address that takes answers for half an hour; empty: there is none."""

    person: Person
    place: Place
    reply_to: str = ""
    request_id: str = ""

    @property
    def origin(self) -> Origin:
        """What an operation that comes of it keeps."""
        return Origin(self.request_id, self.place.provider.value, self.place.address)


class Conversation:
    """The use cases. Nothing that people say raises, nor what is expected to go wrong: they are told in words."""

    def __init__(  # noqa: PLR0913 - what it is made of, by name
        self,
        *,
        chat: ChatService,
        accounts: ChatAccounts,
        buttons: ChatButtons,
        repository: Repository,
        clock: Clock,
        rates: Rates,
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self._chat = chat
        self._accounts = accounts
        self._buttons = buttons
        self._repository = repository
        self._clock = clock
        self._rates = rates
        self._changed = changed

    def say(self, line: str, heard: Heard) -> Said | None:
        """Carry a line out and return the answer. None: it needs a look into a cluster, and comes by `reply_to`."""
        return self._told(lambda: self._say(line, heard), heard)

    def press(self, action: Action, value: str, heard: Heard) -> Said | None:
        """Do what a button does; `value` is what it carried. None as above."""
        return self._told(lambda: self._press(action, value, heard), heard, sealed=False)

    def look(self, answer: ChatAnswer) -> Said:
        """Carry out a line that was put off; for who sends answers."""
        person = Person(answer.provider, answer.team, answer.chat_user)
        heard = Heard(person, Place(answer.provider, answer.team, answer.channel, answer.chat_user))
        found = self._told(lambda: self._carried_out(answer.line, heard, confirmed=False), heard)
        assert found is not None  # noqa: S101 - it is put off once
        return found

    def later(self, payload: Mapping[str, Any], heard: Heard) -> None:
        """Have an answer sent that does not go with its request. Raises Unavailable."""
        self._put_off(heard, body=json.dumps(payload, ensure_ascii=False))

    def _say(self, line: str, heard: Heard) -> Said | None:
        self._count(heard)
        command = _command_of(line)
        if command is not None and command.chats:
            return self._linking(command.name, heard)
        if command is not None and command.looks and heard.reply_to:
            if self._accounts.user_of(heard.person) is None:
                return self._invited(heard)
            self._put_off(heard, line=line)
            return None
        return self._carried_out(line, heard, confirmed=False)

    def _press(self, action: Action, value: str, heard: Heard) -> Said | None:
        if action is Action.SAY and heard.place.provider in SIGNED:
            return self._say(value, heard)
        button = self._buttons.used(value, heard.person)  # before anything is counted or written for who may be a stranger
        if action is Action.LEAVE:
            return Said(LEFT)
        if not button.confirmed:
            return self._say(button.line, heard)
        self._count(heard)
        return self._carried_out(button.line, heard, confirmed=True)

    def _count(self, heard: Heard) -> None:
        place = heard.place
        self._rates.token(f"chat-{place.provider.value}-{place.team}-{place.user}")

    def _carried_out(self, line: str, heard: Heard, *, confirmed: bool) -> Said:
        user = self._accounts.user_of(heard.person)
        if user is None:
            return self._invited(heard)
        reply = self._chat.answer(line, user, confirmed=confirmed, origin=heard.origin)
        if reply.confirm:
            return self._asked_once_more(line, reply, heard)
        return said_of(reply)

    def _asked_once_more(self, line: str, reply: Reply, heard: Heard) -> Said:
        """Name what goes, with a button that only this person can press, for this store, once."""
        if not heard.reply_to:  # what a button of Mattermost's is answered with has no buttons
            return Said(reply.text, (reply.confirm, "Type it, to be asked once more:"), (Button(line, Action.SAY, line),))
        asked = parse(line)
        store = self._repository.get(STORES, id=asked.store)
        if store is None:  # it went a moment ago
            return Said(f"{asked.store} is not there any more.")
        verb = f"{asked.command.name.capitalize()} {store.id}"
        said = Said(reply.text, (reply.confirm, "Who asked can confirm it, once, within 5 minutes."))
        return with_buttons(said, *self._buttons.asking(heard.person, line, store, verb))

    def _linking(self, name: str, heard: Heard) -> Said:
        if name == "unlink":
            left = self._accounts.leave(heard.person, heard.origin)
            return Said("You are not linked any more." if left else "You are not linked.")
        known = self._accounts.user_of(heard.person)
        if known is not None:
            return Said(f"You are linked with {_called(known)}. `unlink` ends that.")
        return self._invited(heard)

    def _invited(self, heard: Heard) -> Said:
        address = self._accounts.invitation(heard.person)
        text = "You are not linked with an account yet. Open this page within 10 minutes, sign in, and confirm that it is you."
        return Said(text, links=(("Link my account", address),))

    def _told(self, do: Callable[[], Said | None], heard: Heard, *, sealed: bool = True) -> Said | None:
        try:
            said = do()
            place = heard.place
            return self._buttons.sealed(place.provider, place.team, said, user=place.user) if said and sealed else said
        except StoreyardError as error:
            return said_of(refused(error))

    def _put_off(self, heard: Heard, *, line: str = "", body: str = "") -> None:
        now, place = self._clock.now(), heard.place
        self._repository.commit(
            Insert(
                ChatAnswer(
                    id=secrets.token_hex(16),
                    provider=place.provider,
                    team=place.team,
                    channel=place.channel,
                    chat_user=place.user,
                    url=heard.reply_to,
                    line=line,
                    body=body,
                    due_at=now,
                    expires_at=now + ANSWER_TIME,
                )
            )
        )
        self._changed()


def _command_of(line: str) -> Command | None:
    try:
        return parse(line).command
    except Misunderstood:
        return None


def _called(user: User) -> str:
    return f"{user.name} ({user.email})" if user.email else user.name
