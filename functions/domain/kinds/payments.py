"""payments: let buyers of a shop pay by card, into its owner's account at a provider, or no more; with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from functions.domain import payments
from functions.domain.kinds import settings
from functions.domain.kinds.base import Parameters
from functions.domain.payments import SecretUse
from functions.domain.store import StoreSpec

SETTING = "payments"
PUT = "PUT /api/stores/{store_id}/payments makes it"


class TakePayments(Parameters):
    """The account at the provider, all of it; without a provider buyers pay on delivery alone. No secret comes this way."""

    provider: Annotated[payments.Provider | None, Field(description=f"{payments.PROVIDER}; null: none are taken by card")] = (
        None
    )
    publishable_key: Annotated[payments.PublishableKey | None, Field(description=payments.PUBLISHABLE)] = None
    secret: Annotated[payments.SecretName | None, Field(description=f"{payments.SECRET}. {PUT}")] = None
    webhook: Annotated[payments.SecretName | None, Field(description=f"{payments.WEBHOOK}. {PUT}")] = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        whole = (self.publishable_key, self.secret, self.webhook)
        if self.provider is None:
            if any(whole):
                raise ValueError("must have a provider beside its keys")
            return self
        if self.publishable_key is None or self.secret is None or self.webhook is None:
            raise ValueError(
                "must have publishable_key, secret and webhook: PUT /api/stores/{store_id}/payments takes the secrets"
            )
        for name, use in ((self.secret, SecretUse.SECRET_KEY), (self.webhook, SecretUse.WEBHOOK_SECRET)):
            if not payments.is_of(name, use, self.publishable_key):
                raise ValueError("must have secrets that were given beside this publishable_key")
        return self


def spec_with(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with this account, or with none."""
    return settings.changed(spec, {SETTING: parameters if parameters.get("provider") else None})


KIND = settings.kind(
    name="payments",
    summary="let buyers pay by card, into the account of the shop's owner, or no more; a failure puts the old way back",
    failure_reason="PaymentsFailed",
    done="The shop takes payments as it was asked to, and sells: a test order went through.",
    back=("Going back to the old way of paying", "Buyers pay as before again"),
    change=("Changing how buyers pay", "How buyers pay is changed"),
    parameters=TakePayments,
    settings=lambda _: (SETTING,),
    spec_after=spec_with,
    for_copies=False,
)
