"""Users: registered, added, listed, changed; and their passwords."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from functions.application.allowance import forgetting
from functions.application.attempts import WRITE_ATTEMPTS, LoginAttempts
from functions.application.paging import Page, page
from functions.application.ports.credentials import PasswordHasher
from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.application.ports.system import Clock, Ids
from functions.domain.access import Principal, Scope, Via
from functions.domain.entities import ALL_STORES, ALL_USERS, EMAILS, FOUNDINGS, USERS
from functions.domain.errors import (
    EmailTaken,
    Forbidden,
    InvalidRequest,
    NotFound,
    VersionConflict,
)
from functions.domain.user import EmailClaim, Founding, Role, User, check_password

FIRST = "first"
OLD_DEFAULT = "owner"  # the user that `make up` of 0.1.0 made; on DynamoDB the rows of that version are in no listing of users


@dataclass(frozen=True)
class NewUser:
    """Somebody who is to be a user. The e-mail address is in lower case."""

    email: str
    name: str
    password: str = field(repr=False)
    role: Role = Role.OWNER
    store_limit: int | None = None


class UserService:
    """The use cases. Every write is one commit."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        repository: Repository,
        clock: Clock,
        ids: Ids,
        hasher: PasswordHasher,
        attempts: LoginAttempts,
        open_to_all: bool,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._hasher = hasher
        self._attempts = attempts
        self._open_to_all = open_to_all

    def register(self, new: NewUser, by: Principal | None, *, address: str) -> User:
        """Make a user of whoever asks. The first one ever is an admin, and whom the holder of the set-up token registers.

        Raises Forbidden where registration is closed, EmailTaken and TooManyRequests.
        """
        admin = by is not None and by.allows(Scope.ADMIN)
        check_password(new.password, email=new.email)
        if not (admin or self._open_to_all or self._nobody()):
            raise Forbidden("Registration is closed: ask an admin of this platform for an account.")
        if not admin:
            self._attempts.begin(email=None, address=address)
        kept = self._hasher.hash(new.password)
        for _ in range(WRITE_ATTEMPTS):
            nobody = self._nobody()
            if not (admin or self._open_to_all or nobody):
                raise Forbidden("Registration is closed: ask an admin of this platform for an account.")
            setup = by is not None and admin and by.via is Via.SETUP_TOKEN
            user = self._user(new, kept, Role.ADMIN if nobody or setup else Role.OWNER)
            founding = [Insert(Founding(user=user.id))] if nobody else []
            if self._recorded(user, *founding):
                return user
        raise VersionConflict("others register right now; try again in a moment")

    def add(self, new: NewUser) -> User:
        """Make a user as an admin says. Raises EmailTaken."""
        check_password(new.password, email=new.email)
        user = self._user(new, self._hasher.hash(new.password), new.role)
        if not self._recorded(user):
            raise VersionConflict("the user could not be recorded; try again in a moment")
        return user

    def page(self, *, limit: int, cursor: str | None) -> Page[User]:
        """Return a page of all users by id. Raises InvalidRequest(field="cursor")."""
        return page(self._repository, ALL_USERS, listing="users", limit=limit, cursor=cursor)

    def get(self, user_id: str) -> User:
        """Return a user. Raises NotFound."""
        user = self._repository.get(USERS, id=user_id)
        if user is None:
            raise NotFound(f"there is no user {user_id}")
        return user

    def change(self, user_id: str, changes: Mapping[str, Any], by: User) -> User:
        """Change a user's name, role or limit of stores. Raises NotFound, and InvalidRequest for one's own role."""
        if user_id == by.id and changes.get("role", by.role) is not by.role:
            raise InvalidRequest("must stay as it is: another admin can change it", field="role")

        def changed(user: User) -> tuple[User, list[Change]]:
            becomes = changes.get("role", user.role)
            counted = forgetting(self._repository, user_id) if becomes is not user.role else []
            return user.model_copy(update=dict(changes)), counted

        return self._write(user_id, changed)

    def reset_password(self, user_id: str, password: str) -> User:
        """Give a user another password and end all their sessions. Raises NotFound; InvalidRequest for one without e-mail."""
        user = self.get(user_id)
        if user.email is None:
            raise InvalidRequest("cannot be set: this user has no e-mail address to log in with", field="password")
        check_password(password, email=user.email)
        return self._set(user_id, self._hasher.hash(password))

    def change_password(self, user: User, *, current: str, new: str, address: str) -> User:
        """Change one's own password, and end all one's sessions. Raises InvalidRequest and TooManyRequests.

        Forbidden for who has none: the user of the set-up token.
        """
        if user.email is None:
            raise Forbidden("You have no e-mail address to log in with, and so no password.")
        check_password(new, email=user.email, field="new_password")
        self._attempts.begin(email=user.email, address=address)
        if not self._hasher.verify(user.password_hash, current):
            raise InvalidRequest("is not your password", field="current_password")
        self._attempts.succeeded(email=user.email, address=address)
        return self._set(user.id, self._hasher.hash(new))

    def _set(self, user_id: str, kept: str) -> User:
        return self._write(
            user_id, lambda user: (user.model_copy(update={"password_hash": kept, "epoch": user.epoch + 1}), list[Change]())
        )

    def _write(self, user_id: str, change: Callable[[User], tuple[User, list[Change]]]) -> User:
        for _ in range(WRITE_ATTEMPTS):
            user = self.get(user_id)
            changed, more = change(user)
            try:
                self._repository.commit(Replace(changed), *more)
            except VersionConflict:
                continue
            return changed
        raise VersionConflict("the user is changing right now; try again in a moment")

    def _recorded(self, user: User, *more: Change) -> bool:
        """Record a new user; False if somebody wrote first, but not of that e-mail address. Raises EmailTaken."""
        assert user.email is not None  # noqa: S101 - a new user has one
        try:
            self._repository.commit(Insert(user), Insert(EmailClaim(email=user.email, user=user.id)), *more)
        except VersionConflict as conflict:
            if self._repository.get(EMAILS, email=user.email) is not None:
                raise EmailTaken("there is a user with this e-mail address already", field="email") from conflict
            return False
        return True

    def _user(self, new: NewUser, kept: str, role: Role) -> User:
        return User(
            id=f"u-{self._ids.operation_id().lower()}",
            name=new.name,
            role=role,
            email=new.email,
            password_hash=kept,
            store_limit=new.store_limit,
            created_at=self._clock.now(),
        )

    def _nobody(self) -> bool:
        """True if there was never a user. A state from before this was recorded has users or stores."""
        if self._repository.get(FOUNDINGS, name=FIRST) or self._repository.get(USERS, id=OLD_DEFAULT):
            return False
        return not self._repository.find(ALL_USERS, limit=1) and not self._repository.find(ALL_STORES, limit=1)
