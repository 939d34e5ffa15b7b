#!/bin/bash
# images.sh [FOLDER...]: builds the images of these folders of images/ (or of all that charts/*/engine.yml name, and the gate's)
# that are not built yet, takes them to where the cluster finds them, and writes their names to a file of $STOREYARD_HOME, images.json or what STOREYARD_IMAGES_FILE says. A tag
# is a hash of what the image is made of; what a registry holds is named by its digest. An engine whose code can neither be
# downloaded nor is in the cache is left out, with a word.
# shellcheck source-path=SCRIPTDIR source=../../tools/files/lib.sh
. "$(dirname "$0")/../../tools/files/lib.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
PROJECT=$(cd "$HERE/../../.." && pwd)
FOLDERS=$PROJECT/images
PREFIX=${STOREYARD_IMAGES:-localhost/storeyard} PROVIDER=${STOREYARD_PROVIDER:-kind}
FILE=${STOREYARD_IMAGES_FILE:-images.json} OLD_FILE=${STOREYARD_IMAGES_OLD_FILE:-}
# shellcheck source=build.sh
. "$HERE/build.sh"

# The script's own part is a number, raised when it builds otherwise: a change of its words must not rebuild every image.
VERSION=1
image() {
    local parts
    mapfile -t parts < <(parts "$1" | while read -r part; do place "$part"; done)
    echo "$PREFIX/$1:$(key "$FOLDERS/$1" "$BASE" "$VERSION" "${parts[@]}" | cut -c1-12)"
}
built() { docker image inspect "$1" > /dev/null 2>&1; }
# renamed FOLDER: true if the image was built for a cluster whose images are called otherwise; it gets this one's name, too.
renamed() {
    local other
    other=$(docker image ls --format '{{.Repository}}:{{.Tag}}' 2> /dev/null | grep -m 1 -F "/$1:${NAMES[$1]##*:}") || return 1
    docker tag "$other" "${NAMES[$1]}"
    changed "called $other ${NAMES[$1]}"
}

# parts FOLDER: what of the project an image is made of, if not of its folder alone: what its Containerfile.dockerignore lets through.
parts() { sed -n 's/^!//p' "$FOLDERS/$1/Containerfile.dockerignore" 2> /dev/null || true; }
# The dashboard's files are a part that is built first, elsewhere.
DIST=dashboard/dist PAGE=
page() { "$PROJECT/roles/dashboard/files/dashboard.sh" | sed -n 's/^folder: //p'; }
# place PART: prints where it is.
place() { case $1 in "$DIST") echo "$PAGE" ;; *) echo "$PROJECT/$1" ;; esac; }

# minutes FOLDER...: what a person is told to expect of first builds on two idle cores; the Containerfiles say so in a comment.
minutes() {
    local folder
    for folder in "$@"; do
        sed -nE 's/^# First build: about ([0-9]+) min.*/\1/p; $ s/.*/1/p' "$FOLDERS/$folder/Containerfile"
    done | sort -n | tail -n 1
}

# downloads FOLDER: the lines of its downloads.txt, each an address and what vouches for it: "<algorithm>:<checksum>", or "-".
downloads() { grep -vE '^(#|$)' "$FOLDERS/$1/downloads.txt" 2> /dev/null || true; }

# obtain FOLDER: true once all that it downloads is in $CACHE/FOLDER. A file that is there already is taken as it is, so that
# a machine without a way to the internet can be given one; a download counts only if its checksum is right.
obtain() {
    local url sum file folder=$CACHE/$1
    while read -r url sum; do
        file=$folder/${url##*/}
        [ ! -s "$file" ] || continue
        mkdir -p "$folder"
        say "Downloading ${url##*/}"
        curl --silent --show-error --fail --location --proto =https --retry 1 --connect-timeout 5 --max-time 600 \
            --output "$file.part" "$url" > "$CACHE/images/$1.log" 2>&1 || { rm -f "$file.part"; return 1; }
        if [ "$sum" != - ] && ! "${sum%%:*}sum" --check --status <<< "${sum#*:}  $file.part"; then
            rm -f "$file.part"
            die "$url is not the file that images/$1/downloads.txt means: its checksum is another."
        fi
        mv "$file.part" "$file"
    done < <(downloads "$1")
}

# Images that no engine names: any store may need them.
COMMON=(gate)

# engines: the images of each engine, one engine a line.
engines() { sed -nE 's/^images: \[(.*)\]$/\1/p' "$PROJECT"/charts/*/engine.yml | tr -d , ; }

# leave_out FOLDER: its engine cannot be had here. What no other engine needs of its images is not built.
leave_out() {
    local files engine name others=' '
    files=$(downloads "$1" | sed -E 's/ .*//; s/.*\///' | paste -sd ' ')
    say "Left out: stores on images/$1, whose code ($files) cannot be downloaded. Put these files into $CACHE/$1, then run \`make images\`."
    while read -r engine; do case " $engine " in *" $1 "*) ;; *) others+="$engine " ;; esac; done < <(engines)
    while read -r engine; do
        case " $engine " in *" $1 "*) ;; *) continue ;; esac
        for name in $engine; do case $others in *" $name "*) ;; *) unset "NAMES[$name]" ;; esac; done
    done < <(engines)
}

