#!/bin/bash
# Builds the node image in the Docker engine that answers, from Debian packages and our own programs: what `kind build
# node-image` gives, where no image registry can be reached. Prints the image's name last. Each step is skipped when cached.
# shellcheck source-path=SCRIPTDIR source=../../roles/tools/files/lib.sh
. "$(dirname "$0")/../../roles/tools/files/lib.sh"
cd "$(dirname "$0")"
HERE=$PWD VERSION=v1.34.4 failed=
export GOMODCACHE=$CACHE/go/mod GOFLAGS=-modcacherw

only_one
mkdir -p "$IMAGES"
stamps=("$BIN"/.{kubernetes,netpol,coredns,traefik}.stamp)
base=("$HERE/base.sh" "$HERE/go/kind") slim=("$HERE/slim.sh")
images=("$HERE/node_images.py" "$HERE/pause.c" "$HERE/slim.sh" "${stamps[@]}")
image=localhost/storeyard/kind-node:$VERSION-$(key "$HERE/build.sh" "$HERE/manifests" "${base[@]}" "${images[@]}" | cut -c1-12)
docker image inspect "$image" > /dev/null 2>&1 && { echo "$image"; exit 0; }
packages mmdebstrap=mmdebstrap gcc=gcc /usr/include/stdio.h=libc6-dev pigz=pigz python3=python3-minimal

# step NAME WORDS COMMAND OUTPUT INPUT...: makes OUTPUT if an input changed; COMMAND gets a temporary name to write to.
step() {
    if [ -e "$4" ] && fresh "$IMAGES/.$1.stamp" "${@:5}"; then return; fi
    say "$2"
    local log=$CACHE/node-image-$1.log
    read -ra command <<< "$3"
    rm -rf "$4.tmp"*
    "${command[@]}" "${4%.tar}.tmp.tar" > "$log" 2>&1 9>&- || die "The node image could not be built ($1): $(tail -1 "$log"). Run this again to go on from there."
    mv "${4%.tar}.tmp.tar" "$4"
    stamp "$IMAGES/.$1.stamp" "${@:5}"
}
# both at once: each keeps one core busy
step slim "Building a small Debian for the cluster's own pods (first run only, about 1 min)" ./slim.sh "$IMAGES/slim.tar" "${slim[@]}" &
small=$!
step base "Building the node's Debian (first run only, about 1 min)" ./base.sh "$IMAGES/base.tar" "${base[@]}" &
wait $! || failed=1
wait $small || failed=1
[ -z "$failed" ] || exit 1
gcc -Os -static -s -o "$BIN/.pause.tmp" pause.c
mv "$BIN/.pause.tmp" "$BIN/pause"
step node-images "Packing the cluster's own images (first run only, about 20 s)" "./node_images.py $BIN $IMAGES/slim.tar" "$IMAGES/node-images.tar" "${images[@]}"

say "Building the node image (about 15 s)"
docker import "$IMAGES/base.tar" localhost/storeyard/kind-node-base > /dev/null
name=storeyard-node-build
docker rm -fv $name > /dev/null 2>&1 || true
trap 'docker rm -fv $name > /dev/null 2>&1' EXIT
docker run -d --name $name --network none --security-opt seccomp=unconfined -v "$IMAGES:/images:ro" \
    --entrypoint sleep localhost/storeyard/kind-node-base infinity > /dev/null
docker cp "$BIN/kubernetes" $name:/usr/bin/kubelet > /dev/null
docker cp "$BIN/netpol" $name:/usr/lib/cni/netpol > /dev/null
docker cp manifests $name:/kind/manifests > /dev/null
# containerd runs only while it imports the images; kind's nodes unpack them when they start
docker exec $name bash -euc "
    ln -s kubelet /usr/bin/kubeadm; ln -s kubelet /usr/bin/kubectl; printf %s $VERSION > /kind/version
    containerd > /dev/null 2>&1 & until ctr version > /dev/null 2>&1; do sleep 0.1; done
    ctr -n k8s.io images import --no-unpack --all-platforms /images/node-images.tar > /dev/null
    kill %1; wait || true; rmdir /images 2> /dev/null || true"
docker commit --change 'ENV container=docker' --change 'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]' $name "$image" > /dev/null
changed "built $image"
echo "$image"
