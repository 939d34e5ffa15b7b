"""A store's Secret: made in the cluster from the engine's rules, never shown.

What is random is made once and stays. What is copied from the store's spec follows it.
"""

from __future__ import annotations

import base64
import secrets
import string
from collections.abc import Mapping, Sequence

from functions.adapters.kube.client import CONFLICT, ApiError, Kube, Object
from functions.domain.engine import SecretKey
from functions.domain.errors import InvalidRequest

ALPHABET = string.ascii_letters + string.digits
ATTEMPTS = 5
TLS_TYPE = "kubernetes.io/tls"


def make_value(rule: SecretKey, sources: Mapping[str, str]) -> str:
    """Make one value: copied from a source, or random. Raises InvalidRequest for a rule that says neither."""
    if rule.source is not None:
        if rule.source not in sources:
            raise InvalidRequest(f"takes a key of the Secret from {rule.source}, which a store does not have", field="engine")
        return rule.prefix + sources[rule.source]
    if rule.hex:
        return rule.prefix + secrets.token_hex((rule.hex + 1) // 2)[: rule.hex]
    if rule.length:
        return rule.prefix + "".join(secrets.choice(ALPHABET) for _ in range(rule.length))
    raise InvalidRequest("has a key of the Secret with neither from, nor length, nor hex", field="engine")


def missing(rules: Mapping[str, SecretKey], sources: Mapping[str, str], present: Mapping[str, str]) -> dict[str, str]:
    """Values for the keys that are not present, or are a copy of what is not so any more, encoded as a Secret's data."""
    due = {key: rule for key, rule in rules.items() if key not in present or rule.source is not None}
    made = {key: base64.b64encode(make_value(rule, sources).encode()).decode() for key, rule in due.items()}
    return {key: value for key, value in made.items() if present.get(key) != value}


def ensure_secret(  # noqa: PLR0913 - what a Secret is made of, by name
    kube: Kube,
    *,
    namespace: str,
    name: str,
    labels: Mapping[str, str],
    rules: Mapping[str, SecretKey],
    sources: Mapping[str, str],
    dry_run: bool = False,
) -> list[str]:
    """Make the Secret, add the keys it lacks and copy anew what changed; return the names of these keys, never a value.

    Each write is conditional on what was read, so two runs at once cannot overwrite each other's values.
    """
    folder = f"/api/v1/namespaces/{namespace}/secrets"
    for attempt in range(1, ATTEMPTS + 1):
        existing = kube.get(f"{folder}/{name}")
        added = missing(rules, sources, (existing or {}).get("data") or {})
        if dry_run or not added:
            break
        try:
            if existing is None:
                metadata = {"name": name, "labels": dict(labels)}
                kube.create(folder, {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": added})
            else:
                version = {"resourceVersion": existing["metadata"]["resourceVersion"]}
                kube.merge(f"{folder}/{name}", {"metadata": version, "data": added})
            break
        except ApiError as error:
            if error.status != CONFLICT or attempt == ATTEMPTS:
                raise
    return sorted(added)


def read_secret(kube: Kube, *, namespace: str, name: str) -> dict[str, str] | None:
    """Return a Secret's values by key, or None."""
    found = kube.get(f"/api/v1/namespaces/{namespace}/secrets/{name}")
    if found is None:
        return None
    return {key: base64.b64decode(value).decode(errors="replace") for key, value in (found.get("data") or {}).items()}


def copy_secrets(  # noqa: PLR0913 - from where to where, and which, by name
    here: Kube, there: Kube, *, namespace: str, names: Sequence[str], labels: Mapping[str, str], certificates: bool
) -> list[str]:
    """Make a store's Secrets on another cluster as they are here, unless they are there; return the names of those made.

    `certificates`: also those that somebody made for the names that the shop answers at. What is not here is left out.
    """
    folder, taken = f"/api/v1/namespaces/{namespace}/secrets", []
    wanted = [item for item in here.items(folder) if item["metadata"]["name"] in names or (certificates and _is_tls(item))]
    for found in wanted:
        name = found["metadata"]["name"]
        if there.get(f"{folder}/{name}") is not None:
            continue
        body = {"apiVersion": "v1", "kind": "Secret", "type": found.get("type") or "Opaque", "data": found.get("data") or {}}
        there.create(folder, {**body, "metadata": {"name": name, "labels": dict(labels)}})
        taken.append(name)
    return sorted(taken)


def _is_tls(secret: Object) -> bool:
    return secret.get("type") == TLS_TYPE
