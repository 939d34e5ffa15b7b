"""A cluster that stores are placed on: one host of the inventory's group `clusters`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from functions.domain.domain_names import public_url
from functions.domain.labels import LABELS_MAX, LabelName, LabelValue
from functions.domain.mail import PLATFORM_KEY, Email, HostName, Port, Relay, Security, UserName
from functions.domain.payments import ApiUrl
from functions.domain.store import Slug

DEFAULT_PORTS = {"http": 80, "https": 443}
# Secrets that somebody fills; the ingress controller itself; cert-manager.
Certificates = Literal["secret", "resolver", "issuer"]
IssuerName = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]
AccountName = Annotated[str, Field(pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")]


class Cluster(BaseModel):
    """What the platform must know to address a store on a cluster. Credentials stay in the files it points to.

    `mail_…`: the relay of the stores that have none of their own. `mail_ca_file`: CAs, if not a public one vouches for it.
    `mail_network`: the network that it is in, if it has no public address. `payments_…`: the same of where shops call the
    payment provider, if not at its own address: a proxy, or what stands in for it. `tls…`: where shops' certificates come
    from, if the scheme is https, which ClusterIssuer makes them, and which CAs vouch for them, if no public one does.
    `public_addresses`: where the internet reaches the ingress, if that is not at `ingress_address`, where the platform does.
    `rights`: whether the kubeconfig is an administrator's, or that of `account` (`namespace:name` of a ServiceAccount), which
    is given rights store by store. `labels`: what a request for a store may ask for instead of a name. `overcommit`: how many
    times what its nodes hold the plans of its stores may ask for; None: they are not held to it. `slots`: how many
    operations run there at once, of those that run at once on all clusters; None: all of them may.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Slug
    provider: str
    kubeconfig: str
    context: str | None = None
    rights: Literal["admin", "least"] = "admin"
    account: AccountName = "storeyard-system:platform"
    domain: str
    scheme: str = "http"
    ingress_address: str = "127.0.0.1"
    ingress_port: int = 80
    public_addresses: tuple[IPv4Address | IPv6Address, ...] = ()
    ingress_class: str = "traefik"
    ingress_namespace: str = "traefik"
    ingress_pod_labels: dict[LabelName, LabelValue] = Field({"app.kubernetes.io/name": "traefik"}, min_length=1)
    tls: Certificates = "secret"
    tls_issuer: IssuerName | None = Field(None, validate_default=True)
    tls_ca_file: str | None = None
    storage_class: str = "standard"
    mail_host: HostName | None = None
    mail_port: Port = 587
    mail_security: Security = "starttls"
    mail_user: UserName | None = None
    mail_from: Email | None = Field(None, validate_default=True)
    mail_password_file: str | None = Field(None, validate_default=True)
    mail_ca_file: str | None = None
    mail_network: IPv4Network | None = None
    payments_api: ApiUrl | None = None
    payments_ca_file: str | None = None
    payments_network: IPv4Network | None = None
    labels: Annotated[dict[LabelName, LabelValue], Field(max_length=LABELS_MAX)] = {}
    slots: Annotated[int, Field(ge=1, le=100)] | None = None
    overcommit: Annotated[float, Field(gt=0, le=1000)] | None = None

    @field_validator("mail_from", "mail_password_file")
    @classmethod
    def _goes_with(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A relay has to know the sender, and who signs in there."""
        other = {"mail_from": "mail_host", "mail_password_file": "mail_user"}[str(info.field_name)]
        if value is None and info.data.get(other) is not None:
            raise ValueError(f"is needed with cluster_{other}")
        return value

    @field_validator("tls_issuer")
    @classmethod
    def _is_known(cls, value: str | None, info: ValidationInfo) -> str | None:
        """An issuer is asked by its name."""
        if value is None and info.data.get("tls") == "issuer":
            raise ValueError("is needed with cluster_tls: issuer")
        return value

    @property
    def bound(self) -> str:
        """The account that has to be given rights in each store's namespace, as `namespace:name`; "" where it has them all."""
        return self.account if self.rights == "least" else ""

    @property
    def relay(self) -> Relay | None:
        """The relay of the stores that have none of their own; None: their shops send no mail."""
        if self.mail_host is None or self.mail_from is None:
            return None
        return Relay(
            host=self.mail_host,
            port=self.mail_port,
            security=self.mail_security,
            user=self.mail_user,
            sender=self.mail_from,
            key=PLATFORM_KEY if self.mail_password_file else None,
        )

    def host(self, store_id: str) -> str:
        """The store's host name on this cluster."""
        return f"{store_id}.{self.domain}"

    def url(self, store_id: str, domains: Sequence[str] = ()) -> str:
        """The store's public address, without a trailing slash: at the first of its domains, if it has some."""
        port = "" if self.ingress_port == DEFAULT_PORTS.get(self.scheme) else f":{self.ingress_port}"
        return public_url(f"{self.scheme}://{self.host(store_id)}{port}", domains)

    def has(self, labels: Mapping[str, str]) -> bool:
        """True if it has all of these labels."""
        return labels.items() <= self.labels.items()

    @property
    def met_at(self) -> frozenset[str]:
        """The addresses at which the internet reaches the shops; none where only the name of the ingress is known."""
        if self.public_addresses:
            return frozenset(map(str, self.public_addresses))
        try:
            return frozenset({str(ip_address(self.ingress_address))})
        except ValueError:
            return frozenset()
