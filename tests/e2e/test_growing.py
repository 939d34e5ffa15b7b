"""A shop whose plan lets it grow: no release, look for drift or change of settings takes back how far it has grown.

No plan that is shipped grows, so the playbooks run from a copy of the project that has one more. Nothing measures load on the
cluster of `make up`: what the autoscaler would write is written by hand, to the same subresource.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.adapters.catalogue import FileCatalogue
from functions.domain.plan import Plan
from tests.cluster.installation import PROJECT, kube, kubectl, until
from tests.cluster.platform import unique
from tests.cluster.playbooks import command
from tests.cluster.pods import assert_sized, serving
from tests.e2e import ENGINE

pytestmark = pytest.mark.long

GROWING, SMALL = "growing", "small"
COPIED = ("ansible.cfg", "charts", "functions", "inventories", "playbooks", "plugins", "roles")
LARGER = {"limits.cpu": "14", "limits.memory": "8Gi", "requests.memory": "3Gi", "pods": "10"}


class Grower:
    """A store on the plan that grows, run by plain playbooks."""

    def __init__(self, project: Path, store_id: str) -> None:
        self.project, self.id, self.namespace = project, store_id, f"store-{store_id}"
        self.plans: dict[str, Plan] = {}

    def play(self, playbook: str, plan: str, *more: str) -> str:
        """Run a playbook to its good end; return what it printed."""
        line = command(playbook, self.id, ENGINE, "-e", f"store_plan={plan}", *more)
        done = subprocess.run(line, cwd=self.project, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, f"{playbook}\n{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
        return done.stdout

    def web(self) -> dict[str, Any]:
        """The shop's Deployment."""
        return kube("--namespace", self.namespace, "get", "deployment", "web")

    def scalers(self) -> list[dict[str, Any]]:
        """What grows it."""
        found: list[dict[str, Any]] = kube("--namespace", self.namespace, "get", "horizontalpodautoscalers")["items"]
        return found

    def ready(self, count: int) -> bool:
        """True if it runs in so many pods."""
        status = self.web()["status"]
        return (status.get("readyReplicas"), status.get("replicas")) == (count, count)

    def sized(self, plan: str) -> None:
        """Make sure that it is as large as a plan says."""
        assert_sized(self.id, self.plans[plan])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grower]:
    """A shop on a plan that grows from one pod to three."""
    project = tmp_path_factory.mktemp("growing")
    for name in COPIED:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, project / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, project / name)
    file = project / "charts" / ENGINE / "engine.yml"
    engine = yaml.safe_load(file.read_text())
    small = engine["plans"][SMALL]
    grows = {"quota": {**small["quota"], **LARGER}, "autoscale": {"max": 3, "cpu": 80}}
    engine["plans"][GROWING] = {**small, **grows}
    file.write_text(json.dumps(engine))
    made = Grower(project, unique("grow"))
    made.plans = FileCatalogue(project / "charts").engines()[ENGINE].plans
    try:
        made.play("provision.yml", GROWING)
        yield made
    finally:
        made.play("delete.yml", GROWING)


def test_what_the_autoscaler_chose_stays_through_everything_but_another_plan(shop: Grower) -> None:
    (scaler,) = shop.scalers()
    assert (scaler["spec"]["minReplicas"], scaler["spec"]["maxReplicas"]) == (1, 3)
    shop.sized(GROWING)
    assert shop.ready(1)

    kubectl("--namespace", shop.namespace, "scale", "deployment/web", "--replicas=3")
    until(lambda: shop.ready(3), "it has grown", seconds=240)
    assert "Nothing is different from what was installed" in shop.play("drift.yml", GROWING)

    before = {pod["metadata"]["name"] for pod in serving(shop.id)}
    shop.play("configure.yml", GROWING, "-e", "store_configure_color=#7a3e9d")
    assert shop.ready(3)
    assert len({pod["metadata"]["name"] for pod in serving(shop.id)} & before) == 2, "database and queue went on"

    shop.play("plan.yml", SMALL)
    assert (shop.scalers(), shop.web()["spec"]["replicas"]) == ([], 1)
    shop.sized(SMALL)

    shop.play("plan.yml", GROWING)
    assert (len(shop.scalers()), shop.web()["spec"]["replicas"]) == (1, 1)
    shop.sized(GROWING)
    assert "Nothing is different from what was installed" in shop.play("drift.yml", GROWING)
