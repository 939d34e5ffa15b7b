"""What a store looks like on a cluster: its namespace, its labels, its address, the values of its chart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from functions.domain.cluster import Cluster
from functions.domain.engine import Engine
from functions.domain.errors import InvalidRequest
from functions.domain.fields import chart_names
from functions.domain.labels import LABEL_VALUE
from functions.domain.mail import NO_RELAY, Relay
from functions.domain.payments import NO_PAYMENTS, Payments
from functions.domain.shipped import ships_with
from functions.domain.store import StoreFields, StoreSpec
from functions.domain.taxes import tax_rate

IMAGE = "image"  # a field of the spec that is no field of a chart's `store`: it stands for one of the images
IMAGE_PARTS = ("web", "db", "queue")  # what an engine's images are in a chart's `image`, in their order
EXTENSIONS = "extensions"  # another one: what a shop is made with
SECRET_NAME = "store-secret"  # noqa: S105 - the name of the object, which holds nothing
INSTALLATION_LABEL = "storeyard/installation"
STORE_LABEL = "storeyard/store"
OWNER_LABEL = "storeyard/owner"
REVISION_LABEL = "storeyard/revision"
PLAIN_OWNER = "plain"  # of stores that plain runs of Ansible make, of which no record is kept
REQUEST_ANNOTATION = "storeyard/request-id"
ENGINE_LABEL = "storeyard/engine"
PLAN_LABEL = "storeyard/plan"
MANAGED_BY = "app.kubernetes.io/managed-by"
MANAGER = "storeyard"


def namespace_of(store_id: str, beside: str = "") -> str:
    """The namespace of a store, which holds nothing else, or one beside it; no store's id holds two hyphens in a row."""
    return f"store-{store_id}--{beside}" if beside else f"store-{store_id}"


def labels_of(store_id: str, *, installation: str, owner: str) -> dict[str, str]:
    """What every object of a store carries that the platform itself makes."""
    return {
        MANAGED_BY: MANAGER,
        "app.kubernetes.io/part-of": MANAGER,
        INSTALLATION_LABEL: installation,
        STORE_LABEL: store_id,
        OWNER_LABEL: owner_label(owner),
    }


def owner_label(owner: str) -> str:
    """The owner's id where a label may have it as its value, else what it hashes to."""
    if re.fullmatch(LABEL_VALUE, owner):
        return owner
    return f"sha256-{hashlib.sha256(owner.encode()).hexdigest()[:40]}"


def check_choice(engine: Engine, *, plan: str, currency: str, country: str) -> None:
    """Raise InvalidRequest if the engine has no such plan, or does not know the currency or the country."""
    if plan not in engine.plans:
        raise InvalidRequest(f"must be one of: {', '.join(engine.plans)}", field="plan")
    if engine.currencies is not None and currency not in engine.currencies:
        raise InvalidRequest(f"must be a currency that {engine.title} knows", field="currency")
    if engine.countries is not None and country not in engine.countries:
        raise InvalidRequest(f"must be a country that {engine.title} knows", field="country")


def check_known(engine: Engine, asked: StoreFields, *, but: Collection[str] = ()) -> None:
    """Raise InvalidRequest for a value that the engine does not know, where it has nothing but the field's default.

    `but`: values of a chart that may be said all the same, for one that they came after.
    """
    for name, chart_name in {**chart_names(StoreSpec), IMAGE: IMAGE, EXTENSIONS: EXTENSIONS}.items():
        default = StoreSpec.model_fields[name].default
        value = getattr(asked, name, default)
        if value != default and chart_name not in but and (why := engine.lacks(name)):
            said = f"cannot be {str(value).lower()}" if isinstance(value, str | bool) else "cannot be given"
            raise InvalidRequest(f"{said}: {why}. Leave it out", field=name)


def check_ships(engine: Engine, asked: StoreFields) -> None:
    """Raise InvalidRequest for a new store that ships with what its locked code could not take."""
    shipped = ships_with(engine.plans[asked.plan].extensions, asked.extensions)
    if shipped and asked.file_mods == "locked":
        names = ", ".join(one.slug for one in shipped)
        raise InvalidRequest(f"must be open: the shop is made with what its image does not have ({names})", field="file_mods")


def choose_engine(name: str, engines: Mapping[str, Engine], problems: Mapping[str, str]) -> Engine:
    """Return the engine of that name. Raises InvalidRequest if there is none, or if it cannot be used, and why."""
    if name in engines:
        return engines[name]
    if name in problems:
        raise InvalidRequest(f"is not available here: {problems[name]}", field="engine")
    raise InvalidRequest(f"must be one of: {', '.join(sorted(engines))}", field="engine")


