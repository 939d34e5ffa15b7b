"""A cluster that stores are placed on: one host of the inventory's group `clusters`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from functions.domain.labels import LabelName, LabelValue
from functions.domain.store import Slug

DEFAULT_PORTS = {"http": 80, "https": 443}


class Cluster(BaseModel):
    """What the platform must know to address a store on a cluster. Credentials stay in the kubeconfig it points to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Slug
    provider: str
    kubeconfig: str
    context: str | None = None
    domain: str
    scheme: str = "http"
    ingress_address: str = "127.0.0.1"
    ingress_port: int = 80
    ingress_class: str = "traefik"
    ingress_namespace: str = "traefik"
    ingress_pod_labels: dict[LabelName, LabelValue] = Field({"app.kubernetes.io/name": "traefik"}, min_length=1)
    storage_class: str = "standard"

    def host(self, store_id: str) -> str:
        """The store's host name on this cluster."""
        return f"{store_id}.{self.domain}"

    def url(self, store_id: str) -> str:
        """The store's public address, without a trailing slash."""
        port = "" if self.ingress_port == DEFAULT_PORTS.get(self.scheme) else f":{self.ingress_port}"
        return f"{self.scheme}://{self.host(store_id)}{port}"
