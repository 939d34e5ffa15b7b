"""Reads of clusters: whoever asks waits until the deadline, and a cluster that hangs costs so many threads."""

from __future__ import annotations

import threading

import pytest

from functions.application.reads import Reads
from functions.domain.errors import ClusterUnavailable, NotFound, Unavailable


def test_a_read_gives_what_it_found() -> None:
    assert Reads().read("local", lambda: 7) == 7


def test_a_read_keeps_no_process_from_ending() -> None:
    thread = Reads().read("local", threading.current_thread)

    assert (thread.daemon, thread.name) == (True, "read-local")


def test_who_asks_waits_until_the_deadline_and_what_hangs_keeps_its_turn() -> None:
    release, ended = threading.Event(), threading.Event()
    reads = Reads(seconds=0.01, at_once=1)

    def hang() -> None:
        release.wait(30)
        ended.set()

    with pytest.raises(ClusterUnavailable, match=r"slow did not answer within 0\.01 seconds"):
        reads.read("slow", hang)
    with pytest.raises(ClusterUnavailable, match="slow answers slowly"):
        reads.read("slow", lambda: 1)
    assert Reads().read("fast", lambda: 2) == 2
    release.set()
    assert ended.wait(30)


def test_a_turn_is_given_back_whatever_the_end() -> None:
    reads = Reads(at_once=1)

    def broken() -> None:
        raise ValueError("broken")

    for _ in range(3):
        with pytest.raises(ValueError, match="broken"):
            reads.read("local", broken)
    assert reads.read("local", lambda: 1) == 1


def test_an_unreachable_cluster_is_told_by_its_name() -> None:
    def down() -> None:
        raise Unavailable("https://10.0.0.1:6443 refused")

    with pytest.raises(ClusterUnavailable, match=r"^The cluster local cannot be reached right now\.$"):
        Reads().read("local", down)


@pytest.mark.parametrize("error", [NotFound("gone"), TimeoutError("of its own"), ClusterUnavailable("busy")])
def test_other_errors_come_as_they_are(error: Exception) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        Reads().read("local", fail)
    assert caught.value is error


def test_a_machine_without_threads_gives_the_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = Reads(at_once=1)

    def none_left(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", none_left)
        with pytest.raises(RuntimeError):
            reads.read("local", lambda: 1)
    assert reads.read("local", lambda: 1) == 1
