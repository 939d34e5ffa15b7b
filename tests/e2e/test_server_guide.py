"""docs/operations.md, "A server from nothing", typed as it stands on a server with nothing on it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.cluster.bare_server import CLUSTER, ORIGIN, BareServer
from tests.cluster.installation import until
from tests.cluster.server_guide import ADDRESS, HOST, block, table

# What a server that is taken down has of k3s and of the platform; neither the checkout nor the cache is gone.
LEFT = """
    ls -d /etc/rancher/k3s /var/lib/rancher/k3s /run/k3s /etc/sysctl.d/90-k3s.conf /usr/local/bin/k3s* \
        /usr/local/sbin/k3s-install.sh /usr/local/bin/storeyard \
        ~/.local/bin/storeyard ~/.local/share/storeyard /etc/storeyard \
        /etc/systemd/system/k3s* /etc/systemd/system/*/k3s* /etc/systemd/system/*storeyard* /etc/systemd/system/*/storeyard* \
        /etc/kubernetes 2> /dev/null
    pgrep --full --list-full 'k3s server|containerd|kubelet|functions.local|ansible' | grep -v bash
"""
IN = "cd /opt/storeyard && "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareServer]:
    """The server."""
    made = BareServer(f"{CLUSTER}-control-plane", tmp_path_factory.mktemp("bare"))
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
    status, log, update, stop, down = table()

    made = server.typed(block(f"file://{ORIGIN}"), seconds=900)
    assert f"The shop is on     http://{HOST}" in made, made
    assert sells(server), shows(server)
    known = json.loads(server.typed(f"{IN}make status"))
    assert known["cluster"] == {"name": "storeyard", "kind": "k3s", "ready": True}
    assert [(store["id"], store["status"]) for store in known["stores"]] == [("demo", "ready")]

    assert server.typed(f"{IN}{status} --no-pager").count("Active: active (running)") == 2
    lines = server.typed(IN + log.replace(" -f", " --output=cat --no-pager")).splitlines()
    assert any("operation_id" in json.loads(line) for line in lines if line.startswith("{"))

    before = pids(server)
    again = server.typed(IN + update)
    assert "Already up to date." in again
    assert pids(server) == before, again
    release(server)
    newer = server.typed(IN + update)
    assert [now == then for now, then in zip(pids(server), before, strict=True)] == [True, False], newer
    assert sells(server), shows(server)

    server.reboot()
    until(lambda: sells(server), "the shop sells again, and nobody typed anything", seconds=300, pause=2)

    stopped = server.typed(IN + stop)
    server.reboot()
    assert "`make up` starts them again" in stopped
    assert pids(server) == ["0", "0"]
    server.typed(f"{IN}make up")
    assert sells(server), shows(server)

    removed = [server.typed(IN + down) for _ in range(2)]
    assert ["Everything is down." in said for said in removed] == [True, True]
    assert server.sh(LEFT, check=False) == ""
    assert shows(server).endswith("000")


def release(server: BareServer) -> None:
    """Publish another release: one line of the platform's code is different."""
    server.sh(f"""
        git clone --quiet {ORIGIN} /srv/next && cd /srv/next
        echo '# another release' >> functions/local.py
        git -c user.name=t -c user.email=t@example.org commit --quiet --all --message=Next && git push --quiet origin main
    """)
