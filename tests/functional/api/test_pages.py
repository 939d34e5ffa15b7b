"""The dashboard's files over the ASGI adapter: what is kept, how it is compressed, and what a page may do."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from functions import bootstrap, local
from functions.api.asgi import App
from functions.api.handler import HEADERS, create_handler
from functions.api.pages import OTHERS, Pages, codings
from functions.api.routing import build
from functions.settings import read
from tests.functional.api.client import OLGA, Api
from tests.functional.api.wire import Json, chunk, messages, run, scope

SCRIPT = b"console.log('the dashboard');\n" * 100
INDEX = b'<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script src="/assets/index-AbC1.js"></script>'
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Got:
    """An answer as it was on the wire."""

    def __init__(self, sent: list[Json]) -> None:
        start, *bodies = sent
        self.status: int = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.body: bytes = b"".join(body["body"] for body in bodies)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a build leaves."""
    (tmp_path / "assets/fonts").mkdir(parents=True)
    for name, content in {
        "index.html": INDEX,
        "favicon.svg": b"<svg/>",
        "assets/index-AbC1.js": SCRIPT,
        "assets/index-AbC1.js.br": b"as brotli has it",
        "assets/index-AbC1.js.gz": gzip.compress(SCRIPT),
        "assets/style-AbC1.css": b"a{}",
        "assets/fonts/x-1.woff2": b"\x00\xff",
        "assets/what-1.bin": b"?",
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def app_of(api: Api, pages: Pages) -> App:
    return App(create_handler(lambda: api.platform, waits=api.waits, pages=pages))


@pytest.fixture
def app(api: Api, folder: Path) -> App:
    return app_of(api, Pages.of(folder))


def get(app: App, path: str, method: str = "GET", **headers: str) -> Got:
    given = [("host", "localhost"), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return Got(run(app, scope(method, path, given), messages(chunk(b""))))


def test_what_has_a_hash_in_its_name_is_kept_for_a_year(app: App) -> None:
    got = get(app, "/assets/index-AbC1.js")

    assert (got.status, got.body) == (200, SCRIPT)
    assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert got.headers["content-type"] == "text/javascript; charset=utf-8"
    assert (got.headers["vary"], got.headers["content-length"]) == ("Accept-Encoding", str(len(SCRIPT)))
    for name in set(HEADERS) - {"Cache-Control"}:
        assert got.headers[name.lower()] == HEADERS[name], name


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/favicon.svg", "image/svg+xml"),
        ("/assets/style-AbC1.css", "text/css; charset=utf-8"),
        ("/assets/fonts/x-1.woff2", "font/woff2"),
        ("/assets/what-1.bin", "application/octet-stream"),
    ],
)
def test_each_file_says_what_it_is(app: App, path: str, kind: str) -> None:
    got = get(app, path)

    assert (got.status, got.headers["content-type"], "vary" in got.headers) == (200, kind, False)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.000, *", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("gzip;q=0, br;q=0", None),
        ("*;q=0", None),
        ("", None),
    ],
)
def test_a_file_is_sent_as_its_caller_takes_it(app: App, accepted: str, coding: str | None) -> None:
    got = get(app, "/assets/index-AbC1.js", accept_encoding=accepted)

    assert got.headers.get("content-encoding") == coding
    assert (gzip.decompress(got.body) if coding == "gzip" else got.body) == (b"as brotli has it" if coding == "br" else SCRIPT)
    assert got.headers["content-type"] == "text/javascript; charset=utf-8"


def test_codings_are_those_that_are_taken() -> None:
    assert codings("GZIP;Q=1.0 , x") == {"gzip"}
    assert codings("br;q=0.001") == {"br"}


@pytest.mark.parametrize("path", ["/favicon.svg", "/assets/index-AbC1.js"])
def test_what_a_browser_has_is_not_sent_again(app: App, path: str) -> None:
    first = get(app, path)
    tag = first.headers["etag"]

    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}'):
        again = get(app, path, if_none_match=known, accept_encoding="gzip")
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert "content-length" not in again.headers
    assert get(app, path, if_none_match='W/"other"').status == 200


def nonces(got: Got) -> Iterable[str]:
    return re.findall(r"[\w-]{22}(?=[\"'])", got.headers["content-security-policy"] + got.body.decode())


