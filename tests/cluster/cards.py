"""The stand-in for Stripe where shops in the cluster reach it: on this machine, in the tests' own process."""

from __future__ import annotations

import base64
import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from functions.domain.payments import PAYMENTS_SECRET, SecretUse, mark_of
from tests.cluster.installation import kube, kubectl
from tests.cluster.platform import Shop
from tests.fakes.stripe_server import StripeAt, stripe_at


@dataclass(frozen=True)
class StripeInReach:
    """Stripe, for plain runs of playbooks: `variables` are those of the cluster."""

    at: StripeAt
    variables: list[str]

    def account(self, store_id: str) -> dict[str, Any]:
        """Put the account's secrets into a store's namespace, as the API does; return the parameters of its operation."""
        key = self.at.api.publishable
        secrets = {SecretUse.SECRET_KEY: self.at.api.secret, SecretUse.WEBHOOK_SECRET: self.at.api.signs}
        names = {use: f"{mark_of(use, key)}-00000001" for use in secrets}
        data = {names[use]: base64.b64encode(value.encode()).decode() for use, value in secrets.items()}
        place = {"name": PAYMENTS_SECRET, "namespace": f"store-{store_id}"}
        made = {"apiVersion": "v1", "kind": "Secret", "metadata": place, "data": data}
        kubectl("apply", "-f", "-", stdin=json.dumps(made))
        account = {"provider": "stripe", "publishable_key": key}
        return {**account, "secret": names[SecretUse.SECRET_KEY], "webhook": names[SecretUse.WEBHOOK_SECRET]}

    def pay(self, secret: str, card: str = "pm_card_visa") -> httpx.Response:
        """Pay as a buyer's browser does, with what the shop told it."""
        intent = secret.split("_secret_", maxsplit=1)[0]
        form = {"payment_method": card, "client_secret": secret}
        trusted = ssl.create_default_context(cafile=str(self.at.ca))
        key = {"Authorization": f"Bearer {self.at.api.publishable}"}
        return httpx.post(f"{self.at.url}/v1/payment_intents/{intent}/confirm", data=form, headers=key, verify=trusted)

    def call(self, shop: Shop, path: str, intent: str, *, secret: str | None = None) -> int:
        """Tell a shop of what was paid, as Stripe does or, with another secret, as somebody else would; return its status."""
        body, headers = self.at.call("payment_intent.succeeded", intent, secret=secret)
        return tell(shop, path, body, headers)


def tell(shop: Shop, path: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a call to a shop's public address, and return the answer's status."""
    known = Shop.__new__(Shop)
    known.address, known.headers = shop.address, {"Host": shop.headers["Host"], **headers}
    return known.send("POST", path, content=body).status_code


@contextmanager
def stripe_in_reach(folder: Path) -> Iterator[StripeInReach]:
    """Run Stripe at the address of this machine that the cluster's node knows it by."""
    nodes = kube("get", "nodes")["items"]
    node = next(one["address"] for one in nodes[0]["status"]["addresses"] if one["type"] == "InternalIP")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((node, 9))  # sends nothing: it only chooses the way there
        here = probe.getsockname()[0]
    with stripe_at(here, folder) as found:
        told = {"api": found.url, "ca_file": str(found.ca), "network": f"{here}/32"}
        given = {f"cluster_payments_{name}": value for name, value in told.items()}
        yield StripeInReach(found, ["-e", json.dumps(given)])


def parameters(account: Mapping[str, Any]) -> list[str]:
    """The parameters of the playbook."""
    return ["-e", json.dumps({f"store_payments_{name}": value for name, value in account.items()})]
