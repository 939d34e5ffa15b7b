"""Python packages made on the spot, in a folder that serves as the whole index."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path


class Index:
    """A folder of wheels, and the configuration of pip that makes it all there is."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.configuration = folder / "pip.conf"
        self.configuration.write_text(f"[global]\nno-index = true\nfind-links = {folder}\n")

    def add(self, name: str, version: str, *metadata: str, files: dict[str, str] | None = None) -> str:
        """Put a package there, by default a module that knows its version; return its line for a lock file."""
        wheel = self.folder / f"{name}-{version}-py3-none-any.whl"
        info = f"{name}-{version}.dist-info"
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata]
        contents = {
            **(files or {f"{name}.py": f"VERSION = '{version}'\n"}),
            f"{info}/METADATA": "\n".join(lines) + "\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        contents[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*contents, f"{info}/RECORD"])
        with zipfile.ZipFile(wheel, "w") as archive:
            for path, content in contents.items():
                entry = zipfile.ZipInfo(path)
                entry.external_attr = 0o100755 << 16  # or its programs could not be run
                archive.writestr(entry, content)
        return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
