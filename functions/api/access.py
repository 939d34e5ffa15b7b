"""Which scope each route needs: one table, asked before a route is called and when the API is described.

What is not in the table needs `read` to look and `operate` to change anything. `admin` is a matter of the user's role too.
"""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Route

from functions.domain.access import Principal, Scope
from functions.domain.errors import Forbidden
from functions.domain.user import Role

# By operation id.
NEEDED: dict[str, Scope] = {
    "listUsers": Scope.ADMIN,
    "addUser": Scope.ADMIN,
    "getUser": Scope.ADMIN,
    "changeUser": Scope.ADMIN,
    "resetPassword": Scope.ADMIN,
    "listOrphans": Scope.ADMIN,
    "removeOrphans": Scope.ADMIN,
    "cordonCluster": Scope.ADMIN,
    "uncordonCluster": Scope.ADMIN,
    "drainCluster": Scope.ADMIN,
    "downloadBackup": Scope.OPERATE,  # all that a shop knows, its passwords' hashes included
}


def needed(route: Route) -> Scope:
    """Return the scope that a route needs."""
    return NEEDED.get(route.operation_id or "", Scope.READ if route.method == "GET" else Scope.OPERATE)


def may_be_forbidden(route: Route) -> bool:
    """True if there are tokens that are good and not enough for the route."""
    return needed(route) is not Scope.READ


def check_access(principal: Principal | None, route: Route) -> None:
    """Raise Forbidden unless the caller may call the route; without a principal, the route needs none."""
    scope = needed(route)
    if principal is None or principal.allows(scope):
        return
    if scope is Scope.ADMIN and principal.user.role is not Role.ADMIN:
        raise Forbidden("Only an admin may do this.")
    raise Forbidden(f"This needs a token with the scope {scope.value}; this one has {principal.scope.value}.")