def check_images(engine: Engine, missing: Sequence[str]) -> None:
    """Raise InvalidRequest if images of the engine are missing."""
    if missing:
        said = f"is not available here: {engine.title} needs images that are not there yet: {', '.join(missing)}"
        raise InvalidRequest(f"{said} (make images builds them, or says what it lacks)", field="engine")


def with_own(images: Mapping[str, str], engine: Engine, spec: StoreFields) -> dict[str, str]:
    """The images that a store runs, by name: the first of its engine's is the shop's, which its owner may have named."""
    return {**images, **({engine.images[0]: spec.image} if spec.image is not None else {})}


def relay_of(spec: StoreSpec, cluster: Cluster) -> Relay | None:
    """The relay of a store: its own, else its cluster's. A copy has none, ever."""
    return None if spec.is_copy else spec.mail or cluster.relay


def mail_values(spec: StoreSpec, cluster: Cluster) -> dict[str, Any]:
    """What a chart is told of a store's relay. Only the cluster's may be in a private network, or have a CA of its own."""
    relay = relay_of(spec, cluster)
    if relay is None:
        return NO_RELAY
    if spec.mail is not None:
        return relay.values()
    return relay.values(network=str(cluster.mail_network or ""), ca=bool(cluster.mail_ca_file))


def payments_of(spec: StoreSpec) -> Payments | None:
    """The account that buyers of a store pay into by card. A copy has none, ever: nobody is charged for what is tried out."""
    return None if spec.is_copy else spec.payments


def payments_values(spec: StoreSpec, cluster: Cluster) -> dict[str, Any]:
    """What a chart is told of a store's payments, and of where its shop calls the provider."""
    payments = payments_of(spec)
    if payments is None:
        return NO_PAYMENTS
    network, ca = str(cluster.payments_network or ""), bool(cluster.payments_ca_file)
    return payments.values(api=cluster.payments_api, network=network, ca=ca)


def replicas_of(spec: StoreSpec, engine: Engine) -> int:
    """How many pods a store's shop runs in. A copy to try things out has one, whatever its plan."""
    return 1 if spec.is_copy else engine.plans[spec.plan].replicas


def sizes(spec: StoreSpec, engine: Engine) -> dict[str, Any]:
    """What a plan says of the chart's values, with the number of pods where the engine's shops may have several."""
    plan, replicas = engine.plans[spec.plan], replicas_of(spec, engine)
    values = plan.values
    if plan.bandwidth is not None:
        values = {**values, "web": {**values.get("web", {}), "bandwidth": plan.bandwidth.model_dump()}}
    if not engine.scales:
        return values
    autoscale = None if spec.is_copy else plan.autoscale
    web = {"replicas": replicas, **({"autoscale": autoscale.model_dump()} if autoscale is not None else {})}
    several: dict[str, dict[str, Any]] = {"web": web, "queue": {"enabled": replicas > 1 or autoscale is not None}}
    return {**values, **{name: {**values.get(name, {}), **more} for name, more in several.items()}}


def chart_values(spec: StoreSpec, cluster: Cluster, engine: Engine, images: Mapping[str, str]) -> dict[str, Any]:
    """The values of the store's release. Raises InvalidRequest if an image of the engine has not been built."""
    check_images(engine, [name for name in engine.images if name not in images])
    said = spec.model_dump(mode="json")
    return {
        **sizes(spec, engine),
        "store": {
            **{chart_name: said[name] for name, chart_name in chart_names(type(spec)).items()},
            "host": cluster.host(spec.id),
            "url": cluster.url(spec.id, spec.domains),
            "taxRate": tax_rate(spec.country),
            "mail": mail_values(spec, cluster),
            "payments": payments_values(spec, cluster),
        },
        "secretName": SECRET_NAME,
        "image": {part: images[name] for part, name in zip(IMAGE_PARTS, engine.images, strict=False)},
        "imagePullPolicy": "IfNotPresent",
        "ingress": {
            "className": cluster.ingress_class,
            "namespace": cluster.ingress_namespace,
            "podLabels": cluster.ingress_pod_labels,
            "tls": cluster.scheme == "https",
            "certificates": {"from": cluster.tls, "issuer": cluster.tls_issuer or ""},
        },
        "storageClass": cluster.storage_class,
    }
