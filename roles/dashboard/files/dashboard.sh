#!/bin/bash
# dashboard.sh: builds the dashboard's files from dashboard/ in Docker, once for each content of it, and says `folder: PATH` of
# where they are. The newest two builds are kept. Where Docker does not answer, the dashboard is left out, with a word.
# shellcheck source-path=SCRIPTDIR source=../../tools/files/lib.sh
. "$(dirname "$0")/../../tools/files/lib.sh"
PROJECT=$(cd "$(dirname "$0")/../../.." && pwd)
# shellcheck source=../../image_build/files/build.sh
. "$PROJECT/roles/image_build/files/build.sh"
SOURCE=$PROJECT/dashboard BUILT=$CACHE/dashboard

# The script's own part is a number, raised when it builds otherwise.
VERSION=1
# sources: what is built from: neither what was installed or made beside it, nor its tests and their traces.
sources() {
    (cd "$SOURCE" && find . \( -name node_modules -o -path ./dist -o -path ./coverage -o -path ./tests -o -name '.*cache*' \) -prune \
        -o -type f -printf '%P\n') | LC_ALL=C sort
}

# make: from a build that was killed nothing is left that could be taken for a whole one.
make() {
    local work=$BUILT/.new log=$BUILT/build.log
    engine_answers || { say "Left out: the dashboard, since Docker does not answer, in which it is built. Start it, then run \`make up\` again."; exit 0; }
    need_disk 2 "Building the dashboard"
    mkdir -p "$BUILT"
    rm -rf "$work"
    "$PROJECT/roles/image_build/files/base.sh" "$BASE"
    NETWORK=$(network)
    say "Building the dashboard (first run only, about 1 min; its log is $log)"
    sources | tar --create --directory="$SOURCE" --verbatim-files-from --files-from=- --owner=0 --group=0 |
        docker_build --file Containerfile --output "type=local,dest=$work" - > "$log" 2>&1 9>&- ||
        die "The dashboard could not be built: $(why "$log") Its log is $log; run this again to go on."
    [ -s "$work/dist/index.html" ] || die "The dashboard's build made no page. Its log is $log."
    mv -T "$work/dist" "$FOLDER"
    rm -rf "$work"
    changed "built $FOLDER"
}

# keep_two: a platform that runs has read its files; one that is started again finds those of its settings.
keep_two() {
    local old
    touch "$FOLDER"
    find "$BUILT" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%T@ %p\n' | sort -rn | tail -n +3 | cut -d' ' -f2- |
        while read -r old; do rm -rf "$old"; done
}

FOLDER=$BUILT/$(key "$(sources | sums "$SOURCE")" "$BASE" "$VERSION" | cut -c1-12)
[ -e "$FOLDER/index.html" ] || only_one
[ -e "$FOLDER/index.html" ] || make
keep_two
echo "folder: $FOLDER"
