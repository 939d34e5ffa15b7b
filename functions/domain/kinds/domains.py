"""domains: have a shop answer at these domains of its own, with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from functions.domain.domain_names import DomainNames
from functions.domain.kinds import settings
from functions.domain.kinds.base import Parameters
from functions.domain.store import StoreSpec

SETTING = "domains"


class Domains(Parameters):
    """All of them, none where the list is empty: what is not in it is served no more."""

    names: Annotated[
        DomainNames,
        Field(description="the domains that the shop answers at, its primary one first; the store has to hold each"),
    ]


def spec_with(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with these domains."""
    return settings.changed(spec, {SETTING: parameters.get("names", ())})


KIND = settings.kind(
    name="domains",
    summary="have the shop answer at these domains of its own, which the store holds; a failure puts the old ones back",
    failure_reason="DomainsFailed",
    done="The shop answers at its domains: a test order went through at the primary one.",
    back=("Going back to the old domains", "The old domains are served again"),
    change=("Changing the domains", "The domains are changed"),
    parameters=Domains,
    settings=lambda _: (SETTING,),
    spec_after=spec_with,
    names_domains=True,
    for_copies=False,
)
