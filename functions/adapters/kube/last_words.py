"""The end of a dead container's log, without what is secret in it: what it says of why it died tells most."""

from __future__ import annotations

import base64

from functions.adapters.kube.client import ApiError, Kube, Object
from functions.adapters.kube.evidence import LINE_MAX, NO_LOGS, Logs, failing_container, last_end, plain
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


def last_words(kube: Kube, base: str, pod: Object, redact: Redactor) -> Logs:
    """Return the ends of the logs of the container that keeps the pod from being ready: also of the one before a restart."""
    failing = failing_container(pod)
    if failing is None:
        return NO_LOGS
    running, restarted = "running" in failing.get("state", {}), bool(failing.get("restartCount"))
    if not running and not last_end(failing):
        return NO_LOGS

    def end(*, previous: bool) -> tuple[str, ...]:
        return _end(kube, f"{base}/pods/{pod['metadata']['name']}/log", failing["name"], redact, previous=previous)

    if not restarted or failing.get("state", {}).get("terminated"):  # the one that is there, dead or not
        return Logs(died=end(previous=False))
    died = end(previous=True)
    if running:
        return Logs(died, since=end(previous=False))
    return Logs(died or end(previous=False))  # which is the dead one's too, where the node has let go of the one before


def _end(kube: Kube, path: str, container: str, redact: Redactor, *, previous: bool) -> tuple[str, ...]:
    query = {"container": container, "tailLines": str(LOG_LINES), "limitBytes": "20000", "previous": str(previous).lower()}
    try:
        text = kube.text(path, **query)
    except (ApiError, Unavailable):  # the rest tells enough
        return ()
    return tuple(redact(plain(line))[:LINE_MAX] for line in text.splitlines()[-LOG_LINES:] if line.strip())
