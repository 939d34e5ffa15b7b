"""docs/operations.md, "A server from nothing", typed as it stands on a server with nothing on it (tests/cluster/bare_server.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tests.cluster.bare_server import ADDRESS, ORIGIN, BareServer
from tests.cluster.bare_server import CLUSTER as NAME
from tests.cluster.installation import PROJECT, until

HOST = "demo.shops.example.org"
# What a server that is taken down has of k3s and of the platform; neither the checkout nor the cache is gone.
LEFT = """
    ls -d /etc/rancher /var/lib/rancher /run/k3s /etc/sysctl.d/90-k3s.conf /usr/local/bin/k3s* /usr/local/sbin/k3s-install.sh \
        /usr/local/bin/storeyard /root/.local/bin/storeyard /root/.local/share/storeyard /etc/storeyard \
        /etc/systemd/system/*k3s.service /etc/systemd/system/*/k3s* /etc/systemd/system/*storeyard* /etc/systemd/system/*/storeyard* \
        /etc/kubernetes 2> /dev/null
    pgrep --full --list-full 'k3s server|containerd|kubelet|functions.local|ansible' | grep -v bash
"""
IN = "cd /opt/storeyard && "


def section() -> str:
    """What the guide says of a server."""
    text = (PROJECT / "docs/operations.md").read_text()
    return text.partition("\n### A server from nothing\n")[2].partition("\n### ")[0]


def without(text: str, taken: str, instead: str = "") -> str:
    """The text with one thing in it replaced, which must be there."""
    assert text.count(taken) == 1, f"the guide does not say {taken!r} once:\n{text}"
    return text.replace(taken, instead)


def block() -> str:
    """The guide's commands, of which a test takes out: where the repository is, and https, whose authority is in the internet."""
    commands = re.findall(r"^```\n(.*?)^```", section(), re.MULTILINE | re.DOTALL)[0]
    commands = without(commands, f"ssh root@{ADDRESS}\n")
    commands = without(commands, "<this repository>", f"file://{ORIGIN}")
    commands = without(commands, " STOREYARD_TLS=resolver")
    file = re.findall(r"^mkdir -p /var/lib/rancher.*?^EOF\n", commands, re.MULTILINE | re.DOTALL)
    return without(commands, *file)


def table() -> dict[str, str]:
    """The commands of the guide's table, by how they begin."""
    rows = re.findall(r"^\| `([^`]+)` \|", section(), re.MULTILINE)
    return {row.partition(" ")[0] if "down" not in row else row: row for row in rows}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareServer]:
    """The server."""
    made = BareServer(f"{NAME}-control-plane", tmp_path_factory.mktemp("bare"))
    try:
        made.start()
        yield made
    finally:
        made.stop()


def shows(server: BareServer) -> str:
    """What the first shop's address shows, and how."""
    ask = f"curl --silent --resolve {HOST}:80:{ADDRESS} --write-out '%{{http_code}}' http://{HOST}/"
    return server.sh(f"{ask} || true")


def sells(server: BareServer) -> bool:
    """True if the first shop shows its page, and the platform is ready."""
    ready = server.sh("curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8000/health/ready || true")
    return ready == "200" and shows(server).endswith("200")


def pids(server: BareServer) -> list[str]:
    """The processes of k3s and of the platform."""
    return [server.properties(unit, "MainPID")[0] for unit in ("k3s", "storeyard")]


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_the_guide_of_a_server_works_as_it_stands(server: BareServer) -> None:
    commands = table()
    assert set(commands) == {"systemctl", "journalctl", "git", "KEEP=data make down", "make down"}

    made = server.typed(block(), seconds=900)
    assert f"The shop is on     http://{HOST}" in made, made
    assert sells(server), shows(server)
    status = json.loads(server.typed(f"{IN}make status"))
    assert status["cluster"] == {"name": "storeyard", "kind": "k3s", "ready": True}
    assert [(store["id"], store["status"]) for store in status["stores"]] == [("demo", "ready")]

    assert server.typed(commands["systemctl"]).count("Active: active (running)") == 2
    log = server.typed(commands["journalctl"].replace(" -f", " --output=cat --no-pager"))
    assert any(json.loads(line).get("operation_id") for line in log.splitlines() if line.startswith("{"))

    before = pids(server)
    again = server.typed(IN + commands["git"])
    assert "Already up to date." in again
    assert pids(server) == before, again
    release(server)
    newer = server.typed(IN + commands["git"])
    assert "Starting the platform" in newer
    assert [now == then for now, then in zip(pids(server), before, strict=True)] == [True, False]
    assert sells(server), shows(server)

    server.reboot()
    until(lambda: sells(server), "the shop sells again, and nobody typed anything", seconds=300, pause=2)

    stopped = server.typed(IN + commands["KEEP=data make down"])
    server.reboot()
    assert "`make up` starts them again" in stopped
    assert not sells(server)
    server.typed(f"{IN}make up")
    assert sells(server), shows(server)

    removed = server.typed(IN + commands["make down"])
    assert "Everything is down." in removed
    assert server.sh(LEFT, check=False) == ""
    assert "000" in shows(server)


def release(server: BareServer) -> None:
    """Publish another release: one line of the platform's code is different."""
    server.sh(f"""
        git clone --quiet {ORIGIN} /srv/next && cd /srv/next
        echo '# another release' >> functions/local.py
        git -c user.name=t -c user.email=t@example.org commit --quiet --all --message=Next && git push --quiet origin main
    """)
