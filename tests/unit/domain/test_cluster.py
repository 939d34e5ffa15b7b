"""What an inventory may say of a cluster."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from functions.domain.cluster import Cluster


def cluster(labels: dict[str, str]) -> Cluster:
    """A cluster whose ingress controller has these labels."""
    return Cluster(name="c", provider="existing", kubeconfig="/k", domain="d", ingress_pod_labels=labels)


def test_the_ingress_controller_is_known_by_its_pods_labels() -> None:
    labels = {"app.kubernetes.io/name": "ingress-nginx", "app": "", "tier": "Edge_1"}

    assert cluster(labels).ingress_pod_labels == labels


@pytest.mark.parametrize("labels", [{}, {"a b": "x"}, {"/x": "x"}, {"app": "-x"}, {"app": "x" * 64}], ids=str)
def test_labels_that_match_every_pod_or_none_are_refused(labels: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="ingress_pod_labels"):
        cluster(labels)
