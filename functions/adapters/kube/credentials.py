"""What is in a store's Secret, for those who meet its shop as its owner; and secrets that its owner gives, put beside it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

from functions.adapters.kube.client import NOT_FOUND, ApiError
from functions.adapters.kube.clients import ClusterClients, told
from functions.adapters.kube.secret import ensure_secret, read_secret
from functions.domain.engine import SecretKey
from functions.domain.errors import StoreNotReady, Unavailable
from functions.domain.placement import SECRET_NAME, labels_of, namespace_of
from functions.domain.store import Store


class SecretCredentials:
    """Read anew each time: what a Secret holds is kept nowhere else."""

    def __init__(self, clients: ClusterClients) -> None:
        self._clients = clients

    def of(self, cluster: str, store_id: str) -> Mapping[str, str]:
        """Return the data of the store's Secret. Raises Unavailable if it cannot be read or is not there."""
        with told(cluster):
            found = read_secret(self._clients.of(cluster), namespace=namespace_of(store_id), name=SECRET_NAME)
        if found is None:
            raise Unavailable(f"there is no {SECRET_NAME} in the namespace {namespace_of(store_id)}")
        return found


class OwnSecrets:
    """Each under a key of its own in one Secret: which one a shop has is a matter of its release, so that none is ever used for
    anything but what it was given for.
    """

    def __init__(self, clients: ClusterClients, installation: Callable[[], str], name: str) -> None:
        self._clients = clients
        self._installation = installation
        self._name = name

    def keep(self, store: Store, mark: str, value: str) -> str:
        """Put a secret into the store's Secret; return its key. Raises Unavailable, StoreNotReady."""
        key = f"{mark}-{secrets.token_hex(4)}"
        with told(store.spec.cluster):
            try:
                ensure_secret(
                    self._clients.of(store.spec.cluster),
                    namespace=namespace_of(store.id),
                    name=self._name,
                    labels=labels_of(store.id, installation=self._installation(), owner=store.owner),
                    rules={key: SecretKey.model_validate({"from": key})},
                    sources={key: value},
                )
            except ApiError as error:
                if error.status != NOT_FOUND:
                    raise
                raise StoreNotReady(f"there is nothing of the store {store.id} in its cluster yet") from error
        return key
