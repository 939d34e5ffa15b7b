"""Whether the domains that a shop answers at lead to it, for its health."""

from __future__ import annotations

from functools import partial
from typing import Final

from functions.application.domain_proof import leads_here
from functions.application.parallel import ask_all
from functions.application.ports.dns import Dns, DnsSeen
from functions.domain.cluster import Cluster
from functions.domain.domain_names import token_name
from functions.domain.store import Store

LOOK_SECONDS: Final = 5.0


def astray(store: Store, cluster: Cluster | None, dns: Dns) -> list[str]:
    """Return the domains of a store that the DNS leads elsewhere, or nowhere. What no resolver answers for is not told.

    Somewhere else may be right: a proxy that the owner put before the shop.
    """
    if cluster is None or not store.spec.domains:
        return []
    here = (cluster.host(store.id), cluster.met_at)
    questions = {name: partial(dns.look, name, token_name(name)) for name in store.spec.domains}
    answers = ask_all(questions, seconds=LOOK_SECONDS)
    return [name for name, seen in answers.items() if isinstance(seen, DnsSeen) and not leads_here(seen, here)]
