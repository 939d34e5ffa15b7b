"""The process that runs one playbook: `python -m functions.adapters.ansible.playbook`, started by process.py.

It reads one job (a JSON line) from standard input, runs it with ansible-runner and writes one JSON line for each thing that
happens. Standard input stays open as a lifeline: when the worker that holds its other end is gone, for whatever reason,
every process below this one is ended and then this one. Being a subreaper, it also inherits what daemonises below it.

It is started before there is a job, so that Ansible is imported by then: the playbook runs in a fork of this process.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import ansible_runner

from functions.adapters.ansible import prestarted, processes
from functions.adapters.ansible.messages import MessageWriter

PR_SET_CHILD_SUBREAPER = 36


def end_all() -> None:
    """End every process below this one."""
    with contextlib.suppress(processes.StillAlive):  # the worker looks again, and says so
        processes.end(lambda: processes.descendants(os.getpid()))


def lifeline() -> None:
    """Wait for the end of standard input, then end everything."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    end_all()
    os._exit(1)


def read_job() -> dict[str, Any] | None:
    """Read the one line that says what to do; None at the end of input."""
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(0, 65536)
        if not part:
            return None
        line += part
    job: dict[str, Any] = json.loads(line)
    return job


def run(job: dict[str, Any], writer: MessageWriter) -> None:
    """Run the job to its end and say how it ended; nothing if one of the run's own processes was killed."""
    os.environ["STOREYARD_OPERATION"] = job["operation_id"]
    writer.write("started")
    writer.result_keys = frozenset(job["result_keys"])
    prestarted.install()
    done = ansible_runner.run(
        private_data_dir=job["private_data_dir"],
        project_dir=job["project_dir"],
        playbook=job["playbook"],
        inventory=job["inventory"],
        extravars=job["extravars"],
        timeout=job["seconds"],
        settings={"suppress_output_file": True},
        fact_cache_type="memory",
        ident="run",
        quiet=True,
        event_handler=writer.on_event,
        cancel_callback=lambda: False,
    )
    end_all()
    killed = done.rc is None  # ansible-playbook itself, by a signal
    if done.status == "failed" and (killed or writer.broken):
        return
    writer.write("end", result={"status": done.status, "msg": "" if done.status == "successful" else writer.error})


def main() -> None:
    """Prepare, wait for the job, run it."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    writer = MessageWriter(os.dup(1))
    os.dup2(2, 1)
    prestarted.preload(Path(os.environ["ANSIBLE_CONFIG"]).parent)
    job = read_job()
    if job is None:
        return
    threading.Thread(target=lifeline, daemon=True).start()
    signal.signal(signal.SIGTERM, _on_term)
    run(job, writer)
    os._exit(0)  # nothing is left to tidy up that the worker does not remove


def _on_term(_number: int, _frame: FrameType | None) -> NoReturn:
    end_all()
    os._exit(1)


if __name__ == "__main__":
    main()
