"""The rights of charts/storeyard-rights beside what the platform makes in a store's namespace, and names that both have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.adapters.kube import fence, fence_objects
from functions.adapters.kube.fence import PLURALS
from functions.domain.cluster import Cluster

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "charts/storeyard-rights"
# As kinds stand in the charts of stores, and where the API server has them.
PLACES = {
    **{kind: ("", PLURALS[kind]) for kind in ("ConfigMap", "LimitRange", "ResourceQuota", "Service", "ServiceAccount")},
    **{kind: ("networking.k8s.io", PLURALS[kind]) for kind in ("Ingress", "NetworkPolicy")},
    "Deployment": ("apps", "deployments"),
    "StatefulSet": ("apps", "statefulsets"),
    "CronJob": ("batch", "cronjobs"),
    "PersistentVolumeClaim": ("", "persistentvolumeclaims"),
    "PodDisruptionBudget": ("policy", "poddisruptionbudgets"),
    "HorizontalPodAutoscaler": ("autoscaling", "horizontalpodautoscalers"),
    "Secret": ("", "secrets"),
}
CHANGED = ("get", "create", "patch")


def role(name: str) -> dict[str, Any]:
    """A ClusterRole of the chart, whose rules depend on no value."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CHART.glob("templates/*.yaml"))]
    lines = [line for text in texts for line in [*text.splitlines(), "---"] if "{{" not in line]
    bodies = [body for body in yaml.safe_load_all("\n".join(lines)) if body]
    roles = {body["metadata"]["name"]: body for body in bodies if body["kind"] == "ClusterRole"}
    found: dict[str, Any] = roles[name]
    return found


def gives(name: str, group: str, resource: str, verb: str) -> bool:
    """True if a role gives a verb on a resource."""
    return any(
        {group, "*"} & set(rule["apiGroups"]) and {resource, "*"} & set(rule["resources"]) and verb in rule["verbs"]
        for rule in role(name)["rules"]
    )


def kinds_of_stores() -> set[str]:
    """Every kind that the charts of engines have, and that the platform makes itself."""
    engines = [path.parent for path in (ROOT / "charts").glob("*/engine.yml")]
    # A person's `helm test` makes a pod; a release of the platform has none.
    templates = [
        path for folder in [*engines, ROOT / "charts/store-common"] for path in folder.rglob("*") if path.name != "_test.tpl"
    ]
    found = {
        kind
        for path in templates
        if path.is_file() and path.suffix in {".yaml", ".tpl"} and "templates" in path.parts
        for kind in re.findall(r"^kind: (\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    return found | set(PLURALS) | {"Secret"}


def test_what_is_installed_in_a_store_can_be_read_made_and_changed_there() -> None:
    kinds = kinds_of_stores() - {"Namespace", "RoleBinding"}

    assert kinds == set(PLACES)
    lacking = [(kind, verb) for kind in sorted(kinds) for verb in CHANGED if not gives("storeyard-store", *PLACES[kind], verb)]
    assert lacking == []


def test_no_role_gives_secrets_of_others_or_a_way_to_more_rights() -> None:
    everywhere = [(name, rule) for name in ("storeyard-platform", "storeyard-scan") for rule in role(name)["rules"]]

    for name, rule in everywhere:
        assert "*" not in rule["verbs"] + rule["apiGroups"], name
        assert not {"secrets", "nodes/proxy", "serviceaccounts/token", "pods/exec"} & set(rule["resources"]), name
        assert not {"escalate", "impersonate"} & set(rule["verbs"]), name
        assert "" not in rule["apiGroups"] or "*" not in rule["resources"], name
    binds = [rule for _, rule in everywhere if "bind" in rule["verbs"]]
    assert [rule["resourceNames"] for rule in binds] == [[fence_objects.STORE_ROLE]]
    assert not any("pods" in rule["resources"] and "create" in rule["verbs"] for rule in role("storeyard-store")["rules"])


def test_names_that_charts_inventories_and_code_share_are_the_same() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))["account"]
    account = f"{values['namespace']}:{values['name']}"
    defaults = yaml.safe_load((ROOT / "roles/cluster_rights/defaults/main.yml").read_text(encoding="utf-8"))
    inventory = yaml.safe_load((ROOT / "inventories/local/group_vars/all.yml").read_text(encoding="utf-8"))
    policy = (CHART / "templates/policy.yaml").read_text(encoding="utf-8")

    assert Cluster.model_fields["account"].default == account
    assert (defaults["cluster_rights_account"], inventory["cluster_account"]) == (account, account)
    assert role("storeyard-store")["metadata"]["name"] == fence_objects.STORE_ROLE
    assert f"object.roleRef.name == '{fence_objects.STORE_ROLE}'" in policy
    assert fence_objects.ENFORCE_LABEL in policy
    assert fence_objects.ENFORCE_LABEL in fence.IDENTITY


@pytest.mark.parametrize(
    ("rights", "account", "bound"),
    [("admin", "a:b", ""), ("least", "a:b", "a:b"), ("least", None, "storeyard-system:platform")],
)
def test_an_account_is_bound_only_where_it_has_the_least_rights(rights: str, account: str | None, bound: str) -> None:
    more = {} if account is None else {"account": account}
    made = {"name": "local", "provider": "kind", "kubeconfig": "/k", "domain": "localhost", "rights": rights, **more}

    assert Cluster.model_validate(made).bound == bound


@pytest.mark.parametrize(("field", "value"), [("rights", "some"), ("account", "platform"), ("account", "a:B"), ("account", "")])
def test_other_rights_and_accounts_are_refused_by_name(field: str, value: str) -> None:
    made = {"name": "local", "provider": "kind", "kubeconfig": "/k", "domain": "localhost", field: value}

    with pytest.raises(ValueError, match=field):
        Cluster.model_validate(made)
