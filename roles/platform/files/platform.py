#!/usr/bin/env python3
"""platform.py start|stop: the process of functions/local.py, known by its folder, its start time and what it was made of.

`start` leaves one alone that answers and was started from this code with these settings, and replaces any other. `stop` ends
it, then what its runs left. With STOREYARD_UNIT systemd looks after it (unit.py), else nobody. Runs in the environment that the
platform runs in. Speaks like roles/tools/files/lib.sh.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, Protocol

PROJECT = Path(__file__).resolve().parents[3]
# In place of this file's folder: who imports the standard library's `platform` would get this file.
sys.path[0] = str(PROJECT)

from functions.adapters.ansible import processes  # noqa: E402 - from this checkout; it imports nothing else of it
from functions.cli.client import Bearer, Client  # noqa: E402 - nor does it
from functions.cli.config import address  # noqa: E402
from functions.cli.errors import Unreachable  # noqa: E402
from functions.cli.patience import NONE  # noqa: E402
from roles.platform.files import process, unit  # noqa: E402

HOME = Path(os.environ["STOREYARD_HOME"])
CACHE = Path(os.environ["STOREYARD_CACHE"])
PORT = os.environ.get("STOREYARD_PORT") or "8000"
BIND = os.environ.get("STOREYARD_BIND") or "127.0.0.1"
API = address(BIND, PORT)
# By the environment's own name, not by the link: a later one in its place changes nothing for a process that runs.
PYTHON = (CACHE / "environments/run").resolve() / "bin/python"
RECORD, TOKEN, LOG = HOME / "platform.json", HOME / "token", HOME / "log/platform.log"
MODULE = b"functions.local"
CODE = ("functions/**/*.py", "charts/*/engine.yml", "inventories/**/*")
# What the process finds in its environment: the settings, and what a machine needs to reach the outside.
SETTINGS = (
    *("STOREYARD_", "STATE_", "DYNAMODB_", "QUEUE_", "OPERATION_", "LEASE_", "REAPER_", "POWERTOOLS_"),
    *("REGISTRATION", "JWT_SECRET", "STORES_PER_OWNER", "RATE_PER_", "TRUSTED_PROXIES", "ACTIVITY_DAYS", "METRICS_TOKEN"),
    *("DNS_RESOLVERS", "DOMAIN_PROOF", "OWN_IMAGES", "WEBHOOK_", "PAGE_URL", "SLACK_", "MATTERMOST_", "NOTICES_"),
    *("OTEL_EXPORTER_OTLP_", "BACKUP", "DRILL_", "CLUSTER", "AWS_", "KUBECONFIG", "ANSIBLE_VAULT_"),
)
MACHINE = (
    *("HOME", "USER", "LANG", "LC_", "TZ", "TMPDIR", "SSL_CERT_", "REQUESTS_CA_BUNDLE"),
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
)
NOT_PASSED = frozenset({"STOREYARD_PROGRESS", "STOREYARD_BEGAN", "STOREYARD_LOCKED", "STOREYARD_UNIT"})
BY_SYSTEMD = os.environ.get("STOREYARD_UNIT") == "1"
COMMAND = (str(PYTHON), "-m", MODULE.decode())
TERM_SECONDS, READY_SECONDS = 20.0, 60.0


class Started(Protocol):
    """What was started: its process, and whether that has ended."""

    @property
    def pid(self) -> int:
        """Return the process's number."""

    def poll(self) -> int | None:
        """Return None while it has not."""


def say(words: str) -> None:
    """Say what is being done, to the progress display too."""
    print(words, flush=True)
    if progress := os.environ.get("STOREYARD_PROGRESS"):
        with contextlib.suppress(OSError), Path(progress).open("a") as display:
            display.write(f"{words}\n")


def die(sentence: str) -> NoReturn:
    """End with one sentence for the person who typed the command."""
    print(f"storeyard: {sentence}", file=sys.stderr)
    sys.exit(1)


