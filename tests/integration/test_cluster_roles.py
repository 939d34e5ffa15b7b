"""The cluster's playbooks, templates and scripts, without a cluster: programs they call are stand-ins on the path."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
import yaml

from functions.domain.cluster import Cluster
from tests.ansible_files import rendered
from tests.fakes.programs import stand_in

PROJECT = Path(__file__).parents[2]
ANSIBLE = Path(sys.executable).parent


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("STOREYARD_", "CLUSTER", "KEEP"))}
    path = f"{ANSIBLE}:{keep['PATH']}"
    return subprocess.run(
        command, cwd=PROJECT, text=True, capture_output=True, check=False, timeout=100, env=keep | {"PATH": path} | environment
    )


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"STOREYARD_CACHE": str(tmp_path / "cache"), "STOREYARD_HOME": str(tmp_path / "home")}


@pytest.mark.parametrize("inventory", ["local", "production"])
@pytest.mark.parametrize("playbook", ["cluster", "cluster_down", "rights"])
def test_playbooks_are_sound_in_both_inventories(inventory: str, playbook: str, home: dict[str, str]) -> None:
    result = run(["ansible-playbook", "-i", f"inventories/{inventory}", f"playbooks/{playbook}.yml", "--syntax-check"], **home)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("playbook", ["cluster", "cluster_down"])
def test_check_mode_changes_nothing(playbook: str, home: dict[str, str]) -> None:
    result = run(["ansible-playbook", "-i", "inventories/local", f"playbooks/{playbook}.yml", "--check"], **home)

    assert result.returncode == 0, result.stdout
    assert "changed=0" in result.stdout
    assert not any(Path(folder).exists() for folder in home.values())


@pytest.mark.parametrize("playbook", ["cluster", "cluster_down"])
@pytest.mark.parametrize(
    ("provider", "images", "wanted"),
    [
        ("kind", "localhost/storeyard", True),
        ("k3s", "localhost/storeyard", True),
        ("k3s", "registry.example.org/storeyard", False),
        ("existing", "registry.example.org/storeyard", False),
    ],
)
def test_there_is_an_engine_where_images_are_built_and_no_registry_is_between(
    playbook: str, provider: str, images: str, wanted: bool
) -> None:
    plays = yaml.safe_load((PROJECT / f"playbooks/{playbook}.yml").read_text())
    (when,) = [role["when"] for play in plays for role in play["roles"] if role["role"] == "engine_docker"]

    assert jinja2.Environment().compile_expression(when)(cluster_provider=provider, cluster_images=images) is wanted


def test_kind_listens_on_loopback_only_and_keeps_what_is_written(tmp_path: Path) -> None:
    text = rendered(tmp_path, "cluster_kind", "kind.yaml.j2", cluster_kind_http_port="8081", cluster_kind_https_port="8444")

    node = yaml.safe_load(text)["nodes"][0]
    assert [(port["listenAddress"], port["hostPort"]) for port in node["extraPortMappings"]] == [
        ("127.0.0.1", 8081),
        ("127.0.0.1", 8444),
    ]
    patches = [yaml.safe_load(patch) for patch in node["kubeadmConfigPatches"]]
    assert [patch["kind"] for patch in patches] == ["ClusterConfiguration", "KubeletConfiguration"]
    assert "no-fsync" not in str(patches)


def test_kind_records_what_one_user_asks_for_if_that_is_wanted(tmp_path: Path) -> None:
    wanted = {"cluster_kind_audit_user": "system:serviceaccount:a:b", "cluster_kind_home": "/home/of/it"}
    node = yaml.safe_load(rendered(tmp_path, "cluster_kind", "kind.yaml.j2", **wanted))["nodes"][0]
    plain = yaml.safe_load(rendered(tmp_path, "cluster_kind", "kind.yaml.j2"))["nodes"][0]
    policy = yaml.safe_load(rendered(tmp_path, "cluster_kind", "audit.yaml.j2", **wanted))

    server = yaml.safe_load(node["kubeadmConfigPatches"][0])["apiServer"]
    mounted = {each["hostPath"]: each["containerPath"] for each in node["extraMounts"]}
    assert mounted["/home/of/it/audit.yaml"] == server["extraArgs"]["audit-policy-file"]
    assert server["extraArgs"]["audit-policy-file"] in {each["mountPath"] for each in server["extraVolumes"]}
    assert policy["rules"] == [{"level": "Metadata", "users": ["system:serviceaccount:a:b"]}, {"level": "None"}]
    assert "audit" not in str(plain)


def test_traefik_is_fenced_in_and_labelled(tmp_path: Path) -> None:
    found = list(
        yaml.safe_load_all(rendered(tmp_path, "cluster_base", "traefik.yaml.j2", cluster_base_ingress_namespace="edge"))
    )

    assert {each["metadata"]["labels"]["app.kubernetes.io/part-of"] for each in found} == {"storeyard"}
    assert {each["metadata"].get("namespace", "edge") for each in found} == {"edge"}
    pod = next(each for each in found if each["kind"] == "Deployment")["spec"]["template"]
    by_default = Cluster(name="c", provider="kind", kubeconfig="k", domain="d").ingress_pod_labels
    assert by_default.items() <= pod["metadata"]["labels"].items()  # by which the shops know who may reach them
    container = pod["spec"]["containers"][0]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {port["name"]: port.get("hostPort") for port in container["ports"]} == {"web": 80, "websecure": 443, "ping": None}


def test_traefik_gets_certificates_and_leads_there_where_it_is_told(tmp_path: Path) -> None:
    told = {"email": "ops@example.org", "server": "https://acme.example/dir", "challenge": "tls-alpn", "ca": "PEM\nof it\n"}
    given: dict[str, object] = {f"cluster_base_acme_{name}": value for name, value in told.items()}
    given |= {"cluster_base_https": True, "cluster_base_https_port": 8443, "cluster_base_hsts_seconds": 60}
    found = [
        each for each in yaml.safe_load_all(rendered(tmp_path, "cluster_base", "traefik.yaml.j2", **given)) if each is not None
    ]

    by_kind = {(each["kind"], each["metadata"]["name"]): each for each in found}
    pod = by_kind["Deployment", "traefik"]["spec"]["template"]["spec"]
    arguments = pod["containers"][0]["args"]
    resolver = "--certificatesresolvers.shops.acme"
    assert {f"{resolver}.email=ops@example.org", f"{resolver}.caserver=https://acme.example/dir"} <= set(arguments)
    assert (f"{resolver}.tlschallenge=true" in arguments, any("httpchallenge" in each for each in arguments)) == (True, False)
    assert "--entrypoints.web.http.redirections.entrypoint.to=:8443" in arguments
    assert by_kind["ConfigMap", "acme-ca"]["data"] == {"ca.pem": "PEM\nof it\n"}
    hsts = yaml.safe_load(by_kind["ConfigMap", "headers"]["data"]["hsts.yaml"])
    assert hsts == {"http": {"middlewares": {"hsts": {"headers": {"stsSeconds": 60}}}}}
    mounts = {each["name"] for each in pod["containers"][0]["volumeMounts"]}
    assert mounts == {each["name"] for each in pod["volumes"]} == {"acme", "acme-ca", "headers"}


def test_first_k3s_server_encrypts_secrets_and_joins_nobody(tmp_path: Path) -> None:
    given = {"cluster-init": True, "tls-san": "k8s.example.org", "kubelet-arg": ["max-pods=200"]}
    config = yaml.safe_load(
        rendered(tmp_path, "cluster_k3s", "config.yaml.j2", cluster_k3s_config=given, cluster_k3s_address="192.0.2.11")
    )

    assert config == {
        "cluster-init": True,
        "protect-kernel-defaults": True,
        "kubelet-arg": ["pod-max-pids=1024", "max-pods=200"],
        "secrets-encryption": True,
        "tls-san": ["192.0.2.11", "k8s.example.org"],
        "write-kubeconfig-mode": "0600",
    }


def test_a_further_k3s_server_joins_and_founds_nothing(tmp_path: Path) -> None:
    joins = {"cluster_k3s_server_url": "https://192.0.2.11:6443", "cluster_k3s_token": "made-up"}

    config = yaml.safe_load(
        rendered(tmp_path, "cluster_k3s", "config.yaml.j2", cluster_k3s_config={"cluster-init": True}, **joins)
    )

    assert "cluster-init" not in config
    assert (config["server"], config["token"], config["tls-san"]) == (*joins.values(), ["127.0.0.1"])


def test_k3s_agent_gets_what_it_joins_with_and_nothing_of_a_server(tmp_path: Path) -> None:
    config = yaml.safe_load(
        rendered(
            tmp_path,
            "cluster_k3s",
            "config.yaml.j2",
            cluster_k3s_role="agent",
            cluster_k3s_server_url="https://192.0.2.11:6443",
            cluster_k3s_token="made-up",
        )
    )

    assert config == {
        "protect-kernel-defaults": True,
        "kubelet-arg": ["pod-max-pids=1024"],
        "server": "https://192.0.2.11:6443",
        "token": "made-up",
    }


@pytest.fixture
def stand_ins(tmp_path: Path, home: dict[str, str]) -> dict[str, str]:
    """An environment whose docker answers and has nothing, and whose kind is the right one."""
    folder = tmp_path / "cache/bin"
    folder.mkdir(parents=True)
    scripts = {
        "docker": '[ "$1" = version ]',
        "kind": "echo 0.33.0",
        "kubectl": "exit 1",
        "id": "echo 0",
    }
    for name, body in scripts.items():
        stand_in(folder / name, body)
    return home


@pytest.mark.parametrize(("version", "release"), [("2", "v1.35."), ("1", "v1.34.")])
def test_the_node_image_is_one_whose_kubelet_takes_the_machines_cgroups(
    stand_ins: dict[str, str], version: str, release: str, tmp_path: Path
) -> None:
    stand_in(
        Path(stand_ins["STOREYARD_CACHE"], "bin/docker"),
        f"""case "$*" in
  version) ;;
  "info --format {{{{.CgroupVersion}}}}") echo {version} ;;
  "image inspect "*) echo "$3" >> {tmp_path}/asked; exit 1 ;;
  *) exit 1 ;;
