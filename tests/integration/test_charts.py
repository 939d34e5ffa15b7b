"""Charts as Helm renders them: linted, and every object valid for the Kubernetes version that kind runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("STOREYARD_CACHE") or Path.home() / ".cache/storeyard")
HELM = shutil.which("helm", path=f"{CACHE}/bin:{os.environ['PATH']}")
ENGINES = sorted(path.parent.name for path in ROOT.glob("charts/*/engine.yml"))
ALL = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("charts/*/ci/*-values.yaml"))
CASES = [case for case in ALL if Path(case).parts[1] in ENGINES]
# Of operators, whose kinds are no part of Kubernetes.
OPERATORS = "monitoring.coreos.com/v1"
KUBERNETES = "1.34"

pytestmark = pytest.mark.skipif(HELM is None, reason="helm is not installed (make up, or roles/tools/files/tools.sh)")


def each_engine() -> pytest.MarkDecorator:
    """Run a test for every engine."""
    return pytest.mark.parametrize("engine", ENGINES)


def helm(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert HELM is not None
    return subprocess.run([HELM, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@cache
def rendered(case: str) -> tuple[dict[str, Any], ...]:
    """The objects of a chart with the values of one file of its ci folder."""
    chart = Path(case).parents[1]
    release = yaml.safe_load((ROOT / case).read_text()).get("store", {"id": "storeyard"})["id"]
    done = helm("template", release, str(chart), "--values", case, "--namespace", f"store-{release}")
    assert done.returncode == 0, done.stderr
    return tuple(item for item in yaml.safe_load_all(done.stdout) if item)


def pods(case: str) -> list[dict[str, Any]]:
    return [item["spec"]["template"]["spec"] for item in rendered(case) if item["kind"] in ("Deployment", "StatefulSet")]


@pytest.mark.parametrize("case", ALL)
def test_lint_is_clean(case: str) -> None:
    done = helm("lint", "--strict", str(Path(case).parents[1]), "--values", case)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("case", ALL)
def test_every_object_is_valid(case: str) -> None:
    for item in (item for item in rendered(case) if item["apiVersion"] != OPERATORS):
        kubernetes_validate.validate(item, KUBERNETES, strict=True)


@pytest.mark.parametrize("case", CASES)
def test_objects_have_the_names_that_the_platform_expects(case: str) -> None:
    names = {(item["kind"], item["metadata"]["name"]) for item in rendered(case)}

    assert {("Deployment", "web"), ("StatefulSet", "db"), ("Service", "web"), ("Service", "db"), ("Ingress", "web")} <= names
    assert {("NetworkPolicy", "web"), ("NetworkPolicy", "db")} <= names


@pytest.mark.parametrize("case", CASES)
def test_nothing_secret_and_no_role_is_in_a_release(case: str) -> None:
    kinds = {item["kind"] for item in rendered(case)}

    assert not kinds & {"Secret", "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"}


@pytest.mark.parametrize("case", CASES)
def test_every_container_is_fenced_in(case: str) -> None:
    assert pods(case)
    for pod in pods(case):
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        assert not any(pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC"))
        assert not any("hostPath" in volume for volume in pod["volumes"])
        for container in (*pod["containers"], *pod.get("initContainers", [])):
            security = container["securityContext"]
            assert security["readOnlyRootFilesystem"] is True
            assert security["allowPrivilegeEscalation"] is False
            assert security["capabilities"] == {"drop": ["ALL"]}
            assert {"requests", "limits"} <= set(container["resources"])


@pytest.mark.parametrize("name", ["{{ .Values }}", '{{ include "x" }}', "a: [b", "'\"\\", "🛍 Ü", "- x\n- y", "#", "true", "12"])
@each_engine()
def test_a_store_name_is_taken_literally(engine: str, name: str, tmp_path: Path) -> None:
    case = f"charts/{engine}/ci/small-values.yaml"
    values = tmp_path / "values.yaml"
    values.write_text(yaml.safe_dump({"store": {"name": name}}))

    done = helm(
        "template",
        "demo",
        f"charts/{engine}",
        "--values",
        case,
        "--values",
        str(values),
        "--show-only",
        "templates/deployment.yaml",
    )

    container = yaml.safe_load(done.stdout)["spec"]["template"]["spec"]["containers"][0]
    assert name in [variable.get("value") for variable in container["env"]]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("store.id=Demo", "store/id"),
        ("store.country=Germany", "store/country"),
        ("store.colour=red", "colour"),
        ("web.resources.limits.gpu=1", "gpu"),
        ("imagePullPolicy=Perhaps", "imagePullPolicy"),
        ("fence.exceptCidrs={everything}", "exceptCidrs"),
    ],
)
@each_engine()
def test_wrong_values_are_refused_by_the_schema(engine: str, change: str, rule: str) -> None:
    done = helm("template", "demo", f"charts/{engine}", "--values", f"charts/{engine}/ci/small-values.yaml", "--set", change)

    assert done.returncode != 0
    assert rule in done.stderr
