"""Policies of IAM evaluated as far as serverless.yml uses them: actions, resources, conditions. What is unknown is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

Statement = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What one call to AWS asks for. `context` are the condition keys that AWS knows of the call, each with its values."""

    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


class UnknownCondition(Exception):
    """An operator that this does not evaluate: nothing can be said of the statement."""


def allows(statements: Iterable[Statement], asked: Asked) -> bool:
    """True if a statement allows it and none denies it. Raises UnknownCondition."""
    effects = {statement["Effect"] for statement in statements if applies(statement, asked)}
    return effects == {"Allow"}


def applies(statement: Statement, asked: Asked) -> bool:
    """True if a statement speaks of a call. Raises UnknownCondition."""
    return (
        any(_like(pattern.lower(), asked.action.lower()) for pattern in listed(statement["Action"]))
        and any(_like(pattern, asked.resource) for pattern in listed(statement["Resource"]))
        and all(
            _holds(operator, listed(wanted), asked.context.get(key))
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def unused(statements: Iterable[Statement], asked: Iterable[Asked]) -> set[tuple[str, str]]:
    """What is allowed and was never asked for: pairs of action and resource, as the policies spell them."""
    calls = set(asked)
    pairs = (
        (statement, action, resource)
        for statement in statements
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    )
    return {
        (action, resource)
        for statement, action, resource in pairs
        if not any(applies({**statement, "Action": action, "Resource": resource}, one) for one in calls)
    }


def listed(value: Any) -> list[Any]:
    """A value as a list."""
    return value if isinstance(value, list) else [value]


def _holds(operator: str, wanted: Sequence[str], given: tuple[str, ...] | None) -> bool:
    """One condition. ForAllValues holds of a key that the call does not have; the others do not."""
    if operator == "ForAllValues:StringLike":
        return all(any(_like(pattern, value) for pattern in wanted) for value in given or ())
    if given is None:
        return False
    if operator == "StringEquals":
        return all(value in wanted for value in given)
    if operator in {"StringLike", "ArnEquals", "ArnLike"}:
        return all(any(_like(pattern, value) for pattern in wanted) for value in given)
    raise UnknownCondition(operator)


def _like(pattern: str, value: str) -> bool:
    return _pattern(pattern).fullmatch(value) is not None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """IAM's patterns: * is any text, ? one character, and everything else itself."""
    words = {"*": ".*", "?": "."}
    return re.compile("".join(words.get(character, re.escape(character)) for character in pattern), re.DOTALL)
