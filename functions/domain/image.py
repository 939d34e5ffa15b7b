"""The image that a store's owner names, to run instead of the platform's own: how it is written, and which may be named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints, WithJsonSchema

from functions.domain.errors import InvalidRequest

_HOST: Final = r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?"
_PART: Final = r"[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*"
REPOSITORY: Final = rf"({_HOST}/)?{_PART}(/{_PART})*"
REFERENCE: Final = rf"{REPOSITORY}(:[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}})?@sha256:[0-9a-f]{{64}}"
LENGTH_MAX: Final = 500
RULE: Final = "must be a repository with a digest, like registry.example/acme/shop@sha256: and 64 hexadecimal digits"
PLATFORMS: Final = "platform"


def _reference(value: str) -> str:
    if not re.fullmatch(REFERENCE, value):
        raise ValueError(f"{RULE}; a tag alone can be moved to another image")
    return value


Image = Annotated[
    str,
    StringConstraints(max_length=LENGTH_MAX),
    AfterValidator(_reference),
    WithJsonSchema({"type": "string", "pattern": f"^{REFERENCE}$", "maxLength": LENGTH_MAX}),
]


# The same, or the word for the image of the platform's own.
ImageOrPlatforms = Annotated[
    str,
    StringConstraints(max_length=LENGTH_MAX),
    AfterValidator(lambda value: value if value == PLATFORMS else _reference(value)),
    WithJsonSchema({"type": "string", "pattern": f"^({PLATFORMS}|{REFERENCE})$", "maxLength": LENGTH_MAX}),
]


def repositories(value: object) -> object:
    """Return the repositories of a list with commas: each stands for itself and for what lies below it. Raises ValueError.

    A registry alone may be one too, with its port.
    """
    if not isinstance(value, str):
        return value
    names = [name.strip().removesuffix("/") for name in value.split(",")]
    for name in names:
        if not re.fullmatch(rf"{REPOSITORY}|{_HOST}", name):
            raise ValueError(f"{name!r} is not what an image begins with, like registry.example/acme (no tag, no digest)")
    return tuple(names)


def repository_of(image: str) -> str:
    """Return an image's name without digest and tag."""
    name = image.split("@", 1)[0]
    head, slash, last = name.rpartition("/")
    return f"{head}{slash}{last.split(':', 1)[0]}"


def is_allowed(image: str, prefixes: Sequence[str]) -> bool:
    """True where the image's repository is one of the prefixes, or lies below one: reg/acme is not reg/acme-evil."""
    repository = repository_of(image)
    return any(repository == prefix or repository.startswith(f"{prefix}/") for prefix in prefixes)


def check_allowed(image: str | None, prefixes: Sequence[str]) -> None:
    """Raise InvalidRequest for an image that this installation lets nobody name; None is the platform's own."""
    if image is None or is_allowed(image, prefixes):
        return
    if not prefixes:
        raise InvalidRequest("cannot be given: this installation runs its own images only (setting OWN_IMAGES)", field="image")
    raise InvalidRequest(f"must lie below one of: {', '.join(prefixes)} (setting OWN_IMAGES)", field="image")
