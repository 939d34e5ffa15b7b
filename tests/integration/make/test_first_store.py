"""What `make up` ends with and `make status` prints, on a platform that a test plays the worker of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from functions.api.pages import Pages
from functions.application.ports.insight import HealthSeen, IngressAnswer
from tests.fakes import FakeCatalogue
from tests.fakes.inspector import PODS
from tests.fakes.programs import stand_in
from tests.functional.api.client import ADA
from tests.integration.served import Served, serving

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def platform() -> Iterator[Served]:
    """A platform."""
    with serving() as served:
        yield served


@pytest.fixture
def with_page(tmp_path: Path) -> Iterator[Served]:
    """A platform with a dashboard."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page/index.html").write_text("<!doctype html>")
    with serving(pages=Pages.of(tmp_path / "page")) as served:
        yield served


@pytest.fixture
def environ(platform: Served, tmp_path: Path) -> dict[str, str]:
    """The environment of `make`, with a cluster in which nothing waits."""
    home, cache = tmp_path / "home", tmp_path / "cache"
    home.mkdir()
    (home / "token").write_text(f"{ADA}\n")
    stand_in(cache / "bin/kubectl", """echo '{"items": []}'""")
    (cache / "environments").mkdir()
    (cache / "environments/run").symlink_to(sys.prefix)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    folders = {"STOREYARD_HOME": str(home), "STOREYARD_CACHE": str(cache)}
    return {**kept, **folders, "STOREYARD_PORT": platform.port, "PATH": f"{cache / 'bin'}:{os.environ['PATH']}"}


def start(environ: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Start what `make up` ends with."""
    command = [sys.executable, "scripts/first_store.py", *words]
    return subprocess.Popen(command, cwd=PROJECT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_first_store_is_asked_for_and_followed(platform: Served, environ: dict[str, str]) -> None:
    running = start(environ)
    claimed = platform.claim("demo")
    platform.end(claimed)
    out, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (0, "")
    assert "demo: The store is ready: a test order went through." in out
    assert "The shop is on     http://demo.localhost" in out
    assert f'store create "Mug & More" --engine {list(FakeCatalogue().engines())[-1]}' in out
    assert "make down" in out


def test_one_that_fails_is_the_exit_code_and_a_sentence(platform: Served, environ: dict[str, str]) -> None:
    running = start(environ)
    platform.end(platform.claim("demo"), good=False)
    _, err = running.communicate(timeout=60)

    assert running.returncode == 1
    assert "storeyard: The first shop failed (ImagePull): The image cannot be pulled. `make up` tries again." in err


@pytest.mark.parametrize("before", [IngressAnswer(502, 3), IngressAnswer(None, None, "Nobody answers.")])
def test_it_waits_until_a_shop_that_starts_again_answers(
    platform: Served, environ: dict[str, str], before: IngressAnswer
) -> None:
    pods = {"metadata": {"labels": {"storeyard/store": "demo"}}, "status": {"readyReplicas": 1}}  # as the cluster last heard
    stand_in(Path(environ["STOREYARD_CACHE"]) / "bin/kubectl", f"echo '{json.dumps({'items': [pods]})}'")
    platform.api.platform.inspector.seen = HealthSeen(PODS, before)
    running = start(environ)
    platform.end(platform.claim("demo"))
    assert running.stdout is not None
    seen = list(takewhile(lambda line: "Waiting for demo to answer" not in line, running.stdout))
    assert not any("The shop is on" in line for line in seen)

    platform.api.platform.inspector.seen = HealthSeen(PODS, IngressAnswer(200, 12))
    out, err = running.communicate(timeout=60)

    assert (running.returncode, err) == (0, "")
    assert "The shop is on     http://demo.localhost" in out


def test_none_is_asked_for_where_there_are_others(platform: Served, environ: dict[str, str]) -> None:
    platform.api.create("other")
    running = start(environ)
    out, _ = running.communicate(timeout=60)

    assert running.returncode == 0
    assert "Asking" not in out


@pytest.mark.parametrize(
    ("words", "machine", "opened"),
    [
        (["browser"], {"DISPLAY": ":0"}, True),
        (["browser"], {"WAYLAND_DISPLAY": "wayland-0"}, True),
        (["browser"], {}, False),
        (["browser"], {"DISPLAY": ":0", "CI": "true"}, False),
        ([], {"DISPLAY": ":0"}, False),
    ],
)
def test_it_ends_with_a_link_that_signs_in_and_with_a_browser_where_there_is_a_screen(
    with_page: Served, environ: dict[str, str], tmp_path: Path, *, words: list[str], machine: dict[str, str], opened: bool
) -> None:
    browser = tmp_path / "bin/a-browser"
    stand_in(browser, f'echo "$1" > {tmp_path}/opened')
    environ = {**environ, **machine, "STOREYARD_PORT": with_page.port, "BROWSER": f"{browser} %s"}
    with_page.api.create("other")

    out, err = start(environ, *words).communicate(timeout=60)

    assert err == ""
    link = out.splitlines()[-1].strip()
    url, _, code = link.partition("/sign-in#code=")
    assert url == with_page.url
    assert (tmp_path / "opened").exists() is opened
    assert not opened or (tmp_path / "opened").read_text().strip() == link
    reply = with_page.api.post("/api/auth/code", {"code": code}, token=None)
    assert (reply.status, reply.json["user"]["id"]) == (200, "ada")


@pytest.mark.parametrize(("port", "typed"), [("22", "ssh"), ("2222", "ssh -p 2222")])
def test_who_came_by_ssh_is_told_how_the_link_leads_there(
    with_page: Served, environ: dict[str, str], port: str, typed: str
) -> None:
    with_page.api.create("other")
    came = {"SSH_CONNECTION": f"198.51.100.7 50022 203.0.113.10 {port}", "USER": "ops", "LOGNAME": "ops"}

    out, _ = start({**environ, **came, "STOREYARD_PORT": with_page.port}, "browser").communicate(timeout=60)

    tunnel, link = out.splitlines()[-2:]
    assert tunnel.endswith(f" {typed} -L {with_page.port}:127.0.0.1:{with_page.port} ops@203.0.113.10")
    assert link.strip().startswith(f"{with_page.url}/sign-in#code=")


def test_without_a_page_there_is_no_link(platform: Served, environ: dict[str, str]) -> None:
    platform.api.create("other")

    out, _ = start(environ, "browser").communicate(timeout=60)

    assert "sign-in" not in out


def test_a_platform_that_is_away_is_a_sentence(environ: dict[str, str]) -> None:
    running = start({**environ, "STOREYARD_PORT": "1"})
    _, err = running.communicate(timeout=60)

    assert running.returncode == 1
    assert err.startswith(
        "storeyard: The first shop could not be asked for: The platform does not answer on http://127.0.0.1:1"
    )


@pytest.mark.parametrize(("port", "good", "stores"), [(None, True, ["a", "b"]), ("1", False, None)])
def test_status_has_every_store_or_says_that_it_cannot_tell(
    platform: Served, environ: dict[str, str], port: str | None, good: bool, stores: list[str] | None
) -> None:
    platform.api.create("a")
    platform.api.create("b", token="token-otto")
    environ = environ | ({"STOREYARD_PORT": port} if port else {})

    done = subprocess.run(["make", "status"], cwd=PROJECT, env=environ, capture_output=True, text=True, timeout=60, check=False)
    found = json.loads(done.stdout)

    assert (done.returncode == 0) is good
    assert (found["token"], found["api"]) == (ADA, f"http://127.0.0.1:{port or platform.port}")
    assert [store["id"] for store in found["stores"]] == stores if stores else found["stores"] is None
