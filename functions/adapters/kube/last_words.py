"""The end of a dead container's log, without what is secret in it: what it says of why it died tells most."""

from __future__ import annotations

import base64

from functions.adapters.kube.client import ApiError, Kube, Object
from functions.adapters.kube.evidence import LINE_MAX, failing_container, last_end, plain
from functions.adapters.kube.redactor import Redactor
from functions.domain.errors import Unavailable
from functions.domain.mail import MAIL_SECRET
from functions.domain.payments import PAYMENTS_SECRET
from functions.domain.placement import SECRET_NAME

LOG_LINES = 5


def secrets_of(kube: Kube, base: str) -> list[str] | None:
    """Return the values of the store's Secrets; None if they cannot be read, so that nothing is shown that might hold one."""
    try:
        found = [kube.get(f"{base}/secrets/{name}") or {} for name in (SECRET_NAME, MAIL_SECRET, PAYMENTS_SECRET)]
    except ApiError:
        return None
    return [base64.b64decode(value).decode(errors="replace") for each in found for value in (each.get("data") or {}).values()]


def last_words(kube: Kube, base: str, pod: Object, redact: Redactor) -> tuple[str, ...]:
    """Return the end of the log of the container that keeps the pod from being ready."""
    failing = failing_container(pod)
    if failing is None or not (failing.get("state", {}).get("running") or last_end(failing)):
        return ()
    previous = "false" if failing.get("state", {}).get("terminated") or not failing.get("restartCount") else "true"
    query = {"container": failing["name"], "tailLines": str(LOG_LINES), "previous": previous, "limitBytes": "20000"}
    try:
        text = kube.text(f"{base}/pods/{pod['metadata']['name']}/log", **query)
    except (ApiError, Unavailable):  # the rest tells enough
        return ()
    return tuple(redact(plain(line))[:LINE_MAX] for line in text.splitlines()[-LOG_LINES:] if line.strip())
