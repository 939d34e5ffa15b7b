#!/bin/bash
# base.sh IMAGE: makes sure that debian:trixie-slim is in the engine: pulled, or where no registry answers, made by mmdebstrap.
# shellcheck source-path=SCRIPTDIR source=../../tools/files/lib.sh
. "$(dirname "$0")/../../tools/files/lib.sh"
archive=$IMAGES/trixie-slim.tar

docker image inspect "$1" > /dev/null 2>&1 && exit 0
say "Getting the base image $1"
timeout 60 docker pull --quiet "$1" > /dev/null 2>&1 && exit 0
mkdir -p "$IMAGES"
if [ ! -e "$archive" ]; then
    packages mmdebstrap=mmdebstrap /usr/share/keyrings/debian-archive-keyring.gpg=debian-archive-keyring
    say "Making the base image from Debian's packages (no image registry answers; about 1 min)"
    # shellcheck disable=SC2016  # $1 is for the hook's shell
    mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-include=/usr/share/doc/*/copyright' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --customize-hook='rm -rf "$1"/etc/hostname "$1"/etc/resolv.conf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*' \
        trixie "$archive.tmp.tar" > "$IMAGES/base.log" 2>&1 9>&- ||
        die "The base image could not be made: $(grep -m1 '^E:' "$IMAGES/base.log") Its log is $IMAGES/base.log."
    mv "$archive.tmp.tar" "$archive"
fi
docker import --change 'CMD ["bash"]' "$archive" "$1" > /dev/null
