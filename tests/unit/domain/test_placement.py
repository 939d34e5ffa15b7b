"""What the platform's labels say."""

from __future__ import annotations

import re

import pytest

from functions.domain.labels import LABEL_VALUE
from functions.domain.placement import labels_of, namespace_of, owner_label


@pytest.mark.parametrize("owner", ["olga", "01J9Z3X5V7", "a.b_c-d", "x" * 63])
def test_an_owner_whose_id_a_label_may_have_is_named(owner: str) -> None:
    assert owner_label(owner) == owner


@pytest.mark.parametrize("owner", ["", "olga@shops.example", "-x", "x" * 64, "Ольга", "a b", "a\n"])
def test_another_owner_is_hashed_always_the_same(owner: str) -> None:
    label = owner_label(owner)

    assert re.fullmatch(LABEL_VALUE, label)
    assert re.fullmatch(r"sha256-[0-9a-f]{40}", label)
    assert label == owner_label(owner) != owner_label(f"{owner}x")


def test_what_the_platform_makes_names_installation_store_and_owner() -> None:
    assert labels_of("demo", installation="here", owner="olga") == {
        "app.kubernetes.io/managed-by": "storeyard",
        "app.kubernetes.io/part-of": "storeyard",
        "storeyard/installation": "here",
        "storeyard/store": "demo",
        "storeyard/owner": "olga",
    }


def test_a_store_has_a_namespace_of_its_own_and_may_have_others_beside_it() -> None:
    assert (namespace_of("demo"), namespace_of("demo", "drill")) == ("store-demo", "store-demo--drill")
