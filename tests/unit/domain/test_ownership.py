"""What an installation may touch: the namespaces that it made, and what it is told to take over."""

from __future__ import annotations

import pytest

from functions.domain.ownership import Claim, NamespaceNotOurs
from functions.domain.placement import INSTALLATION_LABEL, MANAGED_BY, MANAGER, STORE_LABEL

CLAIM = Claim("demo", "here")
OURS = {STORE_LABEL: "demo", INSTALLATION_LABEL: "here"}
OLD = {STORE_LABEL: "demo", MANAGED_BY: MANAGER}
NOBODYS: dict[str, str] = {}
ELSEWHERES = {STORE_LABEL: "demo", INSTALLATION_LABEL: "elsewhere"}
ANOTHERS = {STORE_LABEL: "tea", INSTALLATION_LABEL: "here"}


@pytest.mark.parametrize("labels", [OURS, OLD])
@pytest.mark.parametrize("adopt", [False, True])
def test_what_this_installation_made_is_its_own(labels: dict[str, str], adopt: bool) -> None:
    CLAIM.check(labels, adopt=adopt)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (NOBODYS, "it has no label of an installation"),
        (ELSEWHERES, f"it has the labels {INSTALLATION_LABEL}=elsewhere, {STORE_LABEL}=demo"),
    ],
)
def test_what_it_did_not_make_it_takes_over_only_when_told_to(labels: dict[str, str], said: str) -> None:
    with pytest.raises(NamespaceNotOurs, match=said):
        CLAIM.check(labels)
    CLAIM.check(labels, adopt=True)


@pytest.mark.parametrize("adopt", [False, True])
def test_another_stores_namespace_is_never_taken(adopt: bool) -> None:
    with pytest.raises(NamespaceNotOurs, match=f"{STORE_LABEL}=tea"):
        CLAIM.check(ANOTHERS, adopt=adopt)


def test_a_chart_names_no_installation_and_a_namespace_does() -> None:
    assert CLAIM.owns({STORE_LABEL: "demo"})
    assert not CLAIM.owns_namespace({STORE_LABEL: "demo"})
    assert not CLAIM.owns(ELSEWHERES)
