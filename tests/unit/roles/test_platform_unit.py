"""The unit that systemd starts the platform by, as far as it can be told without systemd."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from roles.platform.files.unit import Unit, is_hidden, value_of, word


def unit(**changes: object) -> Unit:
    """Return a unit, in some ways another one."""
    given: dict[str, object] = {
        "home": Path("/var/lib/storeyard"),
        "project": Path("/opt/storeyard"),
        "command": ("/opt/python", "-m", "functions.local"),
        "environment": {},
        "writable": (Path("/var/lib/storeyard"), Path("/mnt/back ups")),
        "port": 8000,
    }
    return Unit(**{**given, **changes})  # type: ignore[arg-type]


def lines(made: Unit) -> dict[str, str]:
    """Return the unit's settings."""
    return dict(line.split("=", 1) for line in made.text.splitlines() if "=" in line and not line.startswith("#"))


def test_it_may_write_to_its_folders_only() -> None:
    found = lines(unit())

    assert (found["ProtectSystem"], found["ProtectHome"], found["NoNewPrivileges"]) == ("strict", "read-only", "true")
    assert shlex.split(found["ReadWritePaths"]) == ["/var/lib/storeyard", "/mnt/back ups"]


@pytest.mark.parametrize(("port", "rights"), [(8000, "CAP_DAC_READ_SEARCH"), (443, "CAP_DAC_READ_SEARCH CAP_NET_BIND_SERVICE")])
def test_it_has_no_right_of_root_that_it_does_not_need(port: int, rights: str) -> None:
    assert lines(unit(port=port))["CapabilityBoundingSet"] == rights


def test_what_systemd_would_expand_means_itself() -> None:
    found = lines(unit(project=Path("/opt/100%"), command=("/opt/100%/$HOME/python",)))

    assert found["WorkingDirectory"] == "/opt/100%%"
    assert found["ExecStart"] == '"/opt/100%%/$$HOME/python"'
    assert word('a"b\\c') == '"a\\"b\\\\c"'


@pytest.mark.parametrize("text", ['a"b', "$HOME", "`id`", "a\\b", "#x y"])
def test_a_value_is_read_as_it_was_given(text: str) -> None:
    # systemd takes a backslash in a quoted value as a shell does
    read = subprocess.run(["bash", "-c", f"printf %s {value_of(text)}"], capture_output=True, text=True, check=True)

    assert read.stdout == text


@pytest.mark.parametrize(("place", "hidden"), [("/tmp/a", True), ("/var/tmp/a", True), ("/tmpfs", False), ("/opt/tmp", False)])
def test_folders_that_its_own_temporary_one_hides_are_known(place: str, hidden: bool) -> None:
    assert is_hidden(Path(place)) is hidden