def test_the_page_has_a_nonce_of_its_own_each_time_and_is_not_kept(app: App) -> None:
    first, second = get(app, "/", **HTML), get(app, "/", **HTML)

    assert (first.status, first.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert first.headers["cache-control"] == "no-store"
    assert "etag" not in first.headers
    (said, written), (other, _) = nonces(first), nonces(second)
    assert said == written
    assert said != other
    assert b"__CSP_NONCE__" not in first.body


def test_the_page_runs_its_own_files_and_nothing_else(app: App) -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in get(app, "/").headers["content-security-policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["font-src"] == policy["manifest-src"] == "'self'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{22}'", policy["style-src"])
    assert policy["style-src-attr"] == "'unsafe-inline'"
    assert policy["img-src"] == "'self' data:"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"


def test_a_page_without_a_nonce_is_kept_and_asked_for_again(api: Api, folder: Path) -> None:
    (folder / "index.html").write_text("<!doctype html>")
    app = app_of(api, Pages.of(folder))

    first = get(app, "/")
    again = get(app, "/stores", if_none_match=first.headers["etag"], **HTML)

    assert (first.headers["cache-control"], again.status) == ("no-cache", 304)
    assert "style-src 'self'; " in first.headers["content-security-policy"]
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


def test_a_large_page_is_compressed_with_its_nonce(api: Api, folder: Path) -> None:
    (folder / "index.html").write_bytes(INDEX + b"<p>" * 1000)
    app = app_of(api, Pages.of(folder))

    got = get(app, "/", accept_encoding="gzip, br")
    plain = get(app, "/")

    assert (got.headers["content-encoding"], got.headers["vary"]) == ("gzip", "Accept-Encoding")
    body = gzip.decompress(got.body)
    assert body.replace(re.findall(rb'content="([^"]+)', body)[0], b"__CSP_NONCE__") == INDEX + b"<p>" * 1000
    assert ("content-encoding" in plain.headers, plain.headers["vary"]) == (False, "Accept-Encoding")


@pytest.mark.parametrize("path", ["/stores", "/stores/tea-cake/backups", "/sign-in", "/größe", "/apis", "/index.html", "/x.js"])
def test_the_pages_own_addresses_are_the_page_for_a_browser(app: App, path: str) -> None:
    got = get(app, path, **HTML)

    assert (got.status, b"index-AbC1.js" in got.body) == (200, True)
    assert get(app, path, accept="application/json").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/assets/index-Old2.js",
        "/assets/",
        "/assets/../index.html",
        "/docs/nothing",
        "/health/nothing",
        "/metrics/x",
        "/openapi.json/x",
    ],
)
def test_what_a_program_asks_for_in_vain_is_not_the_page(app: App, path: str) -> None:
    got = get(app, path, **HTML)

    assert (got.status, got.headers["content-type"]) == (404, "application/problem+json")


def test_every_route_is_kept_from_the_page(app: App) -> None:
    for route in build().routes():
        assert any(route.path == other or route.path.startswith(f"{other}/") for other in OTHERS), route.path
    for path in ("/health", "/docs", "/openapi.json"):
        assert b"index-AbC1.js" not in get(app, path, **HTML).body
    assert get(app, "/api", **HTML).status == 401
    assert get(app, "/api/nothing", authorization=f"Bearer {OLGA}", **HTML).status == 404


def test_a_head_is_a_get_without_a_body(app: App) -> None:
    for path in ("/", "/favicon.svg", "/assets/index-AbC1.js"):
        got = get(app, path, "HEAD")
        assert (got.status, got.body) == (200, b"")
        assert got.headers["content-type"] == get(app, path).headers["content-type"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_done_to_a_file(app: App, method: str) -> None:
    for path in ("/", "/assets/index-AbC1.js"):
        got = get(app, path, method)
        assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")


def test_another_host_gets_no_page(app: App) -> None:
    assert run(app, scope("GET", "/", [("host", "evil.example")]), messages(chunk(b"")))[0]["status"] == 421


def test_each_answer_has_its_request_id_and_its_line(app: App, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        got = get(app, "/stores/a-secret-name", x_request_id="mine", **HTML)
        get(app, "/assets/index-AbC1.js")

    assert got.headers["x-request-id"] == "mine"
    lines = [(record.route, record.status) for record in caplog.records if record.message == "request"]  # type: ignore[attr-defined]
    assert lines == [("/", 200), ("/assets/", 200)]


@pytest.mark.parametrize("built", [False, True])
def test_where_no_page_was_built_a_browser_is_told_so(api: Api, tmp_path: Path, built: bool) -> None:
    if built:  # a folder without a page, a build of another version say
        (tmp_path / "assets").mkdir()
        (tmp_path / "assets/x.js").write_text("1")
    app = app_of(api, Pages.of(tmp_path if built else None))

    for path in ("/", "/sign-in"):
        got = get(app, path, **HTML)
        assert (got.status, got.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert b"<code>make up</code> builds it" in got.body
        assert "etag" not in got.headers
        assert get(app, path, accept="application/json").headers["content-type"] == "application/problem+json"
    assert get(app, "/assets/x.js").status == 404


def test_a_link_in_the_folder_is_not_followed(api: Api, folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "secret.txt").symlink_to(folder.parent / "secret.txt")

    assert get(app_of(api, Pages.of(folder)), "/secret.txt").status == 404


def test_the_local_platform_serves_the_folder_of_its_settings(api: Api, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(bootstrap, "platform", lambda: api.platform)
    chosen = read({"HOME": "/nowhere", "STOREYARD_DASHBOARD": str(folder)})

    assert get(local.Server(chosen, api.pause)._app, "/favicon.svg").body == b"<svg/>"


def test_a_door_without_files_has_no_page(api: Api) -> None:
    reply = api.get("/", headers=HTML)

    assert (reply.status, reply.json["reason"]) == (404, "NotFound")
