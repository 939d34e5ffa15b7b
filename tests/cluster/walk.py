"""Walks through an engine's pages as its browser.yml says, and says where it got stuck."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Set
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from playwright.sync_api import Error, Locator, Page, Request

from tests.cluster.installation import OUT, PROJECT

Steps = list[dict[str, Any]]
SCHEMA = PROJECT / "charts/browser.schema.json"
SECONDS = 90.0
POLL_MS = 100
# Steps after which a page is as a person looks at it.
LOOKS = frozenset({"goto", "see", "rest", "remember"})


class Stuck(AssertionError):
    """A step that could not be taken: which one, why, and the address at that time. Holds no secret."""


def read_pages(file: Path) -> dict[str, Steps]:
    """Read a browser.yml. Raises AssertionError for one that is missing or breaks the schema."""
    assert file.is_file(), f"{file} is missing: it says how to buy and how to sign in (docs/engines.md)"
    pages: dict[str, Steps] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text())).iter_errors(pages):
        raise AssertionError(f"{file}: {error.json_path}: {error.message}")
    return pages


def until_sent(steps: Steps) -> Steps:
    """Return the steps up to the last click: what sends a form, without what is seen after it."""
    last = max(number for number, step in enumerate(steps) if "click" in step)
    return steps[: last + 1]


class Traffic:
    """What a page asks its server."""

    def __init__(self, page: Page) -> None:
        self._open: set[Request] = set()
        self.stirred = time.monotonic()
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    @property
    def quiet(self) -> float:
        """Seconds since it asked or was answered; 0 while an answer is awaited."""
        return 0.0 if self._open else time.monotonic() - self.stirred

    def _begin(self, request: Request) -> None:
        self._open.add(request)
        self.stirred = time.monotonic()

    def _end(self, request: Request) -> None:
        self._open.discard(request)
        self.stirred = time.monotonic()


class Walk:
    """A person at a browser. `words` are what steps may name in braces; those in `secret` are never told.

    With an `album`, a picture of each page that is looked at goes to out/<album>-<part>-<step>.png.
    """

    def __init__(
        self, page: Page, url: str, words: Mapping[str, str], *, secret: Set[str] = frozenset(), album: str = ""
    ) -> None:
        self._page, self._url, self._secret, self._album = page, url, secret, album
        self.words = dict(words)
        self.seconds = SECONDS
        self._traffic = Traffic(page)

    def go(self, part: str, steps: Steps) -> None:
        """Take the steps. Raises Stuck, and leaves a picture in out/."""
        for number, step in enumerate(steps, start=1):
            ((verb, what),) = step.items()
            try:
                self._take(verb, what)
                if self._album and verb in LOOKS:
                    self._page.screenshot(path=OUT / f"{self._album}-{part}-{number:02}.png", full_page=True)
            except (Error, AssertionError) as error:
                OUT.mkdir(exist_ok=True)
                picture = OUT / f"{part}-{number}.png"
                self._page.screenshot(path=picture)
                said = f"at {self._page.url}: {(str(error).splitlines() or [''])[0]}"
                # Not `from error`: what the browser says of a step repeats what was written into its field.
                raise Stuck(f"{part}, step {number} ({verb}: {what}), {self._masked(said)} ({picture.name})") from None

    def _take(self, verb: str, what: Any) -> None:
        if verb == "goto":
            answer = self._page.goto(self._url + self._filled(what), timeout=self.seconds * 1000)
            assert answer is None or answer.ok, f"the page was answered with {answer.status}"
        elif verb == "rest":
            self._rest(what)
        elif verb == "remember":
            self.words[what["as"]] = self._match(re.compile(what["pattern"]))
        else:
            self._act(verb, self._find(what), what)

    def _act(self, verb: str, target: Locator, what: dict[str, Any]) -> None:
        limit = self.seconds * 1000
        acts: dict[str, Callable[[], object]] = {
            "click": partial(target.click, timeout=limit),
            "tick": partial(target.check, timeout=limit),
            "see": partial(target.wait_for, state="visible", timeout=limit),
            "fill": lambda: target.fill(self._filled(what["with"]), timeout=limit),
            "choose": lambda: target.select_option(self._filled(what["value"]), timeout=limit),
        }
        acts[verb]()

    def _find(self, what: dict[str, Any]) -> Locator:
        exact = bool(what.get("exact"))
        named = {key: self._filled(what[key]) for key in ("role", "name", "label", "placeholder", "text", "css") if key in what}
        if "role" in named:
            found = self._page.get_by_role(named["role"], name=named["name"], exact=exact)  # type: ignore[arg-type]
        elif "css" in named:
            found = self._page.locator(named["css"])
        else:
            ((kind, text),) = named.items()
            by = {
                "label": self._page.get_by_label,
                "placeholder": self._page.get_by_placeholder,
                "text": self._page.get_by_text,
            }
            found = by[kind](text, exact=exact)
        return found.first if what.get("first") else found

    def _rest(self, seconds: float) -> None:
        end = time.monotonic() + self.seconds
        self._traffic.stirred = time.monotonic()
        while self._traffic.quiet < seconds:
            assert time.monotonic() < end, "the page never stops asking its server"
            self._page.wait_for_timeout(POLL_MS)

    def _match(self, pattern: re.Pattern[str]) -> str:
        end = time.monotonic() + self.seconds
        while True:
            found = pattern.search(self._page.locator("body").inner_text(timeout=self.seconds * 1000))
            if found:
                return found[1]
            assert time.monotonic() < end, f"nothing on the page matches {pattern.pattern}"
            self._page.wait_for_timeout(POLL_MS)

    def _filled(self, text: str) -> str:
        def word(found: re.Match[str]) -> str:
            assert found[1] in self.words, f"there is no word {found[0]}; the words are: {', '.join(sorted(self.words))}"
            return self.words[found[1]]

        return re.sub(r"\{([a-z_]+)\}", word, text)

    def _masked(self, text: str) -> str:
        for name in self._secret:
            if value := self.words.get(name):
                text = text.replace(value, "…")
        return text