# stage FOLDER: prints the folder to build from: that of the image, a copy of it with what was downloaded, or one of the project's parts.
stage() {
    local url part copy=$CACHE/images/$1.context
    if [ -n "$(parts "$1")" ]; then
        rm -rf "$copy"
        mkdir -p "$copy"
        while read -r part; do
            mkdir -p "$copy/$(dirname "$part")"
            cp -R "$(place "$part")" "$copy/$part"
        done < <(parts "$1"; echo "images/$1/Containerfile"; echo "images/$1/Containerfile.dockerignore")
        echo "$copy"
        return
    fi
    if [ -z "$(downloads "$1")" ]; then echo "$FOLDERS/$1"; return; fi
    rm -rf "$copy"
    cp -R "$FOLDERS/$1" "$copy"
    mkdir "$copy/downloads"
    while read -r url _; do ln "$CACHE/$1/${url##*/}" "$copy/downloads/" 2> /dev/null || cp "$CACHE/$1/${url##*/}" "$copy/downloads/"; done < <(downloads "$1")
    echo "$copy"
}

# build FOLDER.
build() {
    local context file log=$CACHE/images/$1.log
    context=$(stage "$1")
    file=$context/Containerfile
    [ -e "$file" ] || file=$context/images/$1/Containerfile
    docker_build --file "$file" --tag "${NAMES[$1]}" "$context" > "$log" 2>&1 9>&- ||
        die "The image $1 could not be built: $(why "$log") Its log is $log; run this again to go on."
    [ "$context" = "$FOLDERS/$1" ] || rm -rf "$context"
    changed "built ${NAMES[$1]}"
}

