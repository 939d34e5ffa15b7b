"""Platforms of their own, on clusters of the user's installation: one that works with the least rights, and any other."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

from tests.cluster import rights
from tests.cluster.installation import CACHE, HOME, PROJECT
from tests.cluster.platform import JSON, Platform
from tests.cluster.rights import Asked


class OwnPlatform:
    """A platform with a data folder of its own, in which its kubeconfigs are; `more`: settings."""

    def __init__(self, home: Path, **more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        python = (CACHE / "environments/run").resolve() / "bin/python"
        system = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        passed = {
            name: value for name, value in os.environ.items() if name.startswith("STOREYARD_") or name in {"HOME", "LANG"}
        }
        self.environment = {
            **passed,
            "PATH": f"{CACHE / 'bin'}:{python.parent}:{system}",
            "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(CACHE / "collections"),
            "STOREYARD_HOME": str(home),
            "STOREYARD_CACHE": str(CACHE),
            "STOREYARD_PORT": str(port),
            "BACKUP_EVERY_HOURS": "0",
            "DRILL_EVERY_HOURS": "0",
            **more,
        }
        (home / "images.json").write_text((HOME / "images.json").read_text())
        (home / "extensions").mkdir()
        self.home, self._python = home, python
        make_token = [str(python), "-m", "functions.tokens", "ensure", "--name", "owner", "--file", str(home / "token")]
        subprocess.run(make_token, cwd=PROJECT, env=self.environment, check=True, capture_output=True)
        self.start()
        self.platform = Platform(api=f"http://127.0.0.1:{port}", home=home)
        self.platform.until_answers()

    def start(self) -> None:
        """Start its process."""
        with (self.home / "log.txt").open("a") as log:
            self.process = subprocess.Popen(
                [str(self._python), "-m", "functions.local"], cwd=PROJECT, env=self.environment, stdout=log, stderr=log
            )

    def killed(self) -> None:
        """End its process as a power cut would, and have another one."""
        self.process.kill()
        self.process.wait(10)
        self.start()
        self.platform.until_answers()

    def do(self, store_id: str, kind: str, **parameters: Any) -> JSON:
        """Have an operation done."""
        return self.done(self.ask(store_id, kind, **parameters))

    def ask(self, store_id: str, kind: str, **parameters: Any) -> JSON:
        """Ask for an operation; return it."""
        body = {"kind": kind, "parameters": parameters}
        operation: JSON = self.platform.client.post(f"/api/stores/{store_id}/operations", body)["operation"]
        return operation

    def done(self, operation: JSON) -> JSON:
        """Wait for the good end of an operation."""
        return self.platform.finish(operation, seconds=600)

    def stop(self) -> None:
        """Remove its stores, and end it."""
        for store in self.platform.client.get("/api/stores")["items"]:
            self.platform.finish(self.platform.delete(store["id"]))
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.platform.http.close()


class Own(OwnPlatform):
    """A platform of its own that works as the account with the least rights; `more`: settings."""

    def __init__(self, home: Path, **more: str) -> None:
        config = json.loads(rights.KUBECONFIG.read_text())
        config["contexts"][0]["name"] = config["current-context"] = "storeyard"
        (home / "kubeconfig-platform").write_text(json.dumps(config))
        super().__init__(home, STOREYARD_RIGHTS="least", CLUSTER="existing", **more)
        self.asked: set[Asked] = set()
        began = rights.audit_lines()
        assert began is not None
        self._line: int = began

    def note(self, during: str) -> None:
        """Say what everything was for that was asked for since the last time."""
        self.asked |= rights.asked_since(self._line, during)
        self._line = rights.audit_lines() or 0

    def done(self, operation: JSON) -> JSON:
        """Wait for the good end of an operation, and note what it asked for."""
        ended = super().done(operation)
        self.note(operation["kind"])
        return ended
