"""The role cluster_k3s and the platform's unit on a server with systemd, whose k3s is a stand-in (tests/cluster/server.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.cluster.installation import HOME as INSTALLATION
from tests.cluster.installation import until
from tests.cluster.platform import unique
from tests.cluster.server import CHECKOUT, HOME, NEW, NODE, OLD, PYTHON, SERVER_CACHE, Played, Server, docker
from tests.e2e import ENGINE

PORT = "8046"
# The cluster that it hands out is the tests' own, whose node has another name than the server.
GIVEN: dict[str, Any] = {"cluster_k3s_address": NODE, "cluster_k3s_version": OLD, "cluster_k3s_config": {"node-name": NODE}}
FURTHER = {**GIVEN, "cluster_k3s_server_url": "https://192.0.2.11:6443", "cluster_k3s_token": "made-up"}
LEFT = f"""
    ls -d /etc/rancher/k3s /var/lib/rancher/k3s /run/k3s /etc/sysctl.d/90-k3s.conf {HOME}/kubeconfig /usr/local/bin/k3s* \
        /usr/local/bin/kubectl /usr/local/sbin/k3s-install.sh /etc/systemd/system/k3s* /etc/systemd/system/*/k3s* 2> /dev/null
    pgrep --full --list-full '/k3s|containerd-shim' | grep -v bash
"""


@pytest.fixture(scope="module")
def machine() -> Iterator[Server]:
    """A server with systemd."""
    made = Server("storeyard-server")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def server(machine: Server) -> Server:
    """The server, with nothing of an earlier test's on it."""
    machine.sh(f"""
        for script in /usr/local/bin/k3s*-uninstall.sh; do [ ! -x $script ] || $script > /dev/null 2>&1; done
        systemctl disable --now storeyard > /dev/null 2>&1
        rm -rf /etc/storeyard /etc/systemd/system/storeyard.service {HOME}
        rm -f /etc/sysctl.d/90-k3s.conf /usr/local/sbin/k3s-install.sh
        rm -rf /etc/rancher/k3s /var/lib/rancher/k3s # of an install that did not come so far as to bring a way to take it back
    """)
    return machine


def k3s(server: Server, *options: str, **variables: object) -> Played:
    """Run the playbook of clusters on the server, from files unless `airgap` says otherwise, as far as its own machine."""
    given = {**GIVEN, **variables}
    given.setdefault("cluster_k3s_airgap_folder", f"/srv/releases/{given['cluster_k3s_version']}")
    return server.playbook("playbooks/cluster.yml", "--limit=cluster_nodes", *options, variables=given)


def down(server: Server, *, keep: str = "", **variables: object) -> Played:
    """Run the playbook that takes clusters down."""
    return server.playbook("playbooks/cluster_down.yml", "--limit=cluster_nodes", variables={**GIVEN, **variables}, KEEP=keep)


def running(server: Server, unit: str = "k3s") -> str | None:
    """Return the release that runs, None if none does."""
    active = server.sh(f"systemctl is-active --quiet {unit} && cat /run/k3s/release", check=False).strip()
    return active or None


def in_force(server: Server) -> dict[str, Any]:
    """Return the configuration that the running k3s was started with."""
    found: dict[str, Any] = yaml.safe_load(server.sh("cat /run/k3s/config.yaml"))
    return found


def works(played: Played) -> Played:
    """Return it, if it ended well."""
    assert played.code == 0, played.printed[-4000:]
    return played


def platform(server: Server, verb: str, **settings: str) -> str:
    """Start or stop the platform as the role does, and return what it said."""
    given = {
        "STOREYARD_HOME": HOME,
        "STOREYARD_CACHE": SERVER_CACHE,
        "STOREYARD_PORT": PORT,
        "STOREYARD_UNIT": "1",
        "CLUSTER": "k3s",
    }
    given |= settings
    environ = " ".join(f"{name}='{value}'" for name, value in given.items())
    return server.sh(f"cd {CHECKOUT} && env {environ} HOME=/root {PYTHON} roles/platform/files/platform.py {verb}", check=False)


def is_ready(server: Server) -> bool:
    """True if the platform on the server answers that it is ready, its cluster included."""
    ask = f"import urllib.request as r; print(r.urlopen('http://127.0.0.1:{PORT}/health/ready', timeout=5).status)"
    return server.sh(f'{PYTHON} -c "{ask}"', check=False).strip().endswith("200")


def test_a_server_comes_back_from_a_reboot_with_its_k3s_and_its_platform(server: Server) -> None:
    works(k3s(server))
    started = platform(server, "start")
    before = running(server)
    assert "changed: started the platform" in started, started

    server.reboot()

    until(lambda: running(server) == OLD, "k3s runs again")
    until(lambda: is_ready(server), "the platform is ready again")
    assert before == OLD
    assert "changed" not in platform(server, "start"), "the one that systemd started is left alone"


@pytest.mark.long
def test_a_second_run_changes_nothing(server: Server) -> None:
    first, second = works(k3s(server)), works(k3s(server))

    assert first.changed > 0
    assert second.changed == 0, second.printed
    assert in_force(server)["tls-san"] == [NODE]
    assert json.loads(server.sh(f"cat {HOME}/kubeconfig"))["clusters"][0]["cluster"]["server"] == f"https://{NODE}:6443"


@pytest.mark.long
@pytest.mark.parametrize(
    "given", [{}, {"cluster_k3s_airgap_folder": "", "cluster_k3s_install_url": "file:///srv/releases/install.sh"}]
)
def test_an_upgrade_runs_the_new_release(server: Server, given: dict[str, object]) -> None:
    server.sh(f"ln -sf {NEW}/install.sh /srv/releases/install.sh")
    works(k3s(server, **given))
    assert running(server) == OLD

    works(k3s(server, cluster_k3s_version=NEW, **given))

    assert running(server) == NEW
    assert works(k3s(server, cluster_k3s_version=NEW, **given)).changed == 0


@pytest.mark.long
def test_an_upgrade_that_was_interrupted_is_finished(server: Server) -> None:
    works(k3s(server))
    server.sh(f"cp --remove-destination /srv/releases/{NEW}/k3s /usr/local/bin/k3s")  # and there it ended

    works(k3s(server, cluster_k3s_version=NEW))

    assert running(server) == NEW


@pytest.mark.long
def test_a_release_that_leaves_a_minor_one_out_is_refused(server: Server) -> None:
    works(k3s(server))

    too_far = k3s(server, cluster_k3s_version="v1.37.0+k3s1", cluster_k3s_airgap_folder=f"/srv/releases/{NEW}")
    back = k3s(server, cluster_k3s_version="v1.34.4+k3s1", cluster_k3s_airgap_folder=f"/srv/releases/{NEW}")

    assert (too_far.code, back.code) == (2, 2)
    assert "one minor release at a time, and not back" in " ".join(too_far.printed.split())
    assert running(server) == OLD


@pytest.mark.long
def test_files_of_another_release_are_told(server: Server) -> None:
    played = k3s(server, cluster_k3s_version=NEW, cluster_k3s_airgap_folder=f"/srv/releases/{OLD}")

    assert played.code == 2
    assert f"The k3s that was installed is k3s version {OLD}" in " ".join(played.printed.split())


@pytest.mark.long
def test_a_script_that_cannot_be_downloaded_is_named(server: Server) -> None:
    played = k3s(server, cluster_k3s_airgap_folder="", cluster_k3s_install_url="https://127.0.0.1:1/")

    assert played.code == 2
    assert "The script that installs k3s cannot be downloaded from https://127.0.0.1:1/: Request failed: " in " ".join(
        played.printed.split()
    )
    assert running(server) is None


@pytest.mark.long
def test_a_rehearsal_changes_nothing_on_a_fresh_machine_and_before_an_upgrade(server: Server) -> None:
    fresh = works(k3s(server, "--check"))
    left = server.sh(LEFT, check=False)
    works(k3s(server))

    upgrade = works(k3s(server, "--check", cluster_k3s_version=NEW))

    assert fresh.changed > 0
    assert left == ""
    assert upgrade.changed > 0
    assert running(server) == OLD


@pytest.mark.long
def test_a_stopped_one_stays_stopped_until_it_is_started(server: Server) -> None:
    works(k3s(server))

    first, second = works(down(server, keep="data")), works(down(server, keep="data"))
    pods = server.sh("pgrep --full ^/var/lib/rancher", check=False)
    server.reboot()
    after = running(server)
    works(k3s(server))

    assert first.changed > 0
    assert second.changed == 0, second.printed
    assert (pods, after) == ("", None)
    assert running(server) == OLD
    assert server.properties("k3s", "UnitFileState") == ["enabled"]


@pytest.mark.long
def test_nothing_is_left_of_an_absent_one(server: Server) -> None:
    works(k3s(server))

    first, second = works(down(server)), works(down(server))

    assert first.changed > 0
    assert second.changed == 0, second.printed
    assert server.sh(LEFT, check=False) == ""


@pytest.mark.long
def test_another_configuration_is_in_force_at_once_and_an_unchanged_one_restarts_nothing(server: Server) -> None:
    works(k3s(server))
    pid = server.properties("k3s", "MainPID")
    works(k3s(server))
    same = server.properties("k3s", "MainPID")

    config = {**GIVEN["cluster_k3s_config"], "tls-san": ["k8s.example.org"], "kubelet-arg": ["max-pods=200"]}
    works(k3s(server, cluster_k3s_config=config))

    assert same == pid
    assert in_force(server)["tls-san"] == [NODE, "k8s.example.org"]
    assert in_force(server)["kubelet-arg"] == ["pod-max-pids=1024", "max-pods=200"]


@pytest.mark.long
def test_an_agent_joins_and_hands_out_no_kubeconfig(server: Server) -> None:
    server.sh(f"mkdir -p {HOME} && cp /srv/k3s.yaml {HOME}/kubeconfig && sed -i s/127.0.0.1/{NODE}/ {HOME}/kubeconfig")
    agent = {**FURTHER, "cluster_k3s_role": "agent"}

    works(k3s(server, **agent))

    assert running(server, "k3s-agent") == OLD
    assert in_force(server)["server"] == FURTHER["cluster_k3s_server_url"]
    assert "tls-san" not in in_force(server)
    assert server.sh("ls /etc/rancher/k3s/k3s.yaml", check=False).startswith("ls: cannot access")
    assert works(k3s(server, **agent)).changed == 0
    works(down(server, cluster_k3s_role="agent", cluster_k3s_server_url=FURTHER["cluster_k3s_server_url"]))
    assert running(server, "k3s-agent") is None


@pytest.mark.long
def test_a_further_server_joins_one_with_etcd_and_is_refused_without(server: Server) -> None:
    server.sh(f"mkdir -p {HOME} && cp /srv/k3s.yaml {HOME}/kubeconfig && sed -i s/127.0.0.1/{NODE}/ {HOME}/kubeconfig")
    alone = k3s(server, **FURTHER)
    nothing = server.sh("ls /etc/rancher/k3s/config.yaml", check=False)

    works(k3s(server, **{**FURTHER, "cluster_k3s_config": {**GIVEN["cluster_k3s_config"], "cluster-init": True}}))

    assert alone.code == 2
    assert "cluster_k3s_config has no `cluster-init: true`" in " ".join(alone.printed.split())
    assert nothing.startswith("ls: cannot access")
    assert running(server) == OLD
    assert "cluster-init" not in in_force(server), "that is the first server's"


@pytest.mark.long
def test_the_platform_is_fenced_in_and_started_again(server: Server) -> None:
    works(k3s(server))
    secret = "a\"b$HOME`c\\d%e#f 'g' and more than 32 bytes".replace("'", "")
    platform(server, "start", JWT_SECRET=secret)
    (pid,) = server.properties("storeyard", "MainPID")

    written = server.sh(
        f"nsenter --target {pid} --mount touch /usr/local/bin/x {CHECKOUT}/x /etc/storeyard/platform.env", check=False
    )
    inside = server.sh(f"nsenter --target {pid} --mount touch {HOME}/x", check=False)
    status = server.sh(f"cat /proc/{pid}/status")
    environ = server.sh(f"tr '\\0' '\\n' < /proc/{pid}/environ")
    exposure = server.sh("systemd-analyze security storeyard --no-pager | tail -1")
    server.sh(f"kill -9 {pid}")
    until(lambda: is_ready(server), "it is ready again")

    assert server.properties("storeyard", "MainPID", "NRestarts")[1] == "1"
    assert written.count("Read-only file system") == 3, written
    assert inside == ""
    assert "NoNewPrivs:\t1" in status
    assert re.search(r"CapEff:\t0000000000000004\n", status), "to read files of other users, and nothing else"
    assert f"JWT_SECRET={secret}\n" in environ
    assert server.sh("stat -c %a /etc/storeyard/platform.env").strip() == "600"
    (level,) = re.findall(r"for storeyard.service: ([0-9.]+)", exposure)
    assert float(level) < 2.5


@pytest.mark.long
def test_the_platform_is_gone_once_it_is_stopped_also_after_a_reboot(server: Server) -> None:
    works(k3s(server))
    started = [works(server.playbook("playbooks/platform.yml", variables={}, STOREYARD_PORT=PORT)).changed for _ in range(2)]
    before = server.properties("storeyard", "ActiveState", "UnitFileState")

    stopped = server.playbook("playbooks/platform_down.yml", variables={})
    left = server.sh("ls -d /etc/systemd/system/storeyard* /etc/systemd/system/*/storeyard* /etc/storeyard", check=False)
    server.reboot()

    assert (started, before) == ([1, 0], ["active", "enabled"])
    assert stopped.changed == 1, stopped.printed
    assert left.count("cannot access") == left.count("\n")
    assert not is_ready(server)
    assert "changed" not in platform(server, "stop")