# build_all FOLDER...: two at once, since a build waits for the network or keeps one core busy for most of its time. What has
# begun when one fails is finished, and is there for the next run.
build_all() {
    local pid failed='' begun
    local -A at_work=()
    while true; do
        while [ $# -gt 0 ] && [ ${#at_work[@]} -lt 2 ] && [ -z "$failed" ]; do
            build "$1" &
            at_work[$!]=$1
            shift
        done
        [ ${#at_work[@]} -gt 0 ] || break
        begun=$(printf '%s\n' "${at_work[@]}" | sort | paste -sd, | sed 's/,/, /g')
        say "Building images: $begun (first run only, about $(minutes "${at_work[@]}") min; logs in $CACHE/images)"
        wait -n -p pid "${!at_work[@]}" || failed=1
        unset "at_work[$pid]"
    done
    [ -z "$failed" ]
}

nodes() { docker ps --filter "label=io.x-k8s.kind.cluster=$CLUSTER" --format '{{.Names}}'; }

# lacking HAS IMAGE...: those that are none of the lines of HAS.
lacking() {
    local wanted
    for wanted in "${@:2}"; do grep -qxF "$wanted" <<< "$1" || echo "$wanted"; done
}

# missing_on NODE IMAGE...: those that the node has not.
missing_on() {
    local has
    has=$(docker exec "$1" ctr -n k8s.io images ls -q)
    lacking "$has" "${@:2}"
}

load_kind() {
    local node wanted
    [ -n "$(nodes)" ] || die "The cluster $CLUSTER does not run. Run \`make up\`."
    for node in $(nodes); do
        mapfile -t wanted < <(missing_on "$node" "$@")
        [ ${#wanted[@]} -gt 0 ] || continue
        say "Loading ${#wanted[@]} image(s) into $node (first run only, about 1 min)"
        # As `kind load docker-image` does it, without the archive on disk in between. They stay for the next cluster (image_volume.sh).
        docker save "${wanted[@]}" | docker exec -i "$node" ctr -n k8s.io images import --all-platforms - > /dev/null ||
            die "Images could not be loaded into $node. Run this again."
        changed "loaded ${wanted[*]} into $node"
    done
    for node in $(nodes); do name_local docker exec "$node" ctr -n k8s.io; done
}

load_k3s() {
    local has wanted
    ! missing k3s || die "k3s is not on this machine, and images whose names begin with localhost/ are loaded where it is: set cluster_images in the inventory to a prefix that Docker may push to."
    has=$(k3s ctr images ls -q)
    mapfile -t wanted < <(lacking "$has" "$@")
    if [ ${#wanted[@]} -gt 0 ]; then
        say "Loading ${#wanted[@]} image(s) into k3s (first run only, about 1 min)"
        # In one archive: what they are all built on is in it once.
        docker save "${wanted[@]}" | k3s ctr images import - > /dev/null || die "Images could not be loaded into k3s. Run this again."
        changed "loaded ${wanted[*]}"
    fi
    name_local k3s ctr
}

# name_local CTR...: a chart that is installed without the platform knows no hash (charts/*/values-local.yaml), so what is loaded is
# called `local` besides. The arguments call ctr on a node.
name_local() {
    local folder list alias
    list=$("$@" images ls | awk '{print $1, $3}')
    for folder in "${!NAMES[@]}"; do
        alias=$PREFIX/$folder:local
        [ "$(digest_in "${NAMES[$folder]}")" != "$(digest_in "$alias")" ] || continue
        "$@" images tag --force "${NAMES[$folder]}" "$alias" > /dev/null || die "${NAMES[$folder]} could not be called $alias. Run this again."
        changed "called ${NAMES[$folder]} $alias"
    done
}

# digest_in NAME: prints the digest of an image of the list.
digest_in() { awk -v name="$1" '$1 == name {print $2}' <<< "$list"; }

# digest NAME: prints the image's name with the digest that its registry knows it by; nothing where none is known.
digest() {
    local known
    while read -r known; do
        case $known in "${1%:*}"@sha256:*) echo "$known"; return ;; esac
    done < <(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$1" 2> /dev/null)
}

# push: stores name what is in a registry by its digest, which nobody can put another image under. The stamp of a push holds it.
push() {
    local folder wanted stamp known
    case $PREFIX in localhost/*) die "This cluster needs a registry: set cluster_images in the inventory to a prefix that Docker may push to." ;; esac
    for folder in "${!NAMES[@]}"; do
        wanted=${NAMES[$folder]}
        stamp=$CACHE/images/pushed-$(key "$wanted")
        if [ ! -e "$stamp" ]; then
            say "Pushing $wanted"
            docker push --quiet "$wanted" > /dev/null || die "$wanted could not be pushed. Run \`docker login ${PREFIX%%/*}\` and this again."
            touch "$stamp"
            changed "pushed $wanted"
        fi
        [ -s "$stamp" ] || digest "$wanted" > "$stamp"
        known=$(cat "$stamp")
        NAMES[$folder]=${known:-$wanted}
    done
}

write_names() {
    local folder json='' file=$STATE/$FILE
    [ -z "$OLD_FILE" ] || rm -f "${STATE:?}/$OLD_FILE"
    for folder in "${!NAMES[@]}"; do json+="\"$folder\": \"${NAMES[$folder]}\""$'\n'; done
    json="{$(sort <<< "${json%$'\n'}" | paste -sd, | sed 's/,/, /g')}"
    [ "$(cat "$file" 2> /dev/null)" != "$json" ] || return 0
    mkdir -p "$STATE"
    echo "$json" > "$file.tmp" && mv "$file.tmp" "$file"
    changed "wrote $file"
}

declare -A NAMES=()
todo=()
asked=$#
[ $# -gt 0 ] || mapfile -t todo < <(engines | tr ' ' '\n' | sort -u)
set -- "$@" "${todo[@]}"
[ $# -gt 0 ] || die "No charts/*/engine.yml names an image."
[ "$asked" -gt 0 ] || set -- "$@" "${COMMON[@]}"
todo=()
for folder in "$@"; do
    [ -e "$FOLDERS/$folder/Containerfile" ] || die "There is no folder images/$folder with a Containerfile."
    if grep -qx $DIST < <(parts "$folder"); then
        PAGE=$(page)
        [ -n "$PAGE" ] || die "The image $folder needs the dashboard, which is built in Docker, and Docker does not answer. Start it, and run this again."
    fi
    NAMES[$folder]=$(image "$folder")
    built "${NAMES[$folder]}" || renamed "$folder" || todo+=("$folder")
done
mkdir -p "$CACHE/images"
[ ${#todo[@]} = 0 ] || only_one
for folder in "${todo[@]}"; do
    if obtain "$folder"; then continue; fi
    [ "$asked" = 0 ] || die "What images/$folder/downloads.txt names cannot be downloaded. Put the files into $CACHE/$folder and run this again."
    leave_out "$folder"
done
mapfile -t todo < <(for folder in "${todo[@]}"; do [ -z "${NAMES[$folder]:-}" ] || echo "$folder"; done)
if [ ${#todo[@]} -gt 0 ]; then
    engine_answers || die "Docker does not answer. Run \`make up\`, or start it."
    need_disk 6 "Building images"
    "$HERE/base.sh" "$BASE"
    NETWORK=$(network)
    build_all "${todo[@]}"
fi
case $PROVIDER:$PREFIX in
    kind:*) load_kind "${NAMES[@]}" ;;
    k3s:localhost/*) load_k3s "${NAMES[@]}" ;;
    k3s:* | existing:*) push ;;
    none:*) ;;
esac
write_names
