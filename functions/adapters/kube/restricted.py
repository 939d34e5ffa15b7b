"""What every pod that the platform itself makes has: it fits the Pod Security standard `restricted`, as the charts' pods do."""

from __future__ import annotations

from typing import Final

from functions.adapters.kube.client import Object

USER: Final = 10001  # that of all images
POD: Final[Object] = {
    "automountServiceAccountToken": False,
    "enableServiceLinks": False,
    "securityContext": {
        "runAsNonRoot": True,
        "runAsUser": USER,
        "runAsGroup": USER,
        "fsGroup": USER,
        "fsGroupChangePolicy": "OnRootMismatch",
        "seccompProfile": {"type": "RuntimeDefault"},
    },
}
CONTAINER: Final[Object] = {
    "imagePullPolicy": "IfNotPresent",
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    },
}
