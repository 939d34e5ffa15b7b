"""What is in a container image, as a CycloneDX bill of materials: Debian's packages, npm's and Composer's.

Read from the image's files (`docker export`), so nothing of it runs.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from typing import IO, Any
from urllib.parse import quote

DEBIAN = "var/lib/dpkg/status"
COMPOSER = re.compile(r"(^|/)vendor/composer/installed\.json$")
NPM = re.compile(r"(^|/)node_modules/(@[^/]+/)?[^/@.][^/]*/package\.json$")


def bill(name: str, version: str, files: IO[bytes]) -> dict[str, Any]:
    """Return the bill of an image: `files` is a tar archive of all that is in it, as a stream."""
    found = {component["purl"]: component for component in components(files)}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "container", "name": name, "version": version}},
        "components": [found[purl] for purl in sorted(found)],
    }


def components(files: IO[bytes]) -> Iterator[dict[str, str]]:
    """Every package that the archive has a record of."""
    with tarfile.open(fileobj=files, mode="r|*") as archive:
        for member in archive:
            path = member.name.removeprefix("./")
            reader = _reader(path)
            content = archive.extractfile(member) if reader and member.isfile() else None
            if content is not None and reader is not None:
                yield from reader(content.read().decode("utf-8", "replace"))


def _reader(path: str) -> Any:
    if path == DEBIAN:
        return debian
    if NPM.search(path):
        return npm
    return composer if COMPOSER.search(path) else None


def debian(text: str) -> Iterator[dict[str, str]]:
    """The packages that are installed, by dpkg's own list."""
    for paragraph in text.split("\n\n"):
        fields = dict(re.findall(r"^(Package|Version|Architecture|Status): (.+)$", paragraph, re.MULTILINE))
        if fields.get("Status") == "install ok installed":
            yield component(fields, f"pkg:deb/debian/{{}}@{{}}?arch={fields['Architecture']}", "Package", "Version")


def npm(text: str) -> Iterator[dict[str, str]]:
    """A package of npm's by its package.json; one without name and version is part of another."""
    content = _json(text)
    if isinstance(content, dict) and isinstance(content.get("name"), str) and isinstance(content.get("version"), str):
        yield component(content, "pkg:npm/{}@{}", "name", "version")


def composer(text: str) -> Iterator[dict[str, str]]:
    """What Composer installed."""
    content = _json(text)
    for package in content.get("packages", []) if isinstance(content, dict) else content or []:
        yield component(package, "pkg:composer/{}@{}", "name", "version")


def component(said: Mapping[str, Any], purl: str, name: str, version: str) -> dict[str, str]:
    """A package as CycloneDX has it, with its package URL."""
    written = purl.format(quote(said[name], safe="/"), quote(said[version], safe=""))
    return {"type": "library", "name": said[name], "version": said[version], "purl": written}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:  # a test's fixture inside a package, which need not be JSON
        return None
