"""A small client of the Kubernetes API: objects are plain dictionaries, addressed by their path."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from functions.adapters.deadline import Deadline
from functions.adapters.kube.kubeconfig import read_access
from functions.adapters.kube.session import Session
from functions.domain.errors import StoreyardError, Unavailable
from functions.domain.failure_words import reason_of_status
from functions.domain.placement import MANAGER

Object = dict[str, Any]
T = TypeVar("T")
JSON = "application/json"
METADATA_ONLY = f"{JSON};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, {JSON}"
ERROR, FORBIDDEN, NOT_FOUND, CONFLICT = 400, 403, 404, 409
# What an API server answers that is just starting, or has too much to do.
BUSY = frozenset({429, 502, 503, 504})
# It did not take the request; it took it and stumbled, as while its store elects a leader.
TOO_MANY, BROKEN = frozenset({429}), frozenset({500})
LOOKS, PAUSE = 4, 0.5


class ApiError(StoreyardError):
    """The API server refused; `status` is its HTTP status, the message is its own, the reason is made of both."""

    reason = "ClusterError"

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason_of_status(status, message)


class Kube:
    """The objects of one API server. Raises Unavailable when it does not answer, ApiError when it refuses.

    Looks are repeated for a moment, so that a server that restarts or stumbles does not end a wait; changes only where it says
    that it did not take them.
    """

    def __init__(
        self,
        session: Session,
        *,
        looks: int = LOOKS,
        sleep: Callable[[float], None] = time.sleep,
        deadline: Deadline | None = None,
    ) -> None:
        self._session = session
        self._looks = looks
        self._sleep = sleep
        self._deadline = deadline

    @classmethod
    def connect(cls, kubeconfig: str, context: str | None = None) -> Self:
        """Make a client of the kubeconfig's context. Nothing is read or sent yet."""
        return cls(Session(lambda: read_access(kubeconfig, context)))

    def within(self, deadline: Deadline, *, looks: int = 1) -> Kube:
        """The same server over the same connections, asked `looks` times for each thing and not at all after the deadline."""
        return Kube(self._session, looks=looks, sleep=self._sleep, deadline=deadline)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._session.close()

    def get(self, path: str, *, accept: str = JSON) -> Object | None:
        """Return the object, or None."""
        try:
            return self._look(path, headers={"Accept": accept})
        except ApiError as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def items(self, path: str, *, selector: str = "", metadata_only: bool = False) -> list[Object]:
        """Return the objects of a listing; with `metadata_only` just their metadata, which is much smaller."""
        query = {"labelSelector": selector} if selector else {}
        headers = {"Accept": METADATA_ONLY if metadata_only else JSON}
        return self._look(path, params=query, headers=headers).get("items") or []

    def text(self, path: str, **query: str) -> str:
        """Return what is at a path that is no object: a log, or whether the server is ready. Asked for once."""
        return self._send("GET", path, params=query).text

    def watch(self, path: str, *, name: str, seconds: int) -> Iterator[Object]:
        """Yield the object of a listing as it is, and after each change, for so many seconds at most.

        Ends early, without an error, where the server ends it: who watches looks again anyway.
        """
        query: dict[str, str | int] = {"watch": "1", "fieldSelector": f"metadata.name={name}", "timeoutSeconds": seconds}
        try:
            with self._session.stream("GET", path, params=query) as answer:
                if answer.status_code >= ERROR:
                    return
                for line in answer.iter_lines():
                    event = json.loads(line)
                    if event["type"] in {"ADDED", "MODIFIED"}:
                        yield event["object"]
        except (Unavailable, httpx.RequestError, ValueError):
            return

    def create(self, path: str, body: Object) -> Object:
        """Create an object. Raises ApiError with status 409 if it exists."""
        return self._change("POST", path, params={"fieldManager": MANAGER}, json=body)

    def merge(self, path: str, body: Object) -> Object:
        """Merge fields into an object; a resourceVersion in the body makes it conditional (409)."""
        headers = {"Content-Type": "application/merge-patch+json"}
        return self._change("PATCH", path, params={"fieldManager": MANAGER}, json=body, headers=headers)

    def apply(self, path: str, body: Object, *, dry_run: bool = False, manager: str = MANAGER) -> Object:
        """Make the object what the body says, on the server; fields that an earlier body had and this one lacks go away."""
        query = {"fieldManager": manager, "force": "true"} | ({"dryRun": "All"} if dry_run else {})
        return self._change("PATCH", path, params=query, json=body, headers={"Content-Type": "application/apply-patch+yaml"})

    def edit(self, path: str, operations: list[Object]) -> Object:
        """Change an object by the operations of a JSON patch (RFC 6902), all or none."""
        headers = {"Content-Type": "application/json-patch+json"}
        return self._change("PATCH", path, params={"fieldManager": MANAGER}, json=operations, headers=headers)

    def delete(self, path: str, *, uid: str, grace: int | None = None) -> None:
        """Delete the object with this uid. One that is gone, or another of the same name, is left alone.

        `grace` is the seconds that a pod has to stop, in place of its own.
        """
        body: Object = {"propagationPolicy": "Background", "preconditions": {"uid": uid}}
        if grace is not None:
            body["gracePeriodSeconds"] = grace
        try:
            self._repeated(lambda: self._send("DELETE", path, json=body), TOO_MANY)
        except ApiError as error:
            if error.status not in {NOT_FOUND, CONFLICT}:
                raise

    def _look(self, path: str, **options: Any) -> Object:
        return self._repeated(lambda: self._object("GET", path, **options), BUSY | BROKEN, away=True)

    def _change(self, method: str, path: str, **options: Any) -> Object:
        return self._repeated(lambda: self._object(method, path, **options), TOO_MANY)

    def _repeated(self, ask: Callable[[], T], passing: Collection[int], *, away: bool = False) -> T:
        """Ask so many times while the answer is one of those that pass or, `away`, while there is none."""
        for _ in range(self._looks - 1):
            try:
                return ask()
            except Unavailable:
                if not away:
                    raise
            except ApiError as error:
                if error.status not in passing:
                    raise
            self._sleep(PAUSE)
        return ask()

    def _object(self, method: str, path: str, **options: Any) -> Object:
        answer = self._send(method, path, **options)
        try:
            body: Object = answer.json()
        except ValueError as error:  # a proxy's page, for one
            raise Unavailable(f"the cluster cannot be reached: what answers {method} {path} is no API server") from error
        return body

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        if self._deadline is not None:
            left = self._deadline.seconds - self._deadline.elapsed
            if left <= 0:
                raise Unavailable("the cluster cannot be reached: it took too long to answer")
            options["timeout"] = left
        answer = self._session.request(method, path, **options)
        if answer.status_code >= ERROR:
            raise ApiError(_message(answer), answer.status_code)
        return answer


def _message(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["message"])
    except (ValueError, KeyError, TypeError):
        return f"the cluster's API answered {answer.status_code} to {answer.request.method} {answer.request.url.path}"
