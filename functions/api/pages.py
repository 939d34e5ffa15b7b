"""The dashboard's built files, on the platform of one machine: read into memory at the start and found by their whole path.

No path is put together of what a caller sends. Files below assets/ have a hash of their content in their names and are kept for
a year; index.html stands for every address that the page itself makes something of. It is not kept where it carries a nonce, a
new one each time: the page's library writes one <style>, and nobody else's shall be taken for it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from functions.api.errors import MethodNotAllowed
from functions.api.requests import Event, header
from functions.observability import logger

INDEX: Final = "/index.html"
ASSETS: Final = "/assets/"
# Where the page is never meant: an address below these that nothing lives at is a mistake of a program.
OTHERS: Final = ("/api", "/assets", "/docs", "/health", "/metrics", "/openapi.json")
PLACEHOLDER: Final = b"__CSP_NONCE__"
YEAR: Final = "public, max-age=31536000, immutable"
SMALL: Final = 1024  # bytes; compressing less saves no packet
CODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
OTHER_TYPE: Final = "application/octet-stream"
# Style attributes may be anything: the page's library positions and sizes with them, and an attribute of style runs no code and
# reaches no other element. A <style> needs the nonce, a script has to be one of our files.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Storeyard</title>
<p>The dashboard was not built here: <code>make up</code> builds it. <a href="/docs">The API</a> works without it.</p>
</html>
"""
Answer = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A file of the dashboard, as it is and compressed. `route`: what the access log calls it."""

    route: str
    kind: str
    body: bytes = field(repr=False)
    cache: str = "no-cache"
    coded: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    status: HTTPStatus = HTTPStatus.OK

    def answer(self, event: Event, method: str) -> Answer:
        """Return the answer to a request. Raises MethodNotAllowed."""
        if method != "GET":
            raise MethodNotAllowed(method, ["GET", "HEAD"])
        wanted = codings(header(event, "accept-encoding") or "")
        if self.takes_nonce:
            return self._with_nonce(wanted)
        coding = next((name for name, _ in CODINGS if name in wanted and name in self.coded), "")
        headers = {"Cache-Control": self.cache, **({"Vary": "Accept-Encoding"} if self.coded else {})}
        headers |= {"ETag": self.tag} if self.status is HTTPStatus.OK else {}
        if self.kind == TYPES[".html"]:  # in 304 too: a browser takes the headers of it for the page that it has
            headers |= {"Content-Security-Policy": POLICY.format(nonce=""), "Cross-Origin-Opener-Policy": "same-origin"}
        if "ETag" in headers and self.tag in tags(header(event, "if-none-match") or ""):
            return _answer(HTTPStatus.NOT_MODIFIED, headers, b"")
        headers |= {"Content-Type": self.kind, **({"Content-Encoding": coding} if coding else {})}
        return _answer(self.status, headers, self.coded.get(coding, self.body))

    @cached_property
    def tag(self) -> str:
        """The content's name. Weak: compressed it is the same content in other bytes."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @cached_property
    def takes_nonce(self) -> bool:
        """True if it has a place for one, so that it is another one each time."""
        return PLACEHOLDER in self.body

    def _with_nonce(self, wanted: frozenset[str]) -> Answer:
        nonce = secrets.token_urlsafe(16)
        body = self.body.replace(PLACEHOLDER, nonce.encode())
        headers = {
            "Content-Type": self.kind,
            "Content-Security-Policy": POLICY.format(nonce=f" 'nonce-{nonce}'"),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
            "Vary": "Accept-Encoding",
        }
        if "gzip" in wanted and len(body) > SMALL:
            return _answer(self.status, {**headers, "Content-Encoding": "gzip"}, gzip.compress(body, compresslevel=6, mtime=0))
        return _answer(self.status, headers, body)


class Pages:
    """The files by path, and the page that stands for every address of its own."""

    def __init__(self, files: Mapping[str, Page]) -> None:
        self._files = dict(files)
        self._index = self._files.pop(INDEX, None)

    @classmethod
    def of(cls, folder: Path | None) -> Pages:
        """Read a folder of built files; none, or one without a page, has a sentence instead of it. Links are not followed."""
        if folder is None:
            return cls({})
        found = {f"/{file.relative_to(folder).as_posix()}": file for file in sorted(folder.rglob("*")) if _is_file(file)}
        if INDEX not in found:
            logger.warning("no dashboard in its folder", folder=str(folder))
            return cls({})
        plain = {path for path in found if not path.endswith(tuple(suffix for _, suffix in CODINGS))}
        return cls({path: _page(path, found) for path in plain})

    def page(self, path: str, accept: str) -> Page | None:
        """Return what is at a path that no route has; None if there is nothing for who asks."""
        if path in self._files:
            return self._files[path]
        asks = "text/html" in accept and not any(path == other or path.startswith(f"{other}/") for other in OTHERS)
        if self._index is None:
            return NO_PAGE if asks else None
        return self._index if asks or path == "/" else None


def codings(accepted: str) -> frozenset[str]:
    """Return the content codings that a caller takes, of those there are: by name, or by `*`."""
    said = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        said[name] = not any(parameter.replace(" ", "").rstrip("0").rstrip(".") in {"q=", "q=0"} for parameter in parameters)
    return frozenset(name for name, _ in CODINGS if said.get(name, said.get("*", False)))


def tags(sent: str) -> frozenset[str]:
    """Return the entity tags that a caller has, as weak ones: that is how they are compared here."""
    found = (part.strip() for part in sent.split(","))
    return frozenset(part if part.startswith("W/") else f"W/{part}" for part in found)


def _is_file(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _page(path: str, found: Mapping[str, Path]) -> Page:
    coded = {name: found[f"{path}{suffix}"].read_bytes() for name, suffix in CODINGS if f"{path}{suffix}" in found}
    return Page(
        route="/" if path == INDEX else ASSETS if path.startswith(ASSETS) else "/<file>",
        kind=TYPES.get(Path(path).suffix, OTHER_TYPE),
        body=found[path].read_bytes(),
        cache=YEAR if path.startswith(ASSETS) else "no-cache",
        coded=coded,
    )


def _answer(status: HTTPStatus, headers: Mapping[str, str], body: bytes) -> Answer:
    return {
        "statusCode": status.value,
        "headers": dict(headers),
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
        "cookies": [],
    }


NO_PAGE: Final = Page(route="/", kind=TYPES[".html"], body=NOT_BUILT.encode(), cache="no-store", status=HTTPStatus.NOT_FOUND)
