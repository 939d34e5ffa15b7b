"""Payments by card of a caller's stores: into whose account, with which keys, and whether the shop can take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from functions.application.asking import Asking
from functions.application.planning import Accepted
from functions.application.ports.secrets import StoreSecrets
from functions.application.ports.shops import Shops
from functions.application.shopping import check_shop, in_its_words, told
from functions.application.stores import StoreService
from functions.domain.engine import EnginePayments
from functions.domain.errors import InvalidRequest, PaymentsNotReady
from functions.domain.kinds.payments import KIND
from functions.domain.origin import NOWHERE, Origin
from functions.domain.payments import PaymentMode, Payments, SecretUse, is_of, mark_of, mode_of
from functions.domain.placement import payments_of
from functions.domain.store import Store
from functions.domain.user import User

# The provider takes its time.
CHECK_SECONDS: Final = 20.0


@dataclass(frozen=True)
class PaymentSetting:
    """How a store takes payments. `webhook_url`: where its shop is to be called. `extension`: what its owner installs."""

    payments: Payments | None
    webhook_url: str | None
    extension: str | None


@dataclass(frozen=True)
class WantedPayments:
    """An account that an owner wants a store to take payments with. A secret that is left out stays as it was given before."""

    publishable_key: str
    secrets: Mapping[SecretUse, str | None] = field(repr=False)
    provider: str = "stripe"


class PaymentService:
    """The use cases. Each raises NotFound for a store that the user may not see."""

    def __init__(self, *, stores: StoreService, shops: Shops, secrets: StoreSecrets) -> None:
        self._stores = stores
        self._asking = Asking(shops)
        self._secrets = secrets

    def of(self, store_id: str, user: User) -> PaymentSetting:
        """Return how a store takes payments."""
        store = self._stores.get(store_id, user)
        how = self._how(store)
        url = f"{store.address}{how.webhook}" if how is not None and not store.spec.is_copy else None
        return PaymentSetting(payments_of(store.spec), url, how.extension if how is not None else None)

    def change(self, store_id: str, user: User, wanted: WantedPayments, *, origin: Origin = NOWHERE) -> Accepted:
        """Record an operation that has a store take payments with an account, whose secrets are in its cluster by then.

        Raises what StoreService.request raises, InvalidRequest for keys that do not go together, PaymentsNotReady for a shop
        that lacks what takes payments, Unavailable where the secrets cannot be kept.
        """
        store = self._stores.check_asked(store_id, KIND, user, origin)
        _check_mode(wanted)
        kept = {use: self._kept(store, wanted, use) for use in SecretUse}
        _check_address(store, wanted)
        self._check_extension(store)
        names = {use: kept[use] or self._keep(store, wanted, use) for use in SecretUse}
        parameters = {
            "provider": wanted.provider,
            "publishable_key": wanted.publishable_key,
            "secret": names[SecretUse.SECRET_KEY],
            "webhook": names[SecretUse.WEBHOOK_SECRET],
        }
        return self._stores.request(store_id, KIND.name, user, parameters, origin=origin)

    def stop(self, store_id: str, user: User, *, origin: Origin = NOWHERE) -> Accepted:
        """Record an operation that has a store take no payments by card any more. Raises what `request` raises."""
        return self._stores.request(store_id, KIND.name, user, origin=origin)

    def check(self, store_id: str, user: User) -> None:
        """Have a store's shop ask the provider something.

        Raises PaymentsNotReady, StoreNotReady, UpgradeNeeded, ShopUnavailable.
        """
        store = self._stores.get(store_id, user)
        check_shop(store, "take payments")
        if payments_of(store.spec) is None:
            raise PaymentsNotReady(f"the shop of {store.id} takes no payments by card: it has no keys")
        self._check_extension(store)
        desk = self._asking.open(store, CHECK_SECONDS)
        with (
            told(store.id),
            in_its_words(lambda said: PaymentsNotReady(f"the shop of {store.id} cannot take payments: {said}")),
        ):
            desk.check_payments()

    def _how(self, store: Store) -> EnginePayments | None:
        engine = self._stores.engines().get(store.spec.engine)
        return engine.payments if engine is not None else None

    def _check_extension(self, store: Store) -> None:
        """Raise PaymentsNotReady where the shop lacks the extension that takes payments, or does not use it."""
        how = self._how(store)
        if how is None or how.extension is None:
            return
        desk = self._asking.desk(store)
        with told(store.id, looks=True):
            found = next((one for one in desk.extensions() if one.slug == how.extension), None)
        if found is None or not found.active:
            what = "is not installed" if found is None else "is installed but not active"
            command = f" or by `storeyard extension install {store.id} {how.extension}`"
            do = f"install and activate it in the shop's admin{command}" if found is None else "activate it in the shop's admin"
            raise PaymentsNotReady(
                f"the extension {how.extension} {what} in the shop of {store.id}, which takes the payments: {do}, then retry"
            )

    def _kept(self, store: Store, wanted: WantedPayments, use: SecretUse) -> str | None:
        """Which key has a secret that was left out; None: it is given anew. Raises InvalidRequest where none is kept."""
        if wanted.secrets[use] is not None:
            return None
        before = store.spec.payments
        name = None if before is None else before.secret if use is SecretUse.SECRET_KEY else before.webhook
        if name is None or not is_of(name, use, wanted.publishable_key):
            raise InvalidRequest("is needed: none is kept for this publishable_key", field=use.value)
        return name

    def _keep(self, store: Store, wanted: WantedPayments, use: SecretUse) -> str:
        return self._secrets.keep(store, mark_of(use, wanted.publishable_key), wanted.secrets[use] or "")


def _check_mode(wanted: WantedPayments) -> None:
    """Raise InvalidRequest where one key is of test mode and the other is not: no payment would ever go through."""
    secret, mode = wanted.secrets[SecretUse.SECRET_KEY], mode_of(wanted.publishable_key)
    if secret is not None and mode_of(secret) is not mode:
        raise InvalidRequest(
            f"must be of {mode.value} mode, as publishable_key is: keys of test and live mode are not mixed",
            field=SecretUse.SECRET_KEY.value,
        )


def _check_address(store: Store, wanted: WantedPayments) -> None:
    """Raise InvalidRequest for live keys where buyers' browsers would not take them: Stripe's form needs https then."""
    if mode_of(wanted.publishable_key) is PaymentMode.LIVE and not store.address.startswith("https://"):
        raise InvalidRequest(
            f"must be of test mode: live mode needs https, and the shop is at {store.address}", field="publishable_key"
        )
