"""What people and their keyboards make of a command line, and the words that it was meant to be."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LINE_MAX: Final = 2000
WORDS_MAX: Final = 50
# Quotation marks that phones and chat programs put in place of plain ones, and what counts as a hyphen.
_DOUBLE: Final = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u300c\u300d"
_SINGLE: Final = "\u2018\u2019\u201a\u201b\u2032"
_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys("\u2014\u2013", "--"),
        **dict.fromkeys("\u2012\u2010\u2011\u2212", "-"),
    }
)
# Slack writes an address as <https://a.example|a.example>, and a mail address as <mailto:a@b.example|a@b.example>.
_LINK: Final = re.compile(r"<(?:mailto:)?([^<>|\s]+)(?:\|[^<>]*)?>")
# What stands in quotes that begin a word or a value; else a word ends with the next space. A quote alone is a letter.
_PART: Final = re.compile(r"""([^\s"'=]*=)?(?:"([^"]*)"|'([^']*)')(?=\s|$)|(\S+)""")


def plain(line: str) -> str:
    """Return a line with plain quotes, hyphens and spaces, and without what cannot be seen."""
    folded = unicodedata.normalize("NFKC", line[:LINE_MAX].translate(_FOLDED))
    seen = "".join(" " if one.isspace() else one for one in folded if one.isspace() or unicodedata.category(one)[0] != "C")
    return " ".join(_LINK.sub(r"\1", seen).split())


def words(line: str) -> list[str]:
    """Return the words of a line; quotes hold several together."""
    return [_word(match) for match in _PART.finditer(plain(line))][:WORDS_MAX]


def _word(match: re.Match[str]) -> str:
    key, double, single, bare = match.groups()
    return bare if bare is not None else f"{key or ''}{double if double is not None else single}"
