"""How the mail of a caller's stores goes out, and having a shop send some to see whether it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from functions.application.asking import Asking
from functions.application.planning import Accepted
from functions.application.ports.secrets import StoreSecrets
from functions.application.ports.shops import Shops
from functions.application.shopping import check_shop, in_its_words, told
from functions.application.stores import StoreService
from functions.domain.errors import InvalidRequest, MailNotSent
from functions.domain.kinds.mail import KIND
from functions.domain.mail import IN_CLEAR, Relay, is_of, mark_of
from functions.domain.origin import NOWHERE, Origin
from functions.domain.store import Store
from functions.domain.user import User

# A relay takes its time.
SEND_SECONDS: Final = 20.0


class MailSource(StrEnum):
    """Whose relay a store's mail goes out through."""

    NONE = "none"
    PLATFORM = "platform"
    STORE = "store"


@dataclass(frozen=True)
class MailSetting:
    """A store's relay, and whose it is."""

    source: MailSource
    relay: Relay | None


@dataclass(frozen=True)
class WantedRelay:
    """A relay that an owner wants for a store. Without a password the one stays that was given for the same relay."""

    fields: Mapping[str, Any]
    password: str | None = field(default=None, repr=False)

    @property
    def signs_in(self) -> dict[str, Any]:
        """Who is told the password, where."""
        return {"host": self.fields["host"], "port": self.fields["port"], "user": self.fields.get("user")}


class MailService:
    """The use cases. Each raises NotFound for a store that the user may not see."""

    def __init__(self, *, stores: StoreService, shops: Shops, passwords: StoreSecrets) -> None:
        self._stores = stores
        self._asking = Asking(shops)
        self._passwords = passwords

    def of(self, store_id: str, user: User) -> MailSetting:
        """Return how a store's mail goes out."""
        store = self._stores.get(store_id, user)
        relay = self._stores.relay_of(store)
        source = MailSource.NONE if relay is None else MailSource.STORE if store.spec.mail else MailSource.PLATFORM
        return MailSetting(source, relay)

    def change(self, store_id: str, user: User, wanted: WantedRelay, *, origin: Origin = NOWHERE) -> Accepted:
        """Record an operation that gives a store a relay of its own, whose password is in its cluster by then.

        Raises what StoreService.request raises, Unavailable where the password cannot be kept.
        """
        store = self._stores.check_asked(store_id, KIND, user, origin)
        parameters = {**wanted.fields, "key": self._key(store, wanted)}
        return self._stores.request(store_id, KIND.name, user, parameters, origin=origin)

    def back(self, store_id: str, user: User, *, origin: Origin = NOWHERE) -> Accepted:
        """Record an operation that has a store use its cluster's relay, as that is now. Raises what `request` raises."""
        return self._stores.request(store_id, KIND.name, user, origin=origin)

    def send_test(self, store_id: str, user: User, to: str) -> None:
        """Have a store's shop send a mail. Raises MailNotSent, StoreNotReady, UpgradeNeeded, ShopUnavailable."""
        store = self._stores.get(store_id, user)
        check_shop(store, "send mail")
        desk = self._asking.open(store, SEND_SECONDS)
        with told(store.id), in_its_words(lambda said: MailNotSent(f"the shop of {store.id} sent no mail: {said}")):
            desk.send_test_mail(to)

    def _key(self, store: Store, wanted: WantedRelay) -> str | None:
        """Which key has the relay's password: a new one, the one that the same relay has, or none. Raises InvalidRequest."""
        signs_in = wanted.signs_in
        if signs_in["user"] is None:
            if wanted.password is not None:
                raise InvalidRequest("is for a user: give one", field="user")
            return None
        if wanted.fields["security"] == "none":
            raise InvalidRequest(IN_CLEAR, field="security")
        if wanted.password is not None:
            return self._passwords.keep(store, mark_of(**signs_in), wanted.password)
        kept = store.spec.mail.key if store.spec.mail else None
        if kept is None or not is_of(kept, **signs_in):
            raise InvalidRequest("is needed for this user: none is kept for this host, port and user", field="password")
        return kept
