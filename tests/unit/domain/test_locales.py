"""The language of a shop."""

from __future__ import annotations

import pytest

from functions.domain.iso import COUNTRIES
from functions.domain.locales import BY_COUNTRY, RULE, check_locale, locale_of
from functions.domain.store import StoreSpec

SPEC = {"name": "Demo", "engine": "medusa", "id": "demo", "admin_email": "a@b.example", "cluster": "local", "country": "DE"}


@pytest.mark.parametrize("tag", ["de", "de-AT", "pt-BR", "ar", "fil", "zh-Hant-TW", "en-US"])
def test_language_tags_are_taken_as_they_are(tag: str) -> None:
    assert check_locale(tag) == tag


@pytest.mark.parametrize(
    "tag",
    ["", "DE", "de_DE", "de-at", "de-XX", "xx", "german", "de-", "de-AT-x", "de-AT\n", " de", "de-1996", "../de", "de-Latn-"],
)
def test_what_is_no_language_tag_is_refused_with_the_rule(tag: str) -> None:
    with pytest.raises(ValueError, match=r"BCP 47") as refused:
        check_locale(tag)

    assert str(refused.value) == RULE


@pytest.mark.parametrize(
    ("country", "locale"),
    [
        *(("DE", "de"), ("AT", "de"), ("CH", "de"), ("BE", "nl"), ("FR", "fr"), ("BR", "pt-BR"), ("SA", "ar"), ("IL", "he")),
        *(("US", "en-US"), ("GB", "en-GB"), ("IE", "en"), ("AQ", "en"), ("??", "en")),
    ],
)
def test_a_countrys_shops_speak_its_language(country: str, locale: str) -> None:
    assert locale_of(country) == locale


def test_the_table_has_countries_and_language_tags_only_and_each_country_once() -> None:
    assert set(BY_COUNTRY) <= COUNTRIES
    assert {check_locale(tag) for tag in BY_COUNTRY.values()} == set(BY_COUNTRY.values())
    assert (BY_COUNTRY["LU"], BY_COUNTRY["PR"], BY_COUNTRY["MO"]) == ("de", "es", "zh-HK")


def test_a_record_of_before_shops_had_languages_is_of_an_english_one() -> None:
    assert StoreSpec.model_validate(SPEC).locale == "en"
