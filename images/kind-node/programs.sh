#!/bin/bash
# programs.sh [kind]: builds the programs of the node image, and kind, from their Go modules into $STOREYARD_CACHE/bin; each
# only if its module or flags changed. Cold, on two cores: about 12 minutes. go.sum pins every line of their sources.
# shellcheck source-path=SCRIPTDIR source=../../roles/tools/files/lib.sh
. "$(dirname "$0")/../../roles/tools/files/lib.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
# Caches of our own, which go when all is built: together they grow to 10 GB.
export GOCACHE=$CACHE/go/build GOMODCACHE=$CACHE/go/mod
# No debug data, which the linker would drop (-s -w) and which costs the compiler a tenth of its time; and it collects garbage
# less often: at most 2.2 GB instead of 2.0 (Kubernetes' linker), and a twentieth faster.
export GOGC=400
export CGO_ENABLED=0 GOFLAGS="-buildvcs=false -modcacherw -gcflags=all=-dwarf=false -p=${STOREYARD_JOBS:-$(nproc)}"
KIND=0.33.0 KUBERNETES=v1.34.4 TRAEFIK=3.6.12
COMPONENT=k8s.io/component-base/version

need_go() {
    ! missing go || die "Go is missing, and $1 is built here because it cannot be downloaded. Install Go 1.25 or newer (https://go.dev/dl), or set STOREYARD_NODE_IMAGE to a kindest/node image that Docker has, and run this again."
    local minor
    minor=$(go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
    # From 1.21 on, Go gets the release that a module asks for by itself.
    ((minor >= 21)) || die "Go is too old ($(go env GOVERSION)) to build $1. Install Go 1.25 or newer (https://go.dev/dl), and run this again."
}

# source_of MODULE: goes to the folder to build it in, a copy if the module has something to prepare.
source_of() {
    cd "$HERE/go/$1"
    [ -e prepare.sh ] || return 0
    local copy=$CACHE/go/$1
    # errexit is off where this is called
    rm -rf "$copy" && cp -r . "$copy" && cd "$copy" && ./prepare.sh
}

# build MODULE PROGRAM PACKAGE LINKER_FLAGS WORDS
build() {
    local inputs=("$HERE/go/$1" "$3" "$4")
    if [ -x "$BIN/$2" ] && fresh "$BIN/.$2.stamp" "${inputs[@]}"; then return; fi
    need_go "$2"
    say "Building $5"
    # go build ends itself when it is interrupted; what it has built so far stays in its cache for the next run.
    (source_of "$1" && go build -trimpath -ldflags "-s -w $4" -o "$BIN/.$2.tmp" "$3") > "$CACHE/go.log" 2>&1 9>&- ||
        die "$2 could not be built: $(grep -v '^go: downloading' "$CACHE/go.log" | tail -1). Run this again to go on from there; $CACHE/go.log has the rest."
    mv "$BIN/.$2.tmp" "$BIN/$2"
    stamp "$BIN/.$2.stamp" "${inputs[@]}"
    changed "built $2"
}

# The release that go/kind/go.mod names serves as well as a build of it.
missing_kind() { [ "$(kind version -q 2> /dev/null)" != "$KIND" ]; }
download_kind() {
    local file
    file=kind-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
    say "Downloading kind"
    mkdir -p "$CACHE/download"
    (cd "$CACHE/download" && curl -fsSL --max-time 120 -O "https://kind.sigs.k8s.io/dl/v$KIND/$file" -O "https://kind.sigs.k8s.io/dl/v$KIND/$file.sha256sum" &&
        sha256sum -c --quiet "$file.sha256sum" && install -m 755 "$file" "$BIN/.kind.tmp" && mv "$BIN/.kind.tmp" "$BIN/kind") 2> /dev/null || true
    rm -rf "$CACHE/download"
}

only_one
mkdir -p "$BIN"
[ -x "$BIN/kubernetes" ] || [ "${1:-}" = kind ] || need_disk 20 "Building Kubernetes"
if missing go && missing_kind; then download_kind; fi
! missing_kind || build kind kind sigs.k8s.io/kind "" "kind (first run only, about 30 s)"
[ -x "$BIN/kind" ] || ln -s "$(command -v kind)" "$BIN/kind"
[ "${1:-}" != kind ] || exit 0
build kubernetes kubernetes . "-X $COMPONENT.gitVersion=$KUBERNETES -X $COMPONENT.gitMajor=1 -X $COMPONENT.gitMinor=34 -X k8s.io/client-go/pkg/version.gitVersion=$KUBERNETES" \
    "Kubernetes ${KUBERNETES#v} from its Go modules (first run only, about 9 min; then CoreDNS, Traefik)"
build kubernetes netpol ./netpol-cni "" "the network policy plugin (seconds)"
build coredns coredns . "" "CoreDNS (first run only, about 20 s; then Traefik)"
build traefik traefik github.com/traefik/traefik/v3/cmd/traefik "-X github.com/traefik/traefik/v3/pkg/version.Version=$TRAEFIK" \
    "Traefik $TRAEFIK (first run only, about 3 min; then the node image)"
