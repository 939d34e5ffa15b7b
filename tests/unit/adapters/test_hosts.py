"""What machines and processes are called in the state."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.adapters import hosts


def test_a_host_keeps_its_name(tmp_path: Path) -> None:
    assert hosts.host_name(tmp_path, shared=True) == hosts.host_name(tmp_path, shared=True)
    assert hosts.host_name(tmp_path, shared=False) == hosts.host_name(tmp_path, shared=False)


def test_hosts_that_are_called_the_same_with_data_in_equal_places_have_other_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two virtual machines made of one image, say. One of them must not take up what the other one is doing."""
    monkeypatch.setattr("socket.gethostname", lambda: "debian")
    here, there = tmp_path / "here", tmp_path / "there"
    names = {hosts.host_name(here, shared=True)}
    here.rename(there)  # the place is free for another machine's
    names |= {hosts.host_name(here, shared=True)}

    assert len(names) == 2
    assert all(name.startswith("debian-") for name in names)


def test_alone_on_its_state_a_host_keeps_nothing_for_its_name(tmp_path: Path) -> None:
    hosts.host_name(tmp_path, shared=False)

    assert list(tmp_path.iterdir()) == []


def test_no_two_processes_have_one_name(tmp_path: Path) -> None:
    host = hosts.host_name(tmp_path, shared=False)

    assert hosts.process_name(host) != hosts.process_name(host)
    assert hosts.process_name(host).startswith(f"{host}/")
