"""Users and access, put together: what entry points use of it."""

from __future__ import annotations

from dataclasses import dataclass

from functions.application.access_tokens import AccessTokens
from functions.application.attempts import LoginAttempts
from functions.application.authentication import Authenticator
from functions.application.ports.credentials import PasswordHasher, TokenSigner
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock, Ids
from functions.application.sessions import Sessions
from functions.application.sign_in_codes import SignInCodes
from functions.application.users import UserService


@dataclass(frozen=True)
class Accounts:
    """The use cases of users and access."""

    users: UserService
    sessions: Sessions
    codes: SignInCodes
    tokens: AccessTokens
    authenticator: Authenticator

    @classmethod
    def over(  # noqa: PLR0913 - the ports they need, by name
        cls,
        repository: Repository,
        *,
        clock: Clock,
        ids: Ids,
        hasher: PasswordHasher,
        signer: TokenSigner,
        open_to_all: bool,
    ) -> Accounts:
        """Return them over one store of record."""
        attempts = LoginAttempts(repository, clock)
        sessions = Sessions(repository=repository, clock=clock, hasher=hasher, signer=signer, attempts=attempts)
        return cls(
            users=UserService(
                repository=repository, clock=clock, ids=ids, hasher=hasher, attempts=attempts, open_to_all=open_to_all
            ),
            sessions=sessions,
            codes=SignInCodes(repository=repository, clock=clock, attempts=attempts, sessions=sessions),
            tokens=AccessTokens(repository=repository, clock=clock),
            authenticator=Authenticator(repository=repository, clock=clock, signer=signer),
        )