esac""",
    )

    stand_in(Path(stand_ins["STOREYARD_CACHE"], "bin/id"), "echo 1000")  # only root builds an image where none can be pulled

    done = run(["roles/cluster_kind/files/cluster.sh", "up"], STOREYARD_HTTP_PORT="1", STOREYARD_HTTPS_PORT="2", **stand_ins)

    assert "only root can build the node image" in done.stderr
    assert Path(tmp_path, "asked").read_text().startswith(f"kindest/node:{release}")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_named_with_the_way_round_it(stand_ins: dict[str, str], taken_port: int) -> None:
    result = run(["roles/cluster_kind/files/cluster.sh", "up"], STOREYARD_HTTP_PORT=str(taken_port), **stand_ins)

    assert result.returncode == 1
    assert f"storeyard: Port {taken_port} of this machine is taken by " in result.stderr
    assert "`STOREYARD_HTTP_PORT=8080 make up`" in result.stderr


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"cluster_k3s_role": "agent"}, "cluster_k3s_server_url must name the first server"),
        ({"cluster_k3s_server_url": "https://192.0.2.11:6443"}, "cluster_k3s_token must be the secret"),
        (
            {"cluster_k3s_server_url": "https://192.0.2.11:6443", "cluster_k3s_token": "made-up"},
            "cluster_k3s_config has no `cluster-init: true`",
        ),
    ],
    ids=["agent-of-nobody", "without-the-secret", "without-etcd"],
)
def test_a_machine_that_cannot_join_is_told_before_anything_is_done(
    given: dict[str, object], sentence: str, home: dict[str, str]
) -> None:
    variables = json.dumps({"cluster_provider": "k3s", **given, "cluster_k3s_systemd": {"stat": {"exists": True}}})

    result = run(
        ["ansible-playbook", "-i", "inventories/local", "playbooks/cluster.yml", "--limit=cluster_nodes", "-e", variables],
        **home,
    )

    assert result.returncode == 2
    assert sentence in " ".join(result.stdout.split())
    assert not any(Path(folder).exists() for folder in home.values())


def test_without_root_and_without_an_engine_it_says_what_to_do(stand_ins: dict[str, str]) -> None:
    folder = Path(stand_ins["STOREYARD_CACHE"], "bin")
    stand_in(folder / "docker", "exit 1")
    stand_in(folder / "id", "echo 1000")

    result = run(["roles/engine_docker/files/engine.sh", "start"], **stand_ins)

    assert result.returncode == 1
    assert "only root can start one" in result.stderr
    assert "sudo make up" in result.stderr


def test_an_engine_that_answers_is_used_and_left_alone(stand_ins: dict[str, str]) -> None:
    started = run(["roles/engine_docker/files/engine.sh", "start"], DOCKER_HOST="unix:///run/other.sock", **stand_ins)
    noted = Path(stand_ins["STOREYARD_HOME"], "engine.env").read_text()
    stopped = run(["roles/engine_docker/files/engine.sh", "stop"], **stand_ins)

    assert (started.returncode, stopped.returncode) == (0, 0)
    assert "changed" not in started.stdout + stopped.stdout
    assert noted == "DOCKER_HOST=unix:///run/other.sock\n"


PODS = "fenced 10.0.0.1\nfriend 10.0.0.2\nstranger 10.0.0.3"
# Who may open a connection to whom; a rule that is not enforced lets one more through.
OPEN = {"friend fenced", "stranger friend"}


@pytest.mark.parametrize(
    ("through", "sentence"),
    [
        (OPEN, ""),
        ({*OPEN, "stranger fenced"}, "does not enforce NetworkPolicies for what enters a pod"),
        ({*OPEN, "fenced friend"}, "does not enforce NetworkPolicies for what leaves a pod"),
    ],
    ids=["enforced", "entering-open", "leaving-open"],
)
def test_a_cluster_without_enforced_policies_is_refused(stand_ins: dict[str, str], through: set[str], sentence: str) -> None:
    folder = Path(stand_ins["STOREYARD_CACHE"], "bin")
    ways = " | ".join(f'"{way}"' for way in sorted(through))
    stand_in(
        folder / "kubectl",
        f"""case "$*" in
  *" get pods "*) echo '{PODS}' ;;
  *" exec "*)
    while [ "$1" != exec ]; do shift; done
    from=$2; for to in "$@"; do :; done
    case $to in *10.0.0.1:*) to=fenced ;; *10.0.0.2:*) to=friend ;; *) to=stranger ;; esac
    case "$from $to" in {ways}) ;; *) exit 1 ;; esac ;;
