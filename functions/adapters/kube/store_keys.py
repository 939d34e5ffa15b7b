"""The keys of a store's Secret, one write at a time, and what keeps one of them from outside the platform."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from functions.adapters.kube.client import CONFLICT, ApiError, Kube, Object
from functions.adapters.kube.secret import ATTEMPTS, make_value
from functions.domain.engine import SecretKey
from functions.domain.errors import NotFound
from functions.domain.placement import MANAGER
from functions.domain.rotation import Change

# Names keys that something else keeps without saying so in managedFields, separated by spaces or commas.
OUTSIDE: Final = "storeyard/kept-outside"
# Writes by updates, and writes again what differs. Whoever applies on the server says by that alone that it does.
OPERATORS: Final = ("external-secrets",)
# Whoever applies a value in clear holds it under the name that it was applied by.
HELD: Final = ("f:data", "f:stringData")


@dataclass(frozen=True)
class StoreKeys:
    """The Secret of one store. `rules` say how the engine makes each key."""

    kube: Kube
    namespace: str
    name: str
    rules: Mapping[str, SecretKey]

    @property
    def path(self) -> str:
        """Where the Secret is."""
        return f"/api/v1/namespaces/{self.namespace}/secrets/{self.name}"

    def read(self) -> Mapping[str, str]:
        """Return its values. Raises NotFound."""
        return _values(self._look())

    def change(self, change: Callable[[Mapping[str, str]], Change]) -> Mapping[str, str]:
        """Write what the change makes of the values, if they are still those; else look once more. Raises NotFound."""
        for attempt in range(1, ATTEMPTS + 1):
            found = self._look()
            wanted = change(_values(found))
            if not wanted:
                return _values(found)
            data = {key: None if value is None else base64.b64encode(value.encode()).decode() for key, value in wanted.items()}
            version = {"resourceVersion": found["metadata"]["resourceVersion"]}
            try:
                return _values(self.kube.merge(self.path, {"metadata": version, "data": data}))
            except ApiError as error:
                if error.status != CONFLICT or attempt == ATTEMPTS:
                    raise
        raise AssertionError  # the last attempt returns or raises

    def keeper(self, key: str) -> str:
        """Return what keeps the key from outside, by its own name; empty: nothing says that it does. Raises NotFound."""
        metadata = self._look()["metadata"]
        named = (metadata.get("annotations") or {}).get(OUTSIDE, "").replace(",", " ").split()
        if key in named:
            return f"what the annotation {OUTSIDE} stands for"
        return next(_keepers(metadata, key), "")

    def make(self, key: str) -> str:
        """Make a new value, by the engine's rule. Raises InvalidRequest for a key that is not random."""
        return make_value(self.rules[key], {})

    def _look(self) -> Object:
        found = self.kube.get(self.path)
        if found is None:
            raise NotFound(f"there is no store in the namespace {self.namespace}: its Secret is missing")
        return found


def _keepers(metadata: Object, key: str) -> Iterator[str]:
    for entry in metadata.get("managedFields") or []:
        manager = str(entry.get("manager", ""))
        fields = entry.get("fieldsV1") or {}
        holds = any(f"f:{key}" in (fields.get(part) or {}) for part in HELD)
        applies = entry.get("operation") == "Apply" or any(name in manager for name in OPERATORS)
        if holds and applies and manager != MANAGER:
            yield manager


def _values(secret: Object) -> dict[str, str]:
    return {key: base64.b64decode(value).decode(errors="replace") for key, value in (secret.get("data") or {}).items()}
