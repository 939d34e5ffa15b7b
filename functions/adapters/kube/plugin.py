"""Credential plugins: programs of a cloud that a kubeconfig names and that print a token or a certificate."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from functions.domain.errors import Unavailable

Part = Mapping[str, Any]
INFORMATION = "KUBERNETES_EXEC_INFO"


@dataclass(frozen=True)
class Given:
    """What a plugin printed; `expires` is in seconds since the epoch, None where it does not say."""

    token: str | None = None
    certificate: str | None = None
    key: str | None = None
    expires: float | None = None


def ask(plugin: Part, cluster: Part, folder: Path, seconds: float) -> Given:
    """Run the plugin of a kubeconfig in `folder`, for so many seconds at most. Raises Unavailable if it gives nothing."""
    name = str(plugin.get("command", ""))
    try:
        status = json.loads(_printed(_command(plugin, folder), _environment(plugin, cluster), seconds))["status"]
        given = Given(
            token=status.get("token"),
            certificate=status.get("clientCertificateData"),
            key=status.get("clientKeyData"),
            expires=_moment(status.get("expirationTimestamp")),
        )
    except subprocess.TimeoutExpired as error:
        raise _unavailable(f"{name} gave no credentials within {seconds:.0f} seconds") from error
    except subprocess.CalledProcessError as error:
        raise _unavailable(f"{name} gives no credentials, it ended with exit code {error.returncode}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unavailable(f"{name} gives no credentials") from error
    if not (given.token or (given.certificate and given.key)):
        raise _unavailable(f"{name} gives neither a token nor a certificate")
    return given


def _unavailable(said: str) -> Unavailable:
    return Unavailable(f"the cluster cannot be reached: {said}")


def _command(plugin: Part, folder: Path) -> list[str]:
    """A command with a folder in it starts from the kubeconfig's, as kubectl has it; a bare name is looked for in PATH."""
    command = str(plugin["command"])
    return [str(folder / command) if os.sep in command else command, *(plugin.get("args") or [])]


def _environment(plugin: Part, cluster: Part) -> dict[str, str]:
    """What the plugin finds: by `KUBERNETES_EXEC_INFO` it knows which version of the answer is expected."""
    spec: dict[str, Any] = {"interactive": False}
    if plugin.get("provideClusterInfo"):
        spec["cluster"] = {key: value for key, value in cluster.items() if key != "extensions"}
    asked = {"apiVersion": plugin.get("apiVersion"), "kind": "ExecCredential", "spec": spec}
    own = {item["name"]: item["value"] for item in plugin.get("env") or []}
    return {**os.environ, INFORMATION: json.dumps(asked), **own}


def _printed(command: Sequence[str], environment: Mapping[str, str], seconds: float) -> bytes:
    """Run it in a group of its own, which is ended as a whole: such programs are often scripts that start the real one."""
    with subprocess.Popen(  # noqa: S603 - named by the kubeconfig
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[0])
    return output


def _moment(text: str | None) -> float | None:
    return datetime.fromisoformat(text).timestamp() if text else None
