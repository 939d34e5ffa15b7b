"""What buyers read while a shop's gate is closed: page and JSON in each language, with the shop's name and colour."""

from __future__ import annotations

import html
import json
import re

from functions.domain.store import DEFAULT_COLOR

RETRY_AFTER = 30  # seconds, as the image's nginx says too
LANGUAGES = {
    "en": (
        "{name} will be right back",
        "The shop is being worked on. Orders that were placed are safe.",
        "Please try again in a few minutes.",
        "Try again",
    ),
    "de": (
        "{name} ist gleich wieder da",
        "Am Shop wird gerade gearbeitet. Bestellungen, die schon aufgegeben sind, sind sicher.",
        "Bitte versuchen Sie es in wenigen Minuten noch einmal.",
        "Noch einmal versuchen",
    ),
}
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: #fff; color: #1a1a1a;
  font: 1.125rem/1.6 system-ui, sans-serif; }}
main {{ box-sizing: border-box; max-width: 36rem; margin: 1.5rem; padding: 0 2rem 2rem; border: 1px solid #d0d0d0;
  border-top: 0.75rem solid {color}; border-radius: 0.5rem; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.75rem; line-height: 1.25; }}
a {{ display: inline-block; padding: 0.5rem 1.25rem; border: 2px solid #1a1a1a; border-radius: 0.5rem; background: {color};
  color: {ink}; }}
a:focus-visible {{ outline: 3px solid #1a1a1a; outline-offset: 3px; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{first}</p>
<p>{second}</p>
<p><a href="">{again}</a></p>
</main>
</body>
</html>
"""


def pages(name: str, color: str) -> dict[str, str]:
    """The files that the gate serves, by name. The shop's name is text in them, whatever it holds."""
    shown = color if re.fullmatch(r"#[0-9a-fA-F]{6}", color) else DEFAULT_COLOR
    found: dict[str, str] = {}
    for language, (title, first, second, again) in LANGUAGES.items():
        said = title.format(name=name)
        words = {"title": said, "first": first, "second": second, "again": again}
        escaped = {key: html.escape(text) for key, text in words.items()}
        found[f"{language}.html"] = PAGE.format(language=language, color=shown, ink=ink_on(shown), **escaped)
        answer = {"code": "gate_closed", "message": f"{said}. {first} {second}", "retry_after": RETRY_AFTER}
        found[f"{language}.json"] = json.dumps(answer) + "\n"
    return found


def ink_on(color: str) -> str:
    """Black or white, whichever is easier to read on the colour (WCAG's relative luminance)."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"
