"""What the platform's account may do in a cluster, and what it asked for, by the API server's own record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.cluster.installation import HOME, kube, kubectl, on_node, run

ACCOUNT: Final = "storeyard-system:platform"
USER: Final = f"system:serviceaccount:{ACCOUNT}"
KUBECONFIG: Final = HOME / "kubeconfig-platform"
AUDIT_LOG: Final = "/var/log/kubernetes/audit.log"
# What is given in stores' namespaces, and what only for looks at all of them.
IN_STORES: Final = "storeyard-store"
EVERYWHERE: Final = "storeyard-scan"
ROLES: Final = ("storeyard-platform", EVERYWHERE, IN_STORES)
CREATED: Final = 201
# What is asked for, refused, and done without: Secrets of others, what nodes measure (which is a shell in every pod), and kinds
# that nobody has told the platform of.
WITHOUT = (("list", "secrets"), ("get", "nodes/proxy"))
# What is given and perhaps not seen here, and why.
SELDOM: Final = {
    **{("", f"pods/{way}", "create"): "clusters of Kubernetes 1.35 and later ask for it" for way in ("exec", "portforward")},
    **{
        ("autoscaling", "horizontalpodautoscalers", verb): "no plan grows unless somebody says so"
        for verb in ("get", "create", "patch")
    },
    ("", "serviceaccounts", "create"): "where the cluster has not made it yet",
}
NO_AUDIT = f"NOT TESTED: what the account asks for: the cluster was made without STOREYARD_AUDIT, its node has no {AUDIT_LOG}"


@dataclass(frozen=True, order=True)
class Right:
    """One verb on one resource, by the role that gives it."""

    role: str
    group: str
    resource: str
    verb: str

    def __str__(self) -> str:
        """As it is told."""
        return f"{self.role}: {self.verb} {self.resource}{f'.{self.group}' if self.group else ''}"

    def gives(self, asked: Asked) -> bool:
        """True if the request is one that this allows. To bind is no request of its own: who makes a binding has to be let."""
        if self.verb == "bind":
            return (asked.resource, "create" in asked.verbs) == ("rolebindings", True)
        inside = {IN_STORES: asked.namespace.startswith("store-"), EVERYWHERE: not asked.namespace}.get(self.role, True)
        named = self.resource in {asked.resource, "*"} and self.group in {asked.group, "*"}
        return inside and named and self.verb in asked.verbs


@dataclass(frozen=True, order=True)
class Asked:
    """One kind of request: what for, where, and whether it was allowed."""

    verbs: tuple[str, ...]
    group: str
    resource: str
    namespace: str
    allowed: bool
    during: str = ""

    def __str__(self) -> str:
        """As it is told."""
        place = f" in {self.namespace}" if self.namespace else ""
        return f"{self.during}: {self.verbs[0]} {self.resource}{f'.{self.group}' if self.group else ''}{place}"


@contextmanager
def account() -> Iterator[Path]:
    """The account, as an administrator makes it with its playbook; yields its kubeconfig. All of it is gone at the end."""
    playbook = ("ansible-playbook", "-i", "inventories/local", "playbooks/rights.yml")
    run(*playbook, timeout=300)
    yield KUBECONFIG
    run(*playbook, "-e", "cluster_rights_state=absent", timeout=300)


def granted() -> set[Right]:
    """Every right that the account has been given, as the cluster has it."""
    roles = {role: kube("get", "clusterrole", role) for role in ROLES}
    return {
        Right(role, group, resource, verb)
        for role, body in roles.items()
        for rule in body["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


def audit_lines() -> int | None:
    """How many lines the record has; None where the cluster keeps none."""
    said = on_node("sh", "-c", f"[ ! -e {AUDIT_LOG} ] || wc -l < {AUDIT_LOG}").strip()
    return int(said) if said else None


def asked_since(line: int, during: str) -> set[Asked]:
    """What the account has asked for after a line of the record."""
    said = on_node("tail", "-n", f"+{line + 1}", AUDIT_LOG)
    events = [json.loads(text) for text in said.splitlines() if text]
    return {found for event in events for found in _asked(event, during)}


def _asked(event: dict[str, Any], during: str) -> Iterator[Asked]:
    what, notes = event.get("objectRef"), event.get("annotations") or {}
    if event["user"]["username"] != USER or what is None or 'ClusterRole "system:' in notes.get(f"{AUTHORIZATION}/reason", ""):
        return  # no object, or what every account has
    resource = "/".join(filter(None, [what["resource"], what.get("subresource")]))
    # An apply of what is not there has to be let make it, too.
    made = event["verb"] == "patch" and (event.get("responseStatus") or {}).get("code") == CREATED
    verbs = (event["verb"], *(["create"] if made else []))
    allowed = notes.get(f"{AUTHORIZATION}/decision") == "allow"
    yield Asked(verbs, what.get("apiGroup", ""), resource, what.get("namespace", ""), allowed, during)


AUTHORIZATION = "authorization.k8s.io"


def refused(asked: Iterable[Asked], but: Sequence[tuple[str, str]]) -> list[str]:
    """What was asked for and not allowed, but for these verbs on these resources.

    An API server knows of a binding a moment after it was made: what it allowed to who asked once more was not refused.
    """
    every = set(asked)
    later = {(each.verbs[0], each.resource, each.namespace) for each in every if each.allowed}
    wrong = (each for each in every if not each.allowed and (each.verbs[0], each.resource, each.namespace) not in later)
    return sorted({str(each) for each in wrong if (each.verbs[0], each.resource) not in but})


def unused(rights: Iterable[Right], asked: Iterable[Asked]) -> list[Right]:
    """The rights that nothing was asked for by."""
    good = [each for each in asked if each.allowed]
    due = [right for right in rights if (right.group, right.resource, right.verb) not in SELDOM]
    return sorted(right for right in due if not any(right.gives(each) for each in good))


def served_groups() -> set[str]:
    """The API groups that the cluster has."""
    said = kubectl("api-resources", "--no-headers", "--output=wide").splitlines()
    versions = [word for line in said for word in line.split() if "/v" in word]
    return {"", *(version.partition("/")[0] for version in versions)}


def table(rights: Iterable[Right], asked: Iterable[Asked]) -> str:
    """The rights with what used each, a line for each resource of a role."""
    good = [each for each in asked if each.allowed]
    rows: dict[tuple[str, str], dict[str, set[str]]] = {}
    for right in sorted(rights):
        named = f"{right.resource}{f'.{right.group}' if right.group not in {'', '*'} else ''}"
        verbs = rows.setdefault((right.role, named), {})
        verbs[right.verb] = {each.during for each in good if right.gives(each)}
    lines = ["| role | resource | verbs | used by |", "|---|---|---|---|"]
    for (role, named), verbs in rows.items():
        by = sorted(set().union(*verbs.values())) or ["nothing in this run"]
        lines.append(f"| {role} | {named} | {' '.join(verbs)} | {', '.join(by)} |")
    return "\n".join(lines) + "\n"
