"""What prestarted.py relies on in programs that are not ours: an upgrade that changes it fails here."""

from __future__ import annotations

import inspect
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import ansible_runner
import pexpect  # type: ignore[import-untyped,unused-ignore]
import ptyprocess  # type: ignore[import-untyped,unused-ignore]
import pytest
from ansible.cli.playbook import PlaybookCLI

from functions.adapters.ansible.prestarted import PRELOADED, ForkedPlaybook, install

PROJECT = Path(__file__).resolve().parents[3]


class Recorder:
    """Takes the place of pexpect.spawn and starts nothing, which ansible-runner takes for a program that is missing."""

    def __init__(self) -> None:
        self.calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def __call__(self, *arguments: Any, **options: Any) -> NoReturn:
        self.calls.append((arguments, options))
        raise pexpect.exceptions.ExceptionPexpect("nothing is started")


def test_ansible_runner_starts_the_playbook_by_pexpect_spawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    monkeypatch.setattr(ansible_runner.runner.pexpect, "spawn", recorder)

    done = ansible_runner.run(
        private_data_dir=str(tmp_path),
        project_dir=str(PROJECT),
        playbook="playbooks/verify.yml",
        inventory=str(tmp_path / "hosts.yml"),
        extravars={"store_id": "demo"},
        timeout=7,
        settings={"suppress_output_file": True},
        fact_cache_type="memory",
        ident="run",
        quiet=True,
        cancel_callback=lambda: False,
    )

    [((command, args), options)] = recorder.calls
    assert (done.status, done.rc) == ("failed", 127)
    assert Path(command).name == "ansible-playbook"
    assert "playbooks/verify.yml" in args
    assert all(isinstance(value, str) for value in options["env"].values())
    assert options["env"]["ANSIBLE_STDOUT_CALLBACK"] == "awx_display"
    assert set(options) <= set(inspect.signature(ForkedPlaybook.__mro__[1].__init__).parameters)
    assert "preexec_fn" not in options


def test_installed_it_is_what_ansible_runner_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pexpect, "spawn", pexpect.spawn)  # set back after the test

    install()

    assert ansible_runner.runner.pexpect.spawn is ForkedPlaybook


def test_pexpect_calls_what_it_is_given_in_the_fork_and_waits_for_its_files_to_close() -> None:
    spawn = inspect.getsource(ptyprocess.PtyProcess.spawn)

    assert "preexec_fn" in inspect.signature(pexpect.spawn.__init__).parameters
    assert spawn.index("pty.fork()") < spawn.index("preexec_fn()") < spawn.index("os.execv")
    assert "exec_err_pipe_write, fcntl.F_SETFD, fcntl.FD_CLOEXEC" in spawn
    assert "time.sleep(self.delayafterclose)" in inspect.getsource(ptyprocess.PtyProcess.close)


def test_ansible_takes_its_arguments_from_a_call() -> None:
    assert list(inspect.signature(PlaybookCLI.cli_executor).parameters) == ["args"]
    assert "sys.exit(exit_code)" in inspect.getsource(PlaybookCLI.cli_executor)


@pytest.mark.parametrize("name", [name for name in PRELOADED if not name.startswith("ansible_collections.")])
def test_what_is_imported_beforehand_exists(name: str) -> None:
    assert find_spec(name) is not None
