"""A process that runs Ansible's modules in forks of itself: none of them starts Python and imports its world anew.

A module of kubernetes.core takes over a second for that and a few tenths for its work. The runner starts this process before
it imports Ansible, so it is Python as modules expect it, with nothing of Ansible's controller. The connection plugin `warm`
(plugins/connection/warm.py) hands it a module's program, its environment and its streams, and gets the exit code back.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

PR_SET_PDEATHSIG = 1
SOCKET = "STOREYARD_MODULES"
CONNECTION = "warm"
PLUGINS = Path(__file__).resolve().parents[3] / "plugins/connection"
JOB_MAX = 1 << 20
K8S = "ansible_collections.kubernetes.core.plugins.module_utils"
PRELOADED = (
    "ansible.module_utils.basic",
    f"{K8S}.helm",
    f"{K8S}.helm_args_common",
)


def start(path: Path) -> dict[str, str]:
    """Start the process; return the variables that make a playbook use it, none where it cannot be had.

    It listens before it has imported anything, so whoever comes early waits. It ends with the process that started it.
    """
    parent = os.getpid()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        listener.bind(str(path))
    except OSError:  # the path is too long for a socket
        listener.close()
        return {}
    listener.listen()
    if os.fork() == 0:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == parent:
            _serve(listener)
        os._exit(0)
    listener.close()
    os.environ |= {SOCKET: str(path), "ANSIBLE_CONNECTION_PLUGINS": str(PLUGINS)}
    return {"ansible_connection": CONNECTION}


def _serve(listener: socket.socket) -> NoReturn:
    """Import what modules import, then fork for each that comes."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)  # the starter's standard input and output have one reader and one writer: itself
    os.dup2(2, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sys.path += [place for place in os.environ.get("ANSIBLE_COLLECTIONS_PATH", "").split(":") if place]
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _run(connection)
        connection.close()


def _run(connection: socket.socket) -> NoReturn:
    """Be the module: read the program from standard input, run it as Python would, say how it ended."""
    code = 1
    try:
        message, streams, _, _ = socket.recv_fds(connection, JOB_MAX, 3)
        job = json.loads(message)
        _become(job, streams)
        exec(compile(sys.stdin.buffer.read(), "<stdin>", "exec"), _main().__dict__)  # noqa: S102 - Ansible's own program
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - what Python itself would do at the top
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            connection.send(bytes([code & 255]))
        os._exit(code & 255)


def _become(job: dict[str, Any], streams: list[int]) -> None:
    """Take over the caller's environment, folder and streams."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(job["environ"])
    os.chdir(job["folder"])
    sys.argv = [""]
    sys.stdin, sys.stdout, sys.stderr = (open(number, mode, closefd=False) for number, mode in enumerate("rww"))  # noqa: SIM115


def _main() -> ModuleType:
    main = ModuleType("__main__")
    main.__file__ = "<stdin>"
    sys.modules["__main__"] = main
    return main
