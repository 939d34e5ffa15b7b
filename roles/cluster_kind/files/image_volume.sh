# shellcheck shell=bash
# The node's images outlive the node: containerd's folder is a volume of the engine, one for each node image. Nothing else of a
# cluster stays in it: containers, their files and images that the engine no longer has are taken out after each removal, and
# before the next use where that was interrupted. Sourced by cluster.sh. Without the volume all works as well, only a new cluster
# unpacks 1 GB of images again.
VOLUMES=label=storeyard.cluster=$CLUSTER IMAGE_FOLDER=
# Names the volume that nobody used since it was tidied.
TIDIED=$CACHE/$CLUSTER-images.tidied

# In a container of the node image, with the folder in its place. Its arguments are the images of the engine.
read -r -d '' TIDY << 'NODE' || true
set -euo pipefail
cd /var/lib/containerd
rm -rf io.containerd.grpc.v1.cri io.containerd.runtime.v2.task tmpmounts
printf 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n' > /tmp/containerd.toml
containerd --config /tmp/containerd.toml > /dev/null 2>&1 &
for _ in {1..200}; do ! ctr version > /dev/null 2>&1 || break; sleep 0.05; done
node() { ctr -n k8s.io "$@"; }
refs() { node images ls | awk 'NR > 1 {print $1, $3}'; }
node containers ls -q | xargs -r ctr -n k8s.io containers rm > /dev/null
node snapshots ls | awk '$3 == "Active" {print $1}' | xargs -r ctr -n k8s.io snapshots rm
node leases ls -q | xargs -r ctr -n k8s.io leases rm --sync
# What the node image came with; nothing, if the engine was interrupted while it copied the image's folder here.
[ -s storeyard-own ] || { refs > own.tmp; mv own.tmp storeyard-own; [ -s storeyard-own ]; }
# An image has several names. One goes when its content is neither the node's own nor that of a name in the engine.
refs | awk -v engine=" $* " '
    NR == FNR {keep[$2] = 1; next}
    {digest[$1] = $2; if (index(engine, " " $1 " ")) keep[$2] = 1}
    END {for (name in digest) if (!(digest[name] in keep)) print name}' storeyard-own - | xargs -r ctr -n k8s.io images rm --sync > /dev/null
for digest in $(refs | cut -d' ' -f2 | sort -u); do node snapshots unpack "$digest" > /dev/null; done
kill %1
wait
NODE

tidy_volume() { # VOLUME IMAGE
    local names
    mapfile -t names < <(docker images --format '{{.Repository}}:{{.Tag}}')
    docker run --rm -i --privileged --network none -v "$1:/var/lib/containerd" --entrypoint bash "$2" -s -- "${names[@]}" \
        <<< "$TIDY" > "$CACHE/image-volume.log" 2>&1 9>&- && echo "$1" > "$TIDIED"
}
tidied() { [ "$(cat "$TIDIED" 2> /dev/null)" = "$1" ] && docker volume inspect "$1" > /dev/null 2>&1; }

volumes() { docker volume ls -q --filter "$VOLUMES"; }

# image_volume IMAGE: sets IMAGE_FOLDER, where the engine has the volume for this node image; it stays empty if there can be none.
image_volume() {
    local name other
    name=$CLUSTER-images-$(docker image inspect -f '{{.Id}}' "$1" | sed 's/.*://' | cut -c1-12)
    for other in $(volumes); do
        [ "$other" = "$name" ] || docker volume rm "$other" > /dev/null 2>&1 || true
    done
    docker volume inspect "$name" > /dev/null 2>&1 || say "Unpacking the cluster's own images (about 10 s)"
    for _ in 1 2; do # a volume that cannot be tidied is made anew
        if tidied "$name" || { docker volume create --label "${VOLUMES#label=}" "$name" > /dev/null && tidy_volume "$name" "$1"; }; then
            rm -f "$TIDIED"
            IMAGE_FOLDER=$(docker volume inspect -f '{{.Mountpoint}}' "$name")
            return
        fi
        drop_volumes
    done
}

# release_volumes IMAGE: after the node of this image was removed, nothing of its containers stays.
release_volumes() {
    local name
    for name in $(volumes); do
        tidy_volume "$name" "$1" || docker volume rm "$name" > /dev/null 2>&1 || true
    done
}
drop_volumes() {
    IMAGE_FOLDER=
    rm -f "$TIDIED"
    volumes | xargs -r docker volume rm > /dev/null 2>&1 || true
}

# configuration TEXT: that of kind, whose line for the volume becomes a mount, or goes.
configuration() {
    local line
    while IFS= read -r line; do
        case $line in
            *IMAGE_FOLDER*) [ -z "$IMAGE_FOLDER" ] || echo "${line/IMAGE_FOLDER/$IMAGE_FOLDER}" ;;
            *) echo "$line" ;;
        esac
    done <<< "$1"
}