def settings() -> dict[str, str]:
    """Return the settings that the process gets; another value of one makes another process."""
    given = {name: value for name, value in os.environ.items() if name.startswith(SETTINGS) and value}
    return {name: value for name, value in given.items() if name not in NOT_PASSED}


def environment() -> dict[str, str]:
    """Return all that the process finds in its environment."""
    machine = {name: value for name, value in os.environ.items() if name.startswith(MACHINE)}
    path = f"{CACHE / 'bin'}:{PYTHON.parent}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    ansible = {
        "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(CACHE / "collections"),
        "ANSIBLE_HOME": str(HOME / "ansible"),  # where it writes; ~/.ansible may not be written to
    }
    return {**machine, **settings(), **ansible, "PATH": path}


def of_systemd() -> unit.Unit:
    """Return the unit that the platform would be now. A temporary folder of its own is systemd's to give."""
    passed = {name: value for name, value in environment().items() if name != "TMPDIR"}
    backups = os.environ.get("BACKUPS", "")
    places = (HOME, *([] if not backups or backups.startswith("s3:") else [Path(backups).expanduser()]))
    return unit.Unit(HOME, PROJECT, COMMAND, passed, places, int(PORT))


def fingerprint() -> str:
    """Return a hash of the code, Python packages and settings that a process started now would have."""
    made = [str(PROJECT), str(PYTHON), sorted(settings().items()), *([of_systemd().text] if BY_SYSTEMD else [])]
    digest = hashlib.sha256(json.dumps(made).encode())
    for file in sorted({file for pattern in CODE for file in PROJECT.glob(pattern) if file.is_file()}):
        digest.update(f"{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def platforms() -> set[int]:
    """Return the living platform processes of this folder: normally none or one."""
    home = f"STOREYARD_HOME={HOME}".encode()
    return {pid for pid in processes.marked(frozenset({home})) if MODULE in _arguments(pid)}


def _arguments(pid: int) -> list[bytes]:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return []


def record() -> dict[str, Any]:
    """Return what was noted of the process at its start."""
    with contextlib.suppress(OSError, ValueError):
        noted: dict[str, Any] = json.loads(RECORD.read_text())
        return noted
    return {}


def get(path: str, *, seconds: float = 5.0, token: str = "") -> tuple[int, str]:
    """Return status and body of an answer of the API, 0 if there is none."""
    try:
        with Client(API, Bearer(token or None)) as client:
            answer = client.ask("GET", path, seconds=seconds, patience=NONE)
    except Unreachable:
        return 0, ""
    return answer.status, answer.text


def current(made_of: str) -> bool:
    """True if exactly one process runs, is the one that was noted, or systemd's, is made of this, and answers."""
    noted, running = record(), platforms()
    if (unit.owner() == str(HOME)) != BY_SYSTEMD:
        return False
    if BY_SYSTEMD:
        if running != {of_systemd().pid}:
            return False
    elif running != {noted.get("pid")} or process.started_at(next(iter(running))) != noted.get("started"):
        return False
    return noted.get("made_of") == made_of and any(get("/health")[0] == 200 for _ in range(2))  # noqa: PLR2004 - OK


def stop(words: str) -> bool:
    """End the platform's process and what its runs left; True if there was any."""
    ended = platforms()
    try:
        if ended:
            say(words)
        unit.remove(HOME)  # who starts it again goes first
        if ended:
            processes.end(platforms, grace=TERM_SECONDS, limit=TERM_SECONDS + 10)
        runs = frozenset({f"STOREYARD_RUNS={HOME / 'runs'}".encode()})
        ended |= processes.marked(runs)
        processes.end(lambda: processes.marked(runs))
    except (processes.StillAlive, unit.UnitError) as error:
        die(f"The platform cannot be stopped: {error}. End that and run this again.")
    for name in ("platform.json", "platform.pid"):
        (HOME / name).unlink(missing_ok=True)
    if ended:
        print("changed: stopped the platform")
    return bool(ended)


def start() -> None:
    """Make sure that the platform runs from this code, is ready and has an owner with a token."""
    made_of = fingerprint()
    if not current(made_of):
        stop("Stopping the platform: its code or settings have changed, or it does not answer")
        if get("/health")[0]:
            die(f"Something else answers on {API}. Stop it, or choose another port: `STOREYARD_PORT={int(PORT) + 1} make up`.")
        say("Starting the platform")
        running = start_unit() if BY_SYSTEMD else process.start(COMMAND, PROJECT, environment(), LOG)
        # `api` is for the command line: a port of one's own is found without being told again.
        started = {"pid": running.pid, "started": process.started_at(running.pid), "made_of": made_of, "api": API}
        RECORD.write_text(json.dumps(started) + "\n")
        if not TOKEN.exists():
            make_token()  # while the process gets ready; if it fails, ensure_token says why
        wait(running)
        print("changed: started the platform")
    ensure_token()


def start_unit() -> Started:
    """Have systemd start the process."""
    if os.geteuid():
        die("On this machine systemd looks after the platform: run `sudo make up`.")
    if (other := unit.owner()) is not None:
        die(f"The unit {unit.NAME} is of the installation in {other or 'another folder'}. Run `make down` there first.")
    made = of_systemd()
    if hidden := next((place for place in (PROJECT, CACHE, HOME) if unit.is_hidden(place)), None):
        die(f"systemd gives the platform a /tmp of its own, without {hidden}: move that folder, and run this again.")
    try:
        made.start()
    except unit.UnitError as error:
        unit.remove(HOME)
        die(f"The platform cannot be started: {error} ({told()[1]} has the rest). Run this again.")
    return made


def told() -> tuple[list[str], str]:
    """Return the last lines of the process's log, and where the rest is."""
    if BY_SYSTEMD:
        return unit.said(), f"`journalctl -u {unit.NAME.removesuffix('.service')}`"
    return process.said(LOG), str(LOG)


def wait(running: Started) -> None:
    """Wait until the process says that it is ready."""
    end = time.monotonic() + READY_SECONDS
    status, body = 0, ""
    while status != 200:  # noqa: PLR2004 - OK
        if running.poll() is not None:
            lines, where = told()
            unit.remove(HOME)  # else systemd starts it again for ever
            last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
            die(f"The platform ended as soon as it started: {last} ({where} has the rest).")
        if time.monotonic() > end:
            die(f"The platform does not become ready: {why(body)} ({told()[1]} has the rest). Run this again.")
        time.sleep(0.2)
        status, body = get("/health/ready")


def why(body: str) -> str:
    """Return what the readiness answer says is not well."""
    with contextlib.suppress(ValueError, KeyError, TypeError):
        return "; ".join(str(error["rule"]) for error in json.loads(body)["errors"])
    return "it does not answer"


def ensure_token() -> None:
    """Make the first owner and the file with the token, unless the token in it is good."""
    with contextlib.suppress(OSError):
        if get("/api/stores", token=TOKEN.read_text().strip())[0] == 200:  # noqa: PLR2004 - OK
            return
    if error := make_token():
        die(f"The first owner's token could not be made: {error}. Run this again to try again.")
    print("changed: made the first owner's token")


def make_token() -> str:
    """Make the first owner, the token and its file; return what was wrong, or an empty text."""
    command = [str(PYTHON), "-m", "functions.tokens", "ensure", "--name", "owner", "--file", str(TOKEN)]
    done = subprocess.run(command, cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False)
    lines = done.stderr.strip().splitlines() or ["no message"]
    return lines[-1] if done.returncode else ""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until nobody else starts or stops the platform."""
    with (HOME / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> None:
    """Do what was asked."""
    os.umask(0o077)
    if sys.argv[1:] == ["start"]:
        HOME.mkdir(parents=True, exist_ok=True)
        with alone():
            start()
    elif sys.argv[1:] == ["stop"]:
        if HOME.is_dir():
            with alone():
                stop("Stopping the platform")
    else:
        die("usage: platform.py start|stop")


if __name__ == "__main__":
    main()
