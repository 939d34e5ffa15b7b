"""Lines of a store's containers: merged by time, without secrets, without what would move a terminal's cursor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import httpx

from functions.adapters.kube.client import NOT_FOUND, ApiError, Kube, Object
from functions.adapters.kube.evidence import COMPONENT, last_end
from functions.adapters.kube.redactor import Redactor
from functions.adapters.kube.secret import read_secret
from functions.application.ports.insight import Log, LogLine, LogQuery
from functions.domain.mail import MAIL_SECRET
from functions.domain.payments import PAYMENTS_SECRET
from functions.domain.placement import SECRET_NAME

TEXT_MAX, BYTES_MAX = 4000, 1_000_000
STAMPED = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?(.*)", re.DOTALL)
# Sequences that colour, move or name (an operating system command), then every other control character but the tab.
ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]?|[\x00-\x08\x0a-\x1f\x7f-\x9f]")


class Source(NamedTuple):
    """A container whose log there is."""

    pod: str
    component: str
    container: str

    @property
    def place(self) -> str:
        """Its name among the positions."""
        return f"{self.pod}/{self.container}"


def read_logs(kube: Kube, namespace: str, wanted: LogQuery) -> Log:
    """Return the lines that are wanted, and where to go on. Without the store's Secret none: they might hold a value of it."""
    base = f"/api/v1/namespaces/{namespace}"
    pods = kube.items(f"{base}/pods")
    names = sorted(pod["metadata"]["name"] for pod in pods)
    after = dict(wanted.after or {})
    redact = _redactor(kube, namespace)
    if redact is None:
        said = "The platform may not read the store's Secret, so no line is shown: it could hold a password."
        return Log((), after, names, said)
    found = [(source, _lines(kube, base, source, wanted, redact)) for source in _sources(pods, wanted)]
    lines = sorted((line for _, each in found for line in each), key=lambda line: line.key)
    if wanted.after is None:  # the newest; what is older is not wanted later either
        positions = {**_floor(found, wanted.since), **_positions(lines)}
        return Log(lines[-wanted.tail :], positions, names, _said(found, names))
    first = _first(lines, wanted.tail)
    return Log(first, _kept({**after, **_positions(first)}, names), names, _said(found, names))


def plain_text(text: str) -> str:
    """The text without what would colour it or move a terminal's cursor."""
    return ESCAPES.sub("", text)


def _redactor(kube: Kube, namespace: str) -> Redactor | None:
    try:
        names = (SECRET_NAME, MAIL_SECRET, PAYMENTS_SECRET)
        found = [read_secret(kube, namespace=namespace, name=name) or {} for name in names]
        return Redactor(value for values in found for value in values.values())
    except ApiError as error:
        if error.status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            return None
        raise


def _sources(pods: Iterable[Object], wanted: LogQuery) -> Iterator[Source]:
    """The containers that have run, or with `previous` those that were started again."""
    for pod in pods:
        name, component = pod["metadata"]["name"], (pod["metadata"].get("labels") or {}).get(COMPONENT, "")
        if wanted.pod not in {None, name} or wanted.component not in {None, component}:
            continue
        status = pod.get("status", {})
        for container in (*status.get("initContainerStatuses", ()), *status.get("containerStatuses", ())):
            has_run = bool(container.get("state", {}).get("running") is not None or last_end(container))
            again = bool((container.get("lastState") or {}).get("terminated"))
            if again if wanted.previous else has_run:
                yield Source(name, component, container["name"])


def _lines(kube: Kube, base: str, source: Source, wanted: LogQuery, redact: Callable[[str], str]) -> list[LogLine]:
    after = (wanted.after or {}).get(source.place)
    query = {"container": source.container, "timestamps": "true", "limitBytes": str(BYTES_MAX)}
    if wanted.previous:
        query["previous"] = "true"
    if wanted.after is None:
        query["tailLines"] = str(wanted.tail)
    since = after or (wanted.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if wanted.since else None)
    if since:
        query["sinceTime"] = since
    try:
        text = kube.text(f"{base}/pods/{source.pod}/log", **query)
    except ApiError as error:
        if error.status in {httpx.codes.BAD_REQUEST, NOT_FOUND}:  # it starts just now, or is gone already
            return []
        raise
    whole = text.split("\n")[:-1]  # what has no end yet, or was cut by the limit, comes with the next look
    return [line for each in whole if (line := _line(source, each, redact)) and (after is None or line.key > after)]


def _line(source: Source, raw: str, redact: Callable[[str], str]) -> LogLine | None:
    """A line; None for what carries no time: the kubelet's own words where there is no log any more."""
    found = STAMPED.fullmatch(raw)
    if found is None:
        return None
    second, fraction, zone, said = found.groups()
    moment = datetime.fromisoformat(f"{second}{zone.replace('Z', '+00:00')}").astimezone(UTC)
    nanoseconds = (fraction or "").ljust(9, "0")
    text = redact(plain_text(said))
    return LogLine(
        key=f"{moment:%Y-%m-%dT%H:%M:%S}.{nanoseconds}Z",
        pod=source.pod,
        component=source.component,
        container=source.container,
        text=text if len(text) <= TEXT_MAX else f"{text[:TEXT_MAX]}…",
        at=moment.replace(microsecond=int(nanoseconds[:6])),
    )


def _first(lines: Sequence[LogLine], count: int) -> Sequence[LogLine]:
    """The oldest lines; a few more where several have the last one's time, which is all that a position knows."""
    while count < len(lines) and lines[count].key == lines[count - 1].key:
        count += 1
    return lines[:count]


def _floor(found: Iterable[tuple[Source, object]], since: datetime | None) -> dict[str, str]:
    """Where each container is gone on with that has said nothing since then: not with what it said before."""
    if since is None:
        return {}
    return {source.place: f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}000Z" for source, _ in found}


def _positions(lines: Iterable[LogLine]) -> dict[str, str]:
    """The time of each container's last line, of lines that are in order for each."""
    found: dict[str, str] = {}
    for line in lines:
        place = f"{line.pod}/{line.container}"
        found[place] = max(line.key, found.get(place, ""))
    return found


def _kept(positions: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Positions in pods that are there: those of pods that are gone say nothing any more."""
    return {place: key for place, key in positions.items() if place.partition("/")[0] in names}


def _said(found: Sequence[tuple[Source, Sequence[LogLine]]], names: Sequence[str]) -> str:
    if not names:
        return "The store has no pod right now."
    return "" if found else "None of the store's containers has such a log."
