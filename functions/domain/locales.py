"""The language of a shop: language tags (BCP 47), and which one a country's shops have unless another is said."""

from __future__ import annotations

import re
from typing import Final

from functions.domain.iso import COUNTRIES

# A language (ISO 639-1, or three letters where it has no two), a script where there are several, a country.
PATTERN: Final = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
RULE: Final = (
    "must be a language tag (BCP 47): a language of ISO 639 in lower case and, if needed, a country in upper case, "
    "like de, de-AT or pt-BR"
)
# What a shop speaks of which no record says it: those of before languages were.
DEFAULT_LOCALE: Final = "en"

LANGUAGES: Final = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et
    eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk
    kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny
    oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk
    tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    ckb dsb fil gsw haw hsb kab nds rhg
    """.split()
)

# The language that most of a country's shops address all of its buyers in. A country with several has the one that most people
# there read; what it says besides the language is how that is written there, where that differs.
_BY_LANGUAGE: Final = {
    "ar": "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SY TD TN YE",
    "az": "AZ",
    "be": "BY",
    "bg": "BG",
    "bn": "BD",
    "bs": "BA",
    "ca": "AD",
    "cs": "CZ",
    "da": "DK FO GL",
    "de": "AT CH DE LI LU",
    "dv": "MV",
    "dz": "BT",
    "el": "CY GR",
    "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE",
    "et": "EE",
    "fa": "IR",
    "fi": "FI",
    "fil": "PH",
    "fr": "BF BI BJ BL CD CF CG CI CM FR GA GF GN GP HT MC MF MG ML MQ NC NE PF PM RE SN TF TG WF YT",
    "he": "IL",
    "hr": "HR",
    "hu": "HU",
    "hy": "AM",
    "id": "ID",
    "is": "IS",
    "it": "IT SM VA",
    "ja": "JP",
    "ka": "GE",
    "kk": "KZ",
    "km": "KH",
    "ko": "KP KR",
    "ky": "KG",
    "lo": "LA",
    "lt": "LT",
    "lv": "LV",
    "mk": "MK",
    "mn": "MN",
    "ms": "BN MY",
    "my": "MM",
    "nb": "BV NO SJ",
    "ne": "NP",
    "nl": "AW BE BQ CW NL SR SX",
    "pl": "PL",
    "ps": "AF",
    "pt": "AO CV GW MZ PT ST TL",
    "pt-BR": "BR",
    "ro": "MD RO",
    "ru": "RU",
    "si": "LK",
    "sk": "SK",
    "sl": "SI",
    "so": "SO",
    "sq": "AL",
    "sr": "ME RS",
    "sv": "AX SE",
    "tg": "TJ",
    "th": "TH",
    "tk": "TM",
    "tr": "TR",
    "uk": "UA",
    "ur": "PK",
    "uz": "UZ",
    "vi": "VN",
    "zh-CN": "CN",
    "zh-HK": "HK MO",
    "zh-TW": "TW",
    "am": "ET",
    "en-AU": "AU CC CX NF",
    "en-CA": "CA",
    "en-GB": "GB GG IM JE",
    "en-NZ": "CK NU NZ TK",
    "en-US": "AS GU MP UM US VI",
}
BY_COUNTRY: Final = {country: locale for locale, countries in _BY_LANGUAGE.items() for country in countries.split()}


def check_locale(value: str) -> str:
    """Return the language tag, or raise ValueError with the rule it breaks."""
    language, *more = value.split("-")
    country = more[-1] if more and len(more[-1]) == 2 else None  # noqa: PLR2004 - letters of a country
    known = language in LANGUAGES and (country is None or country in COUNTRIES)
    if not re.fullmatch(PATTERN, value) or not known:
        raise ValueError(RULE)
    return value


def locale_of(country: str) -> str:
    """Return the language of a country's shops; English where this table has none."""
    return BY_COUNTRY.get(country, DEFAULT_LOCALE)