esac""",
    )
    stand_in(folder / "curl", "echo 404")

    result = run(
        ["roles/cluster_base/files/base.sh", "install", "print"],
        INGRESS_URL="http://127.0.0.1",
        POLICY_SECONDS="1",
        **stand_ins,
    )

    assert (sentence in result.stderr) if sentence else (result.stderr == "")
    assert result.returncode == (1 if sentence else 0)
    assert ("marked the cluster as ready" in result.stdout) == (not sentence)


def test_a_cluster_whose_pods_do_not_start_is_told(stand_ins: dict[str, str]) -> None:
    stand_in(Path(stand_ins["STOREYARD_CACHE"], "bin/kubectl"), 'case "$*" in *" wait "*) exit 1 ;; esac')

    result = run(["roles/cluster_base/files/base.sh", "install", "print"], INGRESS_URL="http://127.0.0.1", **stand_ins)

    assert result.returncode == 1
    assert "The check of NetworkPolicies could not start its pods." in result.stderr


@pytest.mark.parametrize(
    ("said", "image"),
    [
        ("", "docker.io/library/traefik:v3"),
        ("storage class\nforeign ingress", "docker.io/library/traefik:v3"),
        ("foreign ingress\ntraefik image mirror.example/traefik:3.7\nstorage class", "mirror.example/traefik:3.7"),
    ],
    ids=["none", "of-another-kind", "its-own"],
)
def test_policies_are_tested_with_the_traefik_that_the_cluster_has(tmp_path: Path, said: str, image: str) -> None:
    text = rendered(
        tmp_path,
        "cluster_base",
        "policy_check.yaml.j2",
        cluster_base_found={"stdout": said},
        cluster_base_traefik_image="docker.io/library/traefik:v3",
    )

    found = list(yaml.safe_load_all(text))
    pods = [each for each in found if each["kind"] == "Pod"]
    accounts = {each["metadata"]["name"] for each in found[: found.index(pods[0])] if each["kind"] == "ServiceAccount"}
    assert {pod["spec"]["serviceAccountName"] for pod in pods} == accounts, (
        "pods with `default` are refused until that is there"
    )
    assert {container["image"] for pod in pods for container in pod["spec"]["containers"]} == {image}
    assert len(pods) == 3


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("Namespace kube-system u1\nConfigMap u1 print", "done"),
        ("Namespace kube-system u2\nConfigMap u1 print\nIngressClass storeyard\nStorageClass standard u3", "storage class"),
        ("Namespace kube-system u1\nIngressClass ", "foreign ingress\ntraefik image t:3"),
        ("Namespace kube-system u1\nIngressClass Helm", "foreign ingress\ntraefik image t:3"),
        ("Namespace kube-system u1", ""),
    ],
    ids=["in-order", "another-cluster", "unlabelled-ingress", "foreign-ingress", "nothing"],
)
def test_what_a_cluster_has_already_is_seen(stand_ins: dict[str, str], found: str, said: str) -> None:
    folder = Path(stand_ins["STOREYARD_CACHE"], "bin")
    stand_in(folder / "kubectl", f"""case "$*" in *deployments*) echo 'traefik image t:3' ;; *) echo '{found}' ;; esac""")
    stand_in(folder / "curl", "echo 404")

    result = run(
        ["roles/cluster_base/files/base.sh", "state", "print"],
        INGRESS_URL="http://127.0.0.1",
        INGRESS_CLASS="traefik",
        INGRESS_NAMESPACE="kube-system",
        STORAGE_CLASS="standard",
        **stand_ins,
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.strip() == said


@pytest.mark.parametrize(
    ("program", "body", "sentence"),
    [
        ("df", 'echo; echo "disk 99 90 5242880 95% /"', "Building Kubernetes takes 20 GB of disk, and 5 GB are free"),
        ("go", "echo go1.19.8", "Go is too old (go1.19.8)"),
        ("go", '[ "$1" = env ] && echo go1.26.1 || { echo "no space left on device" >&2; exit 1; }', "no space left on device"),
    ],
    ids=["disk", "old-go", "failed-build"],
)
def test_a_build_that_cannot_be_says_why(stand_ins: dict[str, str], program: str, body: str, sentence: str) -> None:
    folder = Path(stand_ins["STOREYARD_CACHE"], "bin")
    stand_in(folder / "df", 'echo; echo "disk 99 90 99999999 5% /"')
    stand_in(folder / program, body)

    result = run(["images/kind-node/programs.sh"], **stand_ins)

    assert result.returncode == 1
    assert sentence in result.stderr
    assert result.stderr.startswith("storeyard: ")
    assert not (folder / "kubernetes").exists()


def test_a_stamp_fits_until_an_input_changes(tmp_path: Path, home: dict[str, str]) -> None:
    module = tmp_path / "module"
    module.mkdir()
    (module / "main.go").write_text("package main")
    inputs = f"{tmp_path}/stamp {module} flags"
    script = f". roles/tools/files/lib.sh; fresh {inputs} && echo same || stamp {inputs}"

    first, second = (run(["bash", "-c", script], **home).stdout for _ in range(2))
    (module / "main_test.go").write_text("package main")
    with_test = run(["bash", "-c", script], **home).stdout
    (module / "main.go").write_text("package other")
    changed = run(["bash", "-c", script], **home).stdout

    assert (first, second, with_test, changed) == ("", "same\n", "same\n", "")


def test_a_second_run_waits_for_the_first(home: dict[str, str]) -> None:
    script = '. roles/tools/files/lib.sh; only_one; (unset STOREYARD_LOCKED; exec 8>>"$CACHE/lock"; flock -n 8 || echo held)'

    assert run(["bash", "-c", script], **home).stdout == "held\n"
