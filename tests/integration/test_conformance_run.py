"""`python -m tests.conformance` as it is started, before a platform that only says which engines it has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cluster.installation import PROJECT

ENGINES = sorted(file.parent.name for file in (PROJECT / "charts").glob("*/engine.yml"))
DOWNLOADED = [name for name in ENGINES if (PROJECT / "images" / name / "downloads.txt").is_file()]


@contextmanager
def platform(*available: str) -> Iterator[int]:
    """A platform that has the images of these engines; its port."""
    items = [{"name": name, "available": name in available} for name in ENGINES]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = json.dumps({"items": items}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def conformance(home: Path, port: int, *arguments: str, **settings: str) -> tuple[int, str]:
    """Run it; return its exit status and what it said."""
    (home / "token").write_text("token")
    environment = {name: value for name, value in os.environ.items() if name != "ENGINE"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance", *arguments],
        cwd=PROJECT,
        env={
            **environment,
            "STOREYARD_HOME": str(home),
            "STOREYARD_CACHE": str(home),
            "STOREYARD_PORT": str(port),
            **settings,
        },
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", ENGINES)
def test_a_named_engine_that_could_not_be_run_is_not_green(name: str, tmp_path: Path) -> None:
    with platform(*(other for other in ENGINES if other != name)) as port:
        code, said = conformance(tmp_path, port, ENGINE=name)

    assert code == 1
    assert f"NOT RUN: {name} (" in said


def test_without_a_name_an_engine_that_nobody_could_build_is_not_green_either(tmp_path: Path) -> None:
    with platform() as port:
        code, said = conformance(tmp_path, port)

    assert code == 1
    assert [line.split()[2] for line in said.splitlines() if line.startswith("NOT RUN")] == ENGINES
    assert all(
        "are not in the cache" in line for line in said.splitlines() if line.startswith("NOT RUN") and DOWNLOADED[0] in line
    )


def test_a_suite_of_which_no_test_ran_is_not_green(tmp_path: Path) -> None:
    with platform(*ENGINES) as port:
        code, said = conformance(tmp_path, port, "--collect-only", ENGINE=ENGINES[0])

    assert (code, f"NOT RUN: {ENGINES[0]} (every test was skipped or left out)" in said) == (1, True)


def test_an_engine_that_is_none_is_refused(tmp_path: Path) -> None:
    code, said = conformance(tmp_path, 1, ENGINE="prestashop")

    assert (code, said.strip()) == (1, f"ENGINE must be one of: {', '.join(ENGINES)}.")
