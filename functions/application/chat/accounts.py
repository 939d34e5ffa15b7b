"""Whose account somebody of a chat program acts as: linked by a code that they get there, and confirm on the page."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from functions.application.activity import ActivityLog, Deed
from functions.application.paging import Page, page
from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.rewriting import rewritten
from functions.domain.access import Principal, Via, scope_of
from functions.domain.chat import CODE_TIME, NAME_MAX, ChatCode, ChatLink, Person, over
from functions.domain.chat_entities import CHAT_CODES, CHAT_LINKS, USERS_CHAT_LINKS
from functions.domain.entities import USERS
from functions.domain.errors import Forbidden, NotFound
from functions.domain.origin import Origin
from functions.domain.user import User, hash_token

PREFIX: Final = "sychat"
NO_CODE: Final = "there is no such code, or not any more: it works once and for ten minutes"


class ChatAccounts:
    """The use cases."""

    def __init__(self, *, repository: Repository, clock: Clock, activity: ActivityLog, page_url: str) -> None:
        self._repository = repository
        self._clock = clock
        self._activity = activity
        self._page = page_url

    def user_of(self, person: Person) -> User | None:
        """Return whom somebody of a chat program acts as; None: nobody yet. Raises Unavailable."""
        link = self._link_of(person)
        return self._repository.get(USERS, id=link.user) if link else None

    def invitation(self, person: Person) -> str:
        """Return the address of the page that links this person, good once and for ten minutes."""
        secret, now = secrets.token_urlsafe(32), self._clock.now()
        made = ChatCode(
            id=secrets.token_hex(8),
            code_hash=hash_token(secret),
            provider=person.provider,
            team=person.team,
            chat_user=person.user,
            team_name=person.team_name[:NAME_MAX],
            name=person.name[:NAME_MAX],
            created_at=now,
            expires_at=now + CODE_TIME,
        )
        self._repository.commit(Insert(made))
        return f"{self._page}/chat/link?code={PREFIX}_{made.id}_{secret}"

    def look(self, code: str) -> ChatCode:
        """Return who wants to be linked by a code. Raises NotFound for one that is not good, or not any more."""
        begins, _, rest = code.partition("_")
        code_id, _, secret = rest.partition("_")
        made = self._repository.get(CHAT_CODES, id=code_id) if begins == PREFIX else None
        if made is None or not hmac.compare_digest(made.code_hash, hash_token(secret)):
            raise NotFound(NO_CODE)
        return made

    def link(self, code: str, by: Principal) -> ChatLink:
        """Let whoever asked for the code act as the caller from now on, and as nobody else.

        Raises NotFound, VersionConflict where others use it at this moment, and Forbidden for a personal token: what it links
        would outlive it, and could do more.
        """
        if by.via is Via.PERSONAL_TOKEN or not by.scope.includes(scope_of(by.user.role)):
            raise Forbidden("A personal access token cannot link a chat account: log in.")
        made = self.look(code)
        before = self._repository.get(CHAT_LINKS, provider=made.provider, team=made.team, chat_user=made.chat_user)
        link = ChatLink(
            id=secrets.token_hex(8),
            provider=made.provider,
            team=made.team,
            chat_user=made.chat_user,
            team_name=made.team_name,
            name=made.name,
            user=by.user.id,
            created_at=self._clock.now(),
        )
        written: Change = Insert(link) if before is None else Replace(link.model_copy(update={"version": before.version}))
        self._repository.commit(Replace(over(made, self._clock.now())), written)
        return link

    def refuse(self, code: str) -> ChatCode:
        """End a code without linking anybody; return who had asked. Raises NotFound, VersionConflict."""
        made = self.look(code)
        self._repository.commit(Replace(over(made, self._clock.now())))
        return made

    def of(self, user: User, *, limit: int, cursor: str | None) -> Page[ChatLink]:
        """Return a page of who is linked with a user. Raises InvalidRequest(field="cursor")."""
        return page(self._repository, USERS_CHAT_LINKS, listing="chat-links", limit=limit, cursor=cursor, user=user.id)

    def unlink(self, link_id: str, user: User) -> None:
        """Let somebody of a chat program act as the user no more. Raises NotFound for what is not the user's."""

        def found() -> ChatLink:
            links = self._repository.find(USERS_CHAT_LINKS, user=user.id)
            link = next((link for link in links if link.id == link_id), None)
            if link is None:
                raise NotFound("there is no linked chat account with this id")
            return link

        rewritten(self._repository, found, lambda link: over(link, self._clock.now()), what="link")

    def leave(self, person: Person, origin: Origin) -> bool:
        """Unlink who asks for it in the chat; True if they were linked."""
        link = self._link_of(person)
        if link is None:
            return False
        self._repository.commit(Replace(over(link, self._clock.now())))
        said = {"link": link.id, "provider": link.provider.value}
        self._activity.record(Deed("chat.unlink", "done", link.user, link.user, detail={**said}), origin)
        return True

    def _link_of(self, person: Person) -> ChatLink | None:
        return self._repository.get(CHAT_LINKS, provider=person.provider, team=person.team, chat_user=person.user)
