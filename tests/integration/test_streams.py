"""Commands in pods, with a program in kubectl's place that runs them here."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.adapters.kube.streams import PodStreams, StreamFailed
from tests.fakes.programs import stand_in

# What kubectl does with the command behind `--`; where it is killed, the command goes on, as it does in a pod.
EXEC = """echo "$@" > "$0.argv"; env > "$0.env"; echo $$ > "$0.new"; mv "$0.new" "$0.pid"
while [ "$1" != -- ]; do shift; done; shift
"""


@pytest.fixture
def kubectl(tmp_path: Path) -> Path:
    stand_in(tmp_path / "kubectl", f'{EXEC}exec "$@"')
    return tmp_path / "kubectl"


@pytest.fixture
def streams(kubectl: Path) -> PodStreams:
    return PodStreams("/config", "here", kubectl)


def run(streams: PodStreams, script: str, stdin: Iterator[bytes] | None = None) -> Iterator[bytes]:
    return streams.run("store-a", "data-x", "data", ["sh", "-c", script], stdin=stdin)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


def test_a_command_is_run_where_it_was_asked_for_and_gives_what_it_prints(streams: PodStreams, kubectl: Path) -> None:
    assert streams.output("store-a", "data-x", "data", ["echo", "one  two", "$HOME"]) == "one  two $HOME\n"
    said = Path(f"{kubectl}.argv").read_text()
    assert said.startswith("--kubeconfig /config --context here --namespace store-a exec data-x --container data --quiet -- ")


def test_bytes_go_in_and_come_out_as_they_are(streams: PodStreams, kubectl: Path) -> None:
    sent = [os.urandom(100_000), b"", os.urandom(1), b"\r\n\x00", os.urandom(300_000)]
    assert b"".join(run(streams, "cat", iter(sent))) == b"".join(sent)
    assert " --stdin -- " in Path(f"{kubectl}.argv").read_text()


def test_a_failure_says_its_status_and_the_last_line_of_what_was_said(streams: PodStreams) -> None:
    with pytest.raises(StreamFailed) as failed:
        list(run(streams, "echo some; echo first >&2; echo 'no space left.' >&2; exit 7"))
    assert failed.value.status == 7
    assert failed.value.said == "no space left."
    assert failed.value.message.endswith("in the pod data-x failed with exit status 7: no space left")


def test_what_was_printed_before_a_failure_is_seen_before_it(streams: PodStreams) -> None:
    output = run(streams, "echo some; exit 3")
    assert next(output) == b"some\n"
    with pytest.raises(StreamFailed):
        next(output)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Error from server (TooManyRequests): too many requests", "ClusterBusy"),
        ("Error from server (InternalError): an error on the server", "ClusterBusy"),
        ("The connection to the server 127.0.0.1:6443 was refused: connection refused", "ClusterUnreachable"),
        ("error: lost connection to pod", "StreamFailed"),
    ],
)
def test_a_cluster_that_was_in_the_way_is_told_as_such_unless_the_command_ended(said: str, reason: str, tmp_path: Path) -> None:
    stand_in(tmp_path / "kubectl", f"echo '{said}' >&2; exit 1")
    with pytest.raises(StreamFailed) as failed:
        list(run(PodStreams("/config", None, tmp_path / "kubectl"), "true"))
    assert failed.value.reason == reason

    assert StreamFailed("it failed", status=1, said=said).reason == "StreamFailed", "the pod's own words"


def test_a_stream_whose_end_the_pod_did_not_say_was_cut_short_also_where_kubectl_ends_well(tmp_path: Path) -> None:
    stand_in(tmp_path / "kubectl", "echo half; echo 'error: lost connection to pod' >&2; exit 0")
    with pytest.raises(StreamFailed) as failed:
        list(run(PodStreams("/config", None, tmp_path / "kubectl"), "true"))
    assert failed.value.status is None
    assert failed.value.message.endswith("was cut short: error: lost connection to pod")


def test_a_kubectl_that_fails_after_the_end_is_a_failure(tmp_path: Path) -> None:
    stand_in(tmp_path / "kubectl", f'{EXEC}"$@"; exit 4')
    with pytest.raises(StreamFailed, match="exit status 4"):
        list(run(PodStreams("/config", None, tmp_path / "kubectl"), "true"))


def test_a_program_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(StreamFailed, match="cut short"):
        list(run(PodStreams("/config", None, tmp_path / "none"), "true"))


def test_a_command_that_ends_before_it_has_read_everything_has_failed(streams: PodStreams) -> None:
    with pytest.raises(StreamFailed, match="before it had read everything"):
        list(run(streams, "head -c 10 > /dev/null", itertools.repeat(b"x" * 100_000)))


def test_what_the_given_chunks_raise_ends_the_command(streams: PodStreams, kubectl: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"one"
        while not Path(f"{kubectl}.pid").exists():
            time.sleep(0.01)
        raise ValueError("the source is gone")

    with pytest.raises(ValueError, match="the source is gone"):
        list(run(streams, "cat; sleep 60", chunks()))
    assert not alive(int(Path(f"{kubectl}.pid").read_text()))


def test_nothing_is_read_ahead_of_who_asks(streams: PodStreams, tmp_path: Path) -> None:
    count = tmp_path / "count"
    output = run(streams, f"i=0; while [ $i -lt 100 ]; do head -c 100000 /dev/zero; i=$((i+1)); echo $i > {count}; done")
    taken = len(next(output))
    before = -1
    while before != (now := int(count.read_text() or 0) if count.exists() else 0):
        before = now
        time.sleep(0.1)
    assert before < 20
    assert taken + sum(len(chunk) for chunk in output) == 10_000_000


def test_chunks_are_asked_for_only_as_the_command_takes_them(streams: PodStreams) -> None:
    asked = 0

    def chunks() -> Iterator[bytes]:
        nonlocal asked
        for _ in range(100):
            asked += 1
            yield b"x" * 100_000

    output = run(streams, "echo up; sleep 0.3; echo waited; cat > /dev/null", chunks())
    assert next(output) == b"up\n"
    assert next(output) == b"waited\n"
    assert asked < 10
    assert list(output) == []
    assert asked == 100


def test_a_reader_that_stops_kills_the_child(streams: PodStreams, kubectl: Path) -> None:
    output = run(streams, "while echo more; do :; done")  # ends by itself where nobody reads, as nobody kills it in a pod
    next(output)
    pid = int(Path(f"{kubectl}.pid").read_text())
    assert alive(pid)
    output.close()  # type: ignore[attr-defined]
    assert not alive(pid)


def test_the_child_dies_with_the_process_that_started_it(kubectl: Path) -> None:
    script = (
        "from functions.adapters.kube.streams import PodStreams\n"
        f"output = PodStreams('/config', None, {str(kubectl)!r}).run('n', 'p', 'c', ['sh', '-c', 'echo up; exec sleep 60'])\n"
        "print(next(output), flush=True)\n"
        "next(output)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"b'up\\n'\n"
        pid = int(Path(f"{kubectl}.pid").read_text())
        assert alive(pid)
        process.kill()
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        assert not alive(pid)


def test_what_was_said_last_is_kept_of_much(streams: PodStreams) -> None:
    with pytest.raises(StreamFailed) as failed:
        list(run(streams, "seq 1 100000 >&2; exit 1"))
    assert failed.value.said == "100000"


def test_a_child_collects_its_garbage(streams: PodStreams, kubectl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOGC", "off")
    list(run(streams, "true"))
    assert "GOGC=100" in Path(f"{kubectl}.env").read_text().splitlines()
