#!/usr/bin/env python3
"""Packs the cluster's own images as one docker-archive: node_images.py BIN SLIM_TAR OUTPUT.

They are laid out by hand, without an engine, so that those which share a program share its layer.
"""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

KUBERNETES = "v1.34.4"
REGISTRY = "registry.k8s.io/"
PROGRAMS = [
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kube-proxy",
    "etcd",
    "netpol-agent",
    "local-path-provisioner",
]
# Path in the layer: the built program to put there, or "->" and a link's target.
LAYERS: dict[str, dict[str, str]] = {
    "kubernetes": {"usr/local/bin/kubernetes": "kubernetes"} | {f"usr/local/bin/{name}": "->kubernetes" for name in PROGRAMS},
    "pause": {"pause": "pause"},
    "coredns": {"coredns": "coredns"},
    "traefik": {"usr/local/bin/traefik": "traefik"},
}
# Layers, entry point, user, names. The names are the upstream ones wherever a manifest may also run upstream's image.
# CoreDNS is root with only NET_BIND_SERVICE: its file has no capability of its own.
IMAGES: list[tuple[list[str], str, str, list[str]]] = [
    (["pause"], "/pause", "65535", [f"{REGISTRY}pause:3.10", f"{REGISTRY}pause:3.10.1"]),
    (["coredns"], "/coredns", "", [f"{REGISTRY}coredns/coredns:v1.12.1"]),
    (
        ["slim", "kubernetes"],
        "",
        "",
        [f"{REGISTRY}{name}:{KUBERNETES}" for name in PROGRAMS[:4]]
        + [f"{REGISTRY}etcd:3.6.5-0", "localhost/node-net:1", "localhost/node-storage:1"],
    ),
    (["traefik"], "/usr/local/bin/traefik", "65532", ["docker.io/library/traefik:v3.6.12"]),
]
ENVIRONMENT = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]


def member(name: str, *, size: int = 0, mode: int = 0o755, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    """Describe a file of an archive; owner and time are always the same."""
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.type, info.linkname = size, mode, kind, link
    return info


def write_layer(path: Path, content: dict[str, str], programs: Path) -> None:
    """Write a layer with these files and a /tmp."""
    with tarfile.open(path, "w") as tar:
        tar.addfile(member("tmp", kind=tarfile.DIRTYPE, mode=0o1777))
        for target, source in content.items():
            if source.startswith("->"):
                tar.addfile(member(target, kind=tarfile.SYMTYPE, link=source[2:]))
                continue
            with (programs / source).open("rb") as file:
                tar.addfile(member(target, size=(programs / source).stat().st_size), file)


def image_config(layers: list[str], entrypoint: str, user: str, digests: dict[str, str]) -> bytes:
    """Return an image's configuration."""
    config: dict[str, object] = {"User": user, "Env": ENVIRONMENT}
    if entrypoint:
        config["Entrypoint"] = [entrypoint]
    image = {
        "architecture": "amd64",
        "os": "linux",
        "created": "2024-01-01T00:00:00Z",
        "config": config,
        "rootfs": {"type": "layers", "diff_ids": [digests[layer] for layer in layers]},
        "history": [{"created_by": layer} for layer in layers],
    }
    return json.dumps(image).encode()


def pack(programs: Path, slim: Path, output: Path) -> None:
    """Write the archive of all images."""
    with tempfile.TemporaryDirectory(dir=output.parent) as work, tarfile.open(output, "w") as archive:

        def add(name: str, data: bytes) -> None:
            archive.addfile(member(name, mode=0o644, size=len(data)), io.BytesIO(data))

        digests: dict[str, str] = {}
        for name in ["slim", *LAYERS]:
            path = slim
            if name in LAYERS:
                path = Path(work, name)
                write_layer(path, LAYERS[name], programs)
            with path.open("rb") as file:
                digests[name] = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
            compress = ["pigz", "-nc", path]
            add(f"{name}.tar.gz", subprocess.run(compress, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603  # ours
        manifest = []
        for layers, entrypoint, user, names in IMAGES:
            config = image_config(layers, entrypoint, user, digests)
            config_name = hashlib.sha256(config).hexdigest() + ".json"
            add(config_name, config)
            manifest.append(
                {
                    "Config": config_name,
                    "RepoTags": names,
                    "Layers": [f"{layer}.tar.gz" for layer in layers],
                }
            )
        add("manifest.json", json.dumps(manifest).encode())


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