@pytest.mark.long
def test_a_platform_that_cannot_start_says_why_and_is_not_tried_for_ever(server: Server) -> None:
    answer = platform(server, "start", STOREYARD_SLOTS="0")

    assert "storeyard: The platform ended as soon as it started: The setting STOREYARD_SLOTS" in answer
    assert "`journalctl -u storeyard` has the rest" in answer
    assert server.sh("systemctl cat storeyard", check=False).startswith("No files found")


@pytest.mark.long
def test_the_unit_of_another_installation_is_left_alone(server: Server) -> None:
    works(k3s(server))
    platform(server, "start")

    other = platform(server, "start", STOREYARD_HOME="/srv/other", STOREYARD_PORT="8047")
    platform(server, "stop", STOREYARD_HOME="/srv/other")

    assert f"The unit storeyard.service is of the installation in {HOME}" in other
    assert is_ready(server)


@pytest.mark.long
def test_what_the_unit_forbids_no_shop_needs(server: Server) -> None:
    address = docker("inspect", "--format={{.NetworkSettings.Networks.kind.IPAddress}}", NODE).strip()
    server.sh(f"mkdir -p {HOME} && cp /srv/k3s.yaml {HOME}/kubeconfig && sed -i s/127.0.0.1/{NODE}/ {HOME}/kubeconfig")
    server.write(f"{HOME}/images.json", (INSTALLATION / "images.json").read_text())
    # On the tests' own cluster, as another installation.
    on_kind = {
        "CLUSTER": "kind",
        "STOREYARD_CLUSTER_NAME": NODE.removesuffix("-control-plane"),
        "STOREYARD_INGRESS_ADDRESS": address,
    }
    started = platform(server, "start", **on_kind, STOREYARD_INSTALLATION="server")
    assert "changed: started the platform" in started, started
    store_id = unique("unit")
    try:
        made = storeyard(server, "store", "create", "Unit", f"--id={store_id}", f"--engine={ENGINE}")
        storeyard(server, "backup", "create", store_id)
    finally:
        storeyard(server, "store", "delete", store_id, "--yes")

    assert f"{store_id}." in made
    assert "Read-only file system" not in server.sh("journalctl --unit=storeyard --output=cat --no-pager")
    assert server.properties("storeyard", "NRestarts") == ["0"]


def storeyard(server: Server, *command: str) -> str:
    """Run a command of the command line on the server until its operation has ended, and return what it printed."""
    words = " ".join(command)
    return server.sh(f"cd {CHECKOUT} && STOREYARD_HOME={HOME} HOME=/root {PYTHON} -m functions.cli {words} --wait 2>&1")
