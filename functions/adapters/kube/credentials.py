"""What is in a store's Secret, for those who meet its shop as its owner."""

from __future__ import annotations

from collections.abc import Mapping

from functions.adapters.kube.client import ApiError
from functions.adapters.kube.clients import ClusterClients
from functions.adapters.kube.secret import read_secret
from functions.domain.errors import Unavailable
from functions.domain.placement import SECRET_NAME, namespace_of


class SecretCredentials:
    """Read anew each time: what a Secret holds is kept nowhere else."""

    def __init__(self, clients: ClusterClients) -> None:
        self._clients = clients

    def of(self, cluster: str, store_id: str) -> Mapping[str, str]:
        """Return the data of the store's Secret. Raises Unavailable if it cannot be read or is not there."""
        try:
            found = read_secret(self._clients.of(cluster), namespace=namespace_of(store_id), name=SECRET_NAME)
        except ApiError as error:
            raise Unavailable(error.message) from error
        if found is None:
            raise Unavailable(f"there is no {SECRET_NAME} in the namespace {namespace_of(store_id)}")
        return found
