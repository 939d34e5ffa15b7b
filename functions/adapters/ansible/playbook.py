"""The process that runs one playbook: `python -m functions.adapters.ansible.playbook`, started by adapters/ansible.py.

It reads one job (a JSON line) from standard input, runs it with ansible-runner and writes one JSON line for each thing that
happens. Standard input stays open as a lifeline: when the worker that holds its other end is gone, for whatever reason,
every process below this one is ended and then this one. Being a subreaper, it also inherits what daemonises below it.

It is started before there is a job, so that Ansible is imported by then: the playbook runs in a fork of this process.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import sys
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import ansible_runner
import pexpect  # type: ignore[import-untyped,unused-ignore]
from ansible_runner.utils import get_callback_dir  # type: ignore[attr-defined,unused-ignore]

from functions.adapters.ansible import modules, processes

PR_SET_CHILD_SUBREAPER = 36
TEXT_MAX = 4000
# What a run imports sooner or later; each of its tasks is a fork that would import it again.
PRELOADED = (
    "ansible.cli.playbook",
    "ansible.executor.module_common",
    "ansible.executor.playbook_executor",
    "ansible.executor.task_queue_manager",
    "ansible.parsing.yaml.dumper",
    "ansible.plugins.action",
    "ansible.plugins.callback.default",
    "ansible.plugins.strategy.linear",
    "functions.actions.base",
    "functions.actions.delete",
    "functions.actions.namespace",
    "functions.actions.release",
    "functions.actions.secret",
    "functions.actions.spec",
    "functions.actions.verify",
    "httpcore",
    "multiprocessing.popen_fork",
    "multiprocessing.resource_tracker",
    "multiprocessing.synchronize",
    "tomllib",
)
# Collections whose list of redirected names takes long to read.
COLLECTIONS = ("ansible_collections.ansible.builtin", "ansible_collections.kubernetes.core")
KINDS = {
    "playbook_on_task_start": "task",
    "runner_on_ok": "ok",
    "runner_on_failed": "failed",
    "runner_on_unreachable": "unreachable",
}
# Modules that runs use. Ansible puts each together, with all that it imports, at its first use: half a second each.
MODULES = ("kubernetes.core.helm",)
# Kinds of plugins of which Ansible loads all there are, with the settings that their documentation describes.
PLUGINS = ("become", "connection", "shell")
# What a task returned and the worker may know. Everything else, above all `invocation`, stays here.
KEPT = ("msg", "reason", "verification", "removal")


class Warm(pexpect.spawn):  # type: ignore[misc,unused-ignore]
    """Runs `ansible-playbook` in a fork that has Ansible imported already, in place of a new program."""

    def __init__(self, command: str, args: Sequence[str], *, env: dict[str, str], **options: Any) -> None:
        super().__init__(command, list(args), env=env, preexec_fn=lambda: become_ansible([command, *args], env), **options)
        self.ptyproc.delayafterclose = 0  # ansible-runner closes what has ended; there is nothing to wait for


def preload() -> None:
    """Import Ansible with the plugins that ansible-runner will ask for, which it reads from the environment at import."""
    chosen = {"ANSIBLE_CALLBACK_PLUGINS": get_callback_dir(), "ANSIBLE_STDOUT_CALLBACK": "awx_display"}
    os.environ.update(chosen)
    for name in PRELOADED:
        with contextlib.suppress(ImportError):  # Ansible says better what is missing, when it needs it
            importlib.import_module(name)
    loader = importlib.import_module("ansible.plugins.loader")
    loader.init_plugin_loader()
    for kind in PLUGINS:
        list(getattr(loader, f"{kind}_loader").all(class_only=True))
    for name in COLLECTIONS:
        with contextlib.suppress(ImportError, OSError):
            importlib.import_module(name)
    build_modules()
    gc.freeze()  # a collection would look at all of this in every fork, which copies it
    for name in chosen:  # ansible-runner sets them itself, and takes what it finds for the user's own choice
        del os.environ[name]


def build_modules() -> None:
    """Put the modules together in Ansible's own cache, which the fork that runs the playbook shares."""
    from ansible import constants  # noqa: PLC0415 - imported by preload
    from ansible.executor.module_common import modify_module  # noqa: PLC0415
    from ansible.parsing.dataloader import DataLoader  # noqa: PLC0415
    from ansible.plugins.loader import module_loader  # noqa: PLC0415
    from ansible.template import Templar  # noqa: PLC0415

    for name in MODULES:
        with contextlib.suppress(Exception):  # not a public function of Ansible; a run does it itself where it does not fit
            found = module_loader.find_plugin_with_context(name, collection_list=[])
            modify_module(
                module_name=name,
                module_path=found.plugin_resolved_path,
                module_args={},
                templar=Templar(DataLoader()),
                task_vars={"ansible_python_interpreter": sys.executable},
                module_compression=constants.config.get_config_value("DEFAULT_MODULE_COMPRESSION"),
                remote_is_local=True,
            )


