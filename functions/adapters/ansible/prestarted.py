"""Ansible, imported before there is a run: ansible-playbook then starts in a fork of this process, in place of a new program.

ansible-runner offers no way to say how the program is started. This module alone puts something of ours in its place, and
tests/unit/adapters/test_prestarted.py pins what that relies on in ansible-runner, pexpect and ansible-core.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import os
import signal
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import ansible_runner
import pexpect  # type: ignore[import-untyped,unused-ignore]
from ansible_runner.utils import get_callback_dir  # type: ignore[attr-defined,unused-ignore]

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
    "ansible_collections.ansible.builtin",  # whose list of redirected names takes long to read
    "ansible_collections.kubernetes.core",
    "multiprocessing.popen_fork",
    "multiprocessing.resource_tracker",
    "multiprocessing.synchronize",
)
# Kinds of plugins of which Ansible loads all there are, with the settings that their documentation describes.
PLUGINS = ("become", "connection", "shell")


class ForkedPlaybook(pexpect.spawn):  # type: ignore[misc,unused-ignore]
    """What ansible-runner starts as a program: a fork that has Ansible imported already."""

    def __init__(self, command: str, args: Sequence[str], *, env: dict[str, str], **options: Any) -> None:
        super().__init__(command, list(args), env=env, preexec_fn=lambda: become_ansible([command, *args], env), **options)
        self.ptyproc.delayafterclose = 0  # ansible-runner closes what has ended; there is nothing to wait for


def install() -> None:
    """Let ansible-runner start playbooks in forks, from now on in this process."""
    ansible_runner.runner.pexpect.spawn = ForkedPlaybook


def preload(project: Path) -> None:
    """Import Ansible, its plugins that ansible-runner asks for and the tasks that the project's roles bring."""
    chosen = {"ANSIBLE_CALLBACK_PLUGINS": get_callback_dir(), "ANSIBLE_STDOUT_CALLBACK": "awx_display"}
    os.environ.update(chosen)  # Ansible reads them at import
    _import("ansible.cli.playbook")
    loader = importlib.import_module("ansible.plugins.loader")
    loader.init_plugin_loader()
    for kind in PLUGINS:
        list(getattr(loader, f"{kind}_loader").all(class_only=True))
    for name in PRELOADED:
        _import(name)
    for file in sorted(project.glob("roles/*/action_plugins/*.py")):
        _load(file)
    gc.freeze()  # a collection would look at all of this in every fork, which copies it
    for name in chosen:  # ansible-runner sets them itself, and takes what it finds for the user's own choice
        del os.environ[name]


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


def _import(name: str) -> None:
    with contextlib.suppress(ImportError, OSError):  # Ansible says better what is missing, when it needs it
        importlib.import_module(name)


def _load(file: Path) -> None:
    """Import what a role's own task imports; Ansible loads the file itself anew."""
    spec = importlib.util.spec_from_file_location(f"preloaded_{file.stem}", file)
    if spec is not None and spec.loader is not None:
        with contextlib.suppress(Exception):  # Ansible says better what is wrong with it, to the run that needs it
            spec.loader.exec_module(importlib.util.module_from_spec(spec))
