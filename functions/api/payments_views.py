"""The public JSON of payments by card."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, SecretStr, WithJsonSchema

from functions.api.schemas import View
from functions.application.payments import PaymentSetting, WantedPayments
from functions.domain import payments
from functions.domain.payments import BEGINNINGS, KEY_MAX, PaymentMode, SecretUse

_EXAMPLE: dict[str, JsonValue] = {
    "publishable_key": "pk_test_51Example",
    "secret_key": "rk_test_51Example",
    "webhook_secret": "whsec_Example",
}
_PATTERNS: Final = {SecretUse.SECRET_KEY: payments.SECRET_PATTERN, SecretUse.WEBHOOK_SECRET: payments.WEBHOOK_PATTERN}


def _checked(use: SecretUse) -> AfterValidator:
    """The rule of a secret, said without it."""

    def check(value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if not 1 <= len(text) <= KEY_MAX or not re.fullmatch(_PATTERNS[use], text):
            *others, last = BEGINNINGS[use]
            begins = f"{', '.join(others)} or {last}" if others else last
            raise ValueError(f"must begin with {begins} and have letters and digits after it, {KEY_MAX} characters at most")
        return value

    return AfterValidator(check)


def _schema(use: SecretUse) -> WithJsonSchema:
    said: dict[str, JsonValue] = {"type": "string", "format": "password", "writeOnly": True, "maxLength": KEY_MAX}
    return WithJsonSchema({**said, "pattern": _PATTERNS[use]})


StripeKey = Annotated[SecretStr, _checked(SecretUse.SECRET_KEY), _schema(SecretUse.SECRET_KEY)]
WebhookSecret = Annotated[SecretStr, _checked(SecretUse.WEBHOOK_SECRET), _schema(SecretUse.WEBHOOK_SECRET)]
STAYS = "if left out, the one that was given before beside the same publishable_key stays"


class ChangePayments(BaseModel):
    """The account that buyers pay into, all of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    provider: Annotated[payments.Provider, Field(description=payments.PROVIDER)] = "stripe"
    publishable_key: Annotated[payments.PublishableKey, Field(description=payments.PUBLISHABLE)]
    secret_key: Annotated[
        StripeKey | None, Field(description=f"the account's secret key, best a restricted one (rk_…) of the same mode; {STAYS}")
    ] = None
    webhook_secret: Annotated[
        WebhookSecret | None, Field(description=f"the signing secret (whsec_…) of the endpoint that calls webhook_url; {STAYS}")
    ] = None

    def wanted(self) -> WantedPayments:
        """Return what the use case takes."""
        given = {SecretUse.SECRET_KEY: self.secret_key, SecretUse.WEBHOOK_SECRET: self.webhook_secret}
        secrets = {use: value.get_secret_value() if value is not None else None for use, value in given.items()}
        return WantedPayments(self.publishable_key, secrets, self.provider)


class PaymentsView(View):
    """How a store takes payments, as it is set now."""

    provider: payments.Provider | None = Field(description="null: buyers pay on delivery alone")
    mode: PaymentMode | None = Field(description="test: no money moves")
    publishable_key: str | None
    has_secret: bool = Field(description="whether a secret key is kept; it is shown to nobody")
    has_webhook_secret: bool = Field(description="whether a signing secret is kept; it is shown to nobody")
    webhook_url: str | None = Field(
        description="what to enter at the provider as the endpoint that it calls; null: the store takes no payments by card"
    )
    extension: str | None = Field(
        description="the extension that the shop's owner has to have installed and active first; null: none is needed"
    )

    @classmethod
    def of(cls, found: PaymentSetting) -> PaymentsView:
        """Return the public form."""
        taken = found.payments
        return cls(
            provider=taken.provider if taken else None,
            mode=taken.mode if taken else None,
            publishable_key=taken.publishable_key if taken else None,
            has_secret=taken is not None,
            has_webhook_secret=taken is not None,
            webhook_url=found.webhook_url,
            extension=found.extension,
        )


class PaymentsWork(View):
    """The provider answered the shop, and knows its key."""

    works: bool