def become_ansible(argv: list[str], env: dict[str, str]) -> NoReturn:
    """Be `ansible-playbook` in this fork, to its end."""
    os.closerange(3, 256)  # tells the parent, as exec would, that the start went well
    os.environ.clear()
    os.environ.update(env)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    code: Any = 1
    try:
        sys.argv = argv
        warnings.simplefilter("ignore")  # Ansible finds its collections configured already
        from ansible.cli.playbook import PlaybookCLI  # noqa: PLC0415 - imported by preload

        PlaybookCLI.cli_executor(argv)
    except SystemExit as end:
        code = end.code
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


class Speaker:
    """Writes messages, each as one line; a reader that is gone is noticed by the lifeline, not here."""

    def __init__(self, stream: int) -> None:
        self._stream = stream
        self.error = ""

    def say(self, kind: str, role: str = "", task: str = "", result: dict[str, Any] | None = None) -> None:
        """Write one message."""
        line = json.dumps({"kind": kind, "role": role, "task": task, "result": result or {}}) + "\n"
        with contextlib.suppress(BrokenPipeError):
            data = line.encode()
            while data:
                data = data[os.write(self._stream, data) :]

    def on_event(self, event: dict[str, Any]) -> bool:
        """Translate one event of ansible-runner; False keeps it from being written to disk."""
        data = event.get("event_data") or {}
        kind = KINDS.get(event.get("event", ""))
        if event.get("event") == "playbook_on_no_hosts_matched":
            self.say("failed", result={"msg": "the inventory has no such cluster", "reason": "UnknownCluster"})
        elif kind and not (kind == "failed" and data.get("ignore_errors")):
            self.say(kind, data.get("role") or "", data.get("task") or "", kept(data.get("res")))
        elif "ERROR" in event.get("stdout", ""):
            self.error = event["stdout"][-TEXT_MAX:]
        return False


def kept(result: object) -> dict[str, Any]:
    """What the worker may know of a task's result."""
    if not isinstance(result, dict):
        return {}
    return {key: value[:TEXT_MAX] if isinstance(value, str) else value for key, value in result.items() if key in KEPT}


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


def run(job: dict[str, Any], speaker: Speaker, variables: dict[str, str]) -> None:
    """Run the job, with variables of this host, to its end and say how it ended."""
    os.environ["STOREYARD_OPERATION"] = job["operation_id"]
    speaker.say("started")
    ansible_runner.runner.pexpect.spawn = Warm
    done = ansible_runner.run(
        private_data_dir=job["private_data_dir"],
        project_dir=job["project_dir"],
        playbook=job["playbook"],
        inventory=job["inventory"],
        extravars={**job["extravars"], **variables},
        timeout=job["seconds"],
        settings={"suppress_output_file": True},
        fact_cache_type="memory",
        ident="run",
        quiet=True,
        event_handler=speaker.on_event,
        cancel_callback=lambda: False,
    )
    end_all()
    speaker.say("end", result={"status": done.status, "msg": "" if done.status == "successful" else speaker.error})


def main() -> None:
    """Prepare, wait for the job, run it."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    scratch = Path(os.environ["ANSIBLE_LOCAL_TEMP"])
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    variables = modules.start(scratch / "modules")
    speaker = Speaker(os.dup(1))
    os.dup2(2, 1)
    preload()
    job = read_job()
    if job is None:
        return
    threading.Thread(target=lifeline, daemon=True).start()
    signal.signal(signal.SIGTERM, _on_term)
    run(job, speaker, variables)
    os._exit(0)  # nothing is left to tidy up that the worker does not remove


def _on_term(_number: int, _frame: FrameType | None) -> NoReturn:
    end_all()
    os._exit(1)


if __name__ == "__main__":
    main()
