"""The image that a store's owner names: how it is written, and what an installation allows."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from functions.domain.errors import InvalidRequest
from functions.domain.image import Image, ImageOrPlatforms, check_allowed, is_allowed, repositories, repository_of

DIGEST = "@sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("name", "repository"),
    [
        ("acme", "acme"),
        ("acme/shop", "acme/shop"),
        ("registry.example/acme/shop:1.2_rc-3", "registry.example/acme/shop"),
        ("registry.example:5000/acme/shop", "registry.example:5000/acme/shop"),
        ("registry.example:5000/shop:2", "registry.example:5000/shop"),
        ("localhost/my-shop/web__a.b", "localhost/my-shop/web__a.b"),
    ],
)
def test_an_image_is_a_repository_with_a_digest_and_perhaps_a_tag(name: str, repository: str) -> None:
    assert TypeAdapter(Image).validate_python(name + DIGEST) == name + DIGEST
    assert repository_of(name + DIGEST) == repository


@pytest.mark.parametrize(
    "image",
    [
        "registry.example/acme/shop",
        "registry.example/acme/shop:1",
        "registry.example/acme/shop@sha256:" + "a" * 63,
        "registry.example/acme/shop@sha256:" + "A" * 64,
        "registry.example/acme/shop@sha512:" + "a" * 128,
        "registry.example/Acme/shop" + DIGEST,
        "registry.example/acme/../other" + DIGEST,
        "registry.example//shop" + DIGEST,
        "https://registry.example/shop" + DIGEST,
        "registry.example/a..b" + DIGEST,
        " acme/shop" + DIGEST,
        "acme/shop" + DIGEST + "\n",
        "{{ 1 }}" + DIGEST,
        "platform",
        "",
    ],
)
def test_what_is_none_is_refused_with_the_rule(image: str) -> None:
    with pytest.raises(ValidationError, match=r"must be a repository with a digest, like registry\.example/acme/shop@sha256:"):
        TypeAdapter(Image).validate_python(image)


def test_an_image_is_no_longer_than_a_person_could_read() -> None:
    with pytest.raises(ValidationError, match="at most 500 characters"):
        TypeAdapter(Image).validate_python("a" * 430 + DIGEST)


def test_where_an_image_is_changed_the_platforms_has_a_word() -> None:
    adapter = TypeAdapter(ImageOrPlatforms)

    assert adapter.validate_python("platform") == "platform"
    assert adapter.validate_python("acme/shop" + DIGEST) == "acme/shop" + DIGEST
    with pytest.raises(ValidationError, match="must be a repository with a digest"):
        adapter.validate_python("platforms")


@pytest.mark.parametrize(
    ("name", "prefix", "allowed"),
    [
        ("reg.example/acme/shop", "reg.example/acme", True),
        ("reg.example/acme/shop:1", "reg.example/acme/shop", True),
        ("reg.example/acme:1", "reg.example/acme", True),
        ("reg.example/acme-evil/shop", "reg.example/acme", False),
        ("reg.example/acmes", "reg.example/acme", False),
        ("reg.example:5000/acme/shop", "reg.example", False),
        ("reg.example:5000/acme/shop", "reg.example:5000", True),
        ("reg.example:50001/acme/shop", "reg.example:5000", False),
        ("other.example/reg.example/acme/shop", "reg.example/acme", False),
    ],
)
def test_an_image_lies_below_what_is_allowed_or_it_is_not(name: str, prefix: str, allowed: bool) -> None:
    assert is_allowed(name + DIGEST, ("another.example", prefix)) is allowed


def test_a_refusal_names_the_field_the_rule_and_what_is_allowed() -> None:
    with pytest.raises(
        InvalidRequest, match=r"must lie below one of: a\.example, b\.example/c \(setting OWN_IMAGES\)"
    ) as below:
        check_allowed("acme/shop" + DIGEST, ("a.example", "b.example/c"))
    with pytest.raises(InvalidRequest, match="cannot be given: this installation runs its own images only") as none:
        check_allowed("acme/shop" + DIGEST, ())
    assert below.value.field == none.value.field == "image"
    check_allowed(None, ())


def test_allowed_repositories_are_a_list_with_commas() -> None:
    assert repositories("reg.example/acme/, localhost/x,reg.example:5000") == (
        "reg.example/acme",
        "localhost/x",
        "reg.example:5000",
    )
    assert repositories(("as", "told")) == ("as", "told")


@pytest.mark.parametrize(
    "value", ["reg.example/acme:1", "reg.example/acme" + DIGEST, "reg.example/*", "a,,b", "https://reg.example"]
)
def test_what_is_no_repository_allows_nothing(value: str) -> None:
    with pytest.raises(ValueError, match="is not what an image begins with"):
        repositories(value)
