"""Ours or not ours: what the labels of a namespace say of who made it, and for which store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from functions.domain.errors import Conflict
from functions.domain.placement import INSTALLATION_LABEL, MANAGED_BY, MANAGER, STORE_LABEL, namespace_of

Labels = Mapping[str, str]


class NamespaceNotOurs(Conflict):
    """The store's namespace is there, and this installation did not make it for this store."""

    reason = "NamespaceNotOurs"


@dataclass(frozen=True)
class Claim:
    """What one installation may touch for one store; `beside`: in a namespace of the store's beside its own."""

    store_id: str
    installation: str
    beside: str = ""

    @property
    def namespace(self) -> str:
        """The store's namespace, or the one beside it."""
        return namespace_of(self.store_id, self.beside)

    def owns(self, labels: Labels) -> bool:
        """True for an object of the store that no other installation made. What a chart makes names no installation."""
        return (
            labels.get(STORE_LABEL) == self.store_id and labels.get(INSTALLATION_LABEL, self.installation) == self.installation
        )

    def owns_namespace(self, labels: Labels) -> bool:
        """True for the namespace that this installation made, and for one of a release that knew no installations."""
        return self.owns(labels) and (INSTALLATION_LABEL in labels or labels.get(MANAGED_BY) == MANAGER)

    def check(self, labels: Labels, *, adopt: bool = False) -> None:
        """Raise NamespaceNotOurs for a namespace that is not to be changed; `adopt` takes over all but another store's."""
        if self.owns_namespace(labels) or (adopt and labels.get(STORE_LABEL, self.store_id) == self.store_id):
            return
        shown = ", ".join(f"{label}={labels[label]}" for label in (INSTALLATION_LABEL, STORE_LABEL) if label in labels)
        said = f"it has the labels {shown}" if shown else "it has no label of an installation"
        raise NamespaceNotOurs(
            f"the namespace {self.namespace} was not made by this installation for the store {self.store_id}: {said}. "
            f"It was left as it is; provisioning with store_adopt=true takes it over"
        )
