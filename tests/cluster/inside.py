"""The platform in the cluster itself, installed as `make platform` does, in a namespace of the tests', met at its ingress."""

from __future__ import annotations

import json
import shutil
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.cluster.installation import HOME, kube, kubectl, run, until
from tests.cluster.platform import JSON

HOST = "platform.e2e.localhost"
RELEASE = "yard"
PASSWORD = "a password of ten"


class Inside:
    """An installation in a namespace, and a client that comes through the ingress by TLS and trusts its certificate alone."""

    def __init__(self, namespace: str, folder: Path) -> None:
        self.namespace, self.folder = namespace, folder
        self._http: httpx.Client | None = None

    def install(self, *, values: Mapping[str, Any] | None = None, image: str | None = None) -> str:
        """Install or upgrade it; return what Ansible printed."""
        told: JSON = {
            "platform_release_namespace": self.namespace,
            "platform_release_name": RELEASE,
            "platform_release_host": HOST,
            "platform_release_home": str(self.folder),
            "platform_release_values": values or {},
        }
        if image is not None:
            told["platform_release_image"] = image
        return run("ansible-playbook", "playbooks/platform_release.yml", "-e", json.dumps(told), timeout=900).stdout

    def helm(self, *arguments: str) -> str:
        """Run Helm on the release's namespace."""
        return run(
            "helm", f"--kubeconfig={HOME / 'kubeconfig'}", f"--namespace={self.namespace}", *arguments, timeout=240
        ).stdout

    @property
    def token(self) -> str:
        """The first owner's token."""
        return (self.folder / "platform/token").read_text().strip()

    def ask(
        self, method: str, path: str, *, token: str | None = None, expect: int | None = None, **request: Any
    ) -> httpx.Response:
        """Return an answer; with `expect`, of that status."""
        if self._http is None:
            trusted = ssl.create_default_context(cafile=str(self.folder / "platform/ca.pem"))
            self._http = httpx.Client(base_url="https://127.0.0.1", verify=trusted, trust_env=False, timeout=45)
        headers = {"Host": HOST, **({"Authorization": f"Bearer {token}"} if token else {}), **request.pop("headers", {})}
        answer = self._http.request(method, path, headers=headers, extensions={"sni_hostname": HOST}, **request)
        assert expect in (None, answer.status_code), f"{method} {path} -> {answer.status_code}\n{answer.text[:2000]}"
        return answer

    def register(self, name: str) -> str:
        """Make an account, which the first owner lets in; return its access token."""
        body = {"name": name, "email": f"{name}@example.com", "password": PASSWORD}
        made: JSON = self.ask("POST", "/api/auth/register", token=self.token, json=body, expect=201).json()
        return str(made["access_token"])

    def create(self, store_id: str, engine: str, token: str) -> JSON:
        """Ask for a store; return its operation."""
        body = {"id": store_id, "name": store_id, "engine": engine, "locale": "en"}
        made: JSON = self.ask("POST", "/api/stores", token=token, json=body, expect=202).json()["operation"]
        return made

    def operation(self, operation_id: str, token: str) -> JSON | None:
        """Return an operation; None while nobody answers, as between two pods."""
        answer = self.ask("GET", f"/api/operations/{operation_id}", token=token)
        if answer.status_code >= 500:  # the ingress says so while there is no pod
            return None
        assert answer.status_code == httpx.codes.OK, answer.text
        found: JSON = answer.json()
        return found

    def reach(self, operation: JSON, step: str, token: str) -> None:
        """Wait until an operation that has not ended has got to a step."""
        path = f"/api/operations/{operation['id']}/events?after=0&wait=1"
        until(
            lambda: step in {event["step"] for event in self.ask("GET", path, token=token, expect=200).json()["events"]}, step
        )

    def finish(self, operation: JSON, token: str, *, seconds: float = 240) -> JSON:
        """Wait for the good end of an operation, with events without gaps."""

        def ended() -> JSON | None:
            found = self.operation(operation["id"], token)
            return found if found and found["finished_at"] else None

        found: JSON = until(ended, f"{operation['kind']} ends", seconds=seconds)
        assert found["status"] == "succeeded", f"{found['status']}: {found['reason']} {found['message']} {found['evidence']}"
        events = self.ask("GET", f"/api/operations/{operation['id']}/events?after=0", token=token, expect=200).json()["events"]
        assert [event["number"] for event in events] == list(range(1, len(events) + 1)), "events are numbered without gaps"
        return found

    def pod(self) -> JSON:
        """The platform's pod, the only one there is that is not on its way out."""
        selector = f"app.kubernetes.io/instance={RELEASE},app.kubernetes.io/component=platform"
        pods = kube("--namespace", self.namespace, "get", "pods", "--selector", selector)["items"]
        (pod,) = [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]
        found: JSON = pod
        return found

    def within(self, *command: str) -> str:
        """Run a command in the platform's container."""
        return kubectl(
            "--namespace", self.namespace, "exec", f"deployment/{RELEASE}", "--container", "platform", "--", *command
        )

    def back(self) -> JSON:
        """Wait until its next pod answers, which the ingress knows a moment later; return what it says of itself."""
        self._close()
        answer = until(lambda: (found := self.ask("GET", "/health")).is_success and found, "the platform is back")
        said: JSON = answer.json()
        return said

    def _close(self) -> None:
        """Forget the connections: those to a pod that went are of no use."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def remove(self) -> None:
        """Uninstall it with its volumes."""
        self._close()
        run("helm", f"--kubeconfig={HOME / 'kubeconfig'}", f"--namespace={self.namespace}", "uninstall", RELEASE, check=False)
        kubectl("delete", "namespace", self.namespace, "--ignore-not-found", "--wait=false")


@contextmanager
def inside(namespace: str, folder: Path, **more: Any) -> Iterator[Inside]:
    """An installation of its own, gone at the end."""
    shutil.copy(HOME / "images.json", folder)
    made = Inside(namespace, folder)
    try:
        made.install(**more)
        yield made
    finally:
        made.remove()
