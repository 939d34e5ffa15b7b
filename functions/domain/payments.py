"""How buyers of a shop pay by card: at a payment provider, with the keys of the shop owner's own account there."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AnyUrl, Field, StringConstraints, UrlConstraints

from functions.domain.record import Record

PAYMENTS_SECRET = "store-payments"  # noqa: S105 - the name of the object, which holds nothing
CA_KEY = "ca.pem"
API: Final = "https://api.stripe.com"
KEY_MAX = 255


class PaymentMode(StrEnum):
    """Whether money moves."""

    TEST = "test"
    LIVE = "live"


class SecretUse(StrEnum):
    """What a secret is for. The names are those of the fields that a caller gives it in."""

    SECRET_KEY = "secret_key"  # noqa: S105 - what it is called
    WEBHOOK_SECRET = "webhook_secret"  # noqa: S105 - what it is called


# Stripe's own beginnings. A restricted key (rk_) is a secret key that may do less.
BEGINNINGS: Final = {
    "publishable_key": ("pk_test_", "pk_live_"),
    SecretUse.SECRET_KEY: ("sk_test_", "rk_test_", "sk_live_", "rk_live_"),
    SecretUse.WEBHOOK_SECRET: ("whsec_",),
}
PUBLISHABLE_PATTERN = r"^pk_(test|live)_[A-Za-z0-9]+$"
SECRET_PATTERN = r"^[sr]k_(test|live)_[A-Za-z0-9]+$"  # noqa: S105 - what one looks like
WEBHOOK_PATTERN = r"^whsec_[A-Za-z0-9+/=]+$"
KEY_PATTERN = r"^(secret|webhook)-[0-9a-f]{16}-[0-9a-f]{8}$"


def check_api(url: AnyUrl) -> AnyUrl:
    """Return the address, or raise ValueError: a place and no more, since paths are the provider's."""
    if (url.path or "/") != "/" or url.query or url.fragment or url.username or url.password:
        raise ValueError("must be https://, a host and perhaps a port, like https://stripe.example.org:8443")
    return url


Provider = Literal["stripe"]
PublishableKey = Annotated[str, StringConstraints(max_length=KEY_MAX, pattern=PUBLISHABLE_PATTERN)]
SecretName = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
ApiUrl = Annotated[
    AnyUrl, UrlConstraints(allowed_schemes=["https"], host_required=True, default_port=443), AfterValidator(check_api)
]

PROVIDER = "who takes the payments; nobody else than stripe is known yet"
PUBLISHABLE = "the account's publishable key (pk_test_… or pk_live_…), which buyers' browsers are told"
SECRET = f"which key of the Secret {PAYMENTS_SECRET} has the account's secret key"
WEBHOOK = f"which key of the Secret {PAYMENTS_SECRET} has what the provider signs its calls with"


class Payments(Record):
    """An account at a provider, but for its secrets, which are in the store's cluster and nowhere else."""

    provider: Annotated[Provider, Field(description=PROVIDER)] = "stripe"
    publishable_key: Annotated[PublishableKey, Field(description=PUBLISHABLE)]
    secret: Annotated[SecretName, Field(description=SECRET)]
    webhook: Annotated[SecretName, Field(description=WEBHOOK)]

    @property
    def mode(self) -> PaymentMode:
        """Whether money moves."""
        return mode_of(self.publishable_key)

    def values(self, *, api: AnyUrl | None, network: str, ca: bool) -> dict[str, Any]:
        """Return it as a chart has it. `api`, `network`, `ca`: where the shop's calls go, if not to the provider itself."""
        return {
            "provider": self.provider,
            "publishableKey": self.publishable_key,
            "secret": self.secret,
            "webhook": self.webhook,
            "apiHost": str(api.host) if api is not None else "",
            "apiPort": (api.port or 443) if api is not None else 443,
            "network": network,
            "ca": ca,
        }


NO_PAYMENTS: dict[str, Any] = {
    **dict.fromkeys(("provider", "publishableKey", "secret", "webhook", "apiHost", "network"), ""),
    "apiPort": 443,
    "ca": False,
}


def mode_of(key: str) -> PaymentMode:
    """The mode of a publishable or a secret key, which says it itself."""
    return PaymentMode.TEST if key.split("_", 2)[1] == PaymentMode.TEST else PaymentMode.LIVE


def mark_of(use: SecretUse, publishable_key: str) -> str:
    """What the name of a secret begins with: a secret of one account is never used with another's publishable key."""
    what = use.value.split("_")[0]
    return f"{what}-{hashlib.sha256(f'stripe:{use}:{publishable_key}'.encode()).hexdigest()[:16]}"


def is_of(name: str, use: SecretUse, publishable_key: str) -> bool:
    """True for the name of a secret that was given for this use, beside this publishable key."""
    return name.startswith(f"{mark_of(use, publishable_key)}-")
