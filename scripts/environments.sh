# shellcheck shell=bash
# Python environments below $CACHE/environments. Sourced by bootstrap and lock, after lib.sh, from the project's folder.
#
# An environment is a folder named after what it was made from: the interpreter, and the content of the lock files. It is made
# once, `.whole` is written last, and it is never changed afterwards. `run` (what the platform and the playbooks run from), `dev`
# and `installer` are links, which are switched in one step. So an install that fails or is interrupted changes nothing that is in use, and
# who was started from an environment keeps it: a platform that runs does not notice a switch.
ENVIRONMENTS=$CACHE/environments
KEEP_DAYS=7

# identity PROGRAM: prints version and path of a Python that can be used, with the links of virtual environments followed.
identity() {
    "$1" -Ic 'import os, sys
(3, 11) <= sys.version_info < (3, 14) or sys.exit(1)
print("%d.%d" % sys.version_info[:2], os.path.realpath(getattr(sys, "_base_executable", sys.executable)))' 2> /dev/null
}

# interpreter PROGRAM...: the identity of $PYTHON; where that is not set, of the first of the programs, and of the machine's own,
# that can be used.
interpreter() {
    local name
    if [ -n "${PYTHON:-}" ]; then
        identity "$PYTHON" || die "PYTHON is $PYTHON, and that is not a Python 3.11, 3.12 or 3.13 on this machine. Name one, or leave PYTHON out."
        return
    fi
    for name in "$@" python3 python3.13 python3.12 python3.11; do
        ! identity "$name" || return 0
    done
    die "Python 3.11, 3.12 or 3.13 is needed, and python3 is $(python3 --version 2> /dev/null || echo missing). Install one, or name it: \`PYTHON=/path/to/python make up\`."
}

# folder NAME INPUT...: where the environment of that name and those inputs (see `key`) is, or would be.
folder() { echo "$ENVIRONMENTS/$1-$(key "${@:2}" | cut -c1-16)"; }
# whole FOLDER: true if it is all there; notes that it is wanted, for `clean`.
whole() { [ -x "$1/bin/python" ] && [ -e "$1/.whole" ] && { touch -c "$1/.whole" 2> /dev/null || true; }; }
# absent FOLDER: true if it has to be made, and nobody else is making it.
absent() { ! whole "$1" && only_one && ! whole "$1"; }
# complete FOLDER IDENTITY: says that it is whole.
complete() { echo "$2" > "$1/.whole.tmp" && mv "$1/.whole.tmp" "$1/.whole"; }

# empty FOLDER IDENTITY [OPTION]: an environment without packages. What is there was left by a run that was interrupted.
empty() {
    local python=${2#* }
    rm -rf "$1"
    mkdir -p "$ENVIRONMENTS"
    "$python" -c 'import ensurepip, venv' 2> /dev/null || packages /nowhere/ensurepip=python3-venv
    "$python" -m venv ${3:+"$3"} "$1" > "$CACHE/pip.log" 2>&1 ||
        die "No Python environment can be made: $(tail -1 "$CACHE/pip.log"). Run this again once that is mended."
}

# installer IDENTITY: sets INSTALLER to an environment with uv and pip, which the others do without. pip installs it, which resolves nothing here (--no-deps); a whole
# lock file is too much for some versions of pip: 23.2 takes a newer release than the pinned one of a package with an extra.
installer() {
    INSTALLER=$(folder installer "$PWD/scripts/installer.txt")
    if absent "$INSTALLER"; then
        empty "$INSTALLER" "$1"
        "$INSTALLER/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps --require-hashes \
            --only-binary=:all: -r scripts/installer.txt > "$CACHE/pip.log" 2>&1 ||
            die "The installer uv could not be installed: $(reason "$CACHE/pip.log"). Check the network and run this again; $CACHE/pip.log has the rest."
        complete "$INSTALLER" "$1"
    fi
    switch installer "$INSTALLER"
}

uv() { "$INSTALLER/bin/python" scripts/uv.py "$@"; }

# environment NAME WORDS FILE...: sets MADE to an environment with exactly the packages of the files, and makes NAME a link to it.
environment() {
    local name=$1 words=$2 who file before=() arguments=()
    shift 2
    # What runs keeps its interpreter until it is told another one: `make down` need not be given the PYTHON of `make up`.
    [ "$name" != run ] || mapfile -t before < <(sed 's/^[^ ]* //' "$ENVIRONMENTS/run/.whole" 2> /dev/null)
    who=$(interpreter "${before[@]}")
    MADE=$(folder "$name" "$who" "${@/#/$PWD/}")
    installer "$who"
    if absent "$MADE"; then
        need_disk 3 "The Python environment"
        say "$words"
        empty "$MADE" "$who" --without-pip
        for file; do arguments+=(-r "$file"); done
        # All packages are named, so nothing is resolved, and no release elsewhere can change what is installed. Nothing is built
        # either: what builds it would not be pinned. The hashes make it safe to look at all indexes.
        uv pip install --quiet --python "$MADE/bin/python" --no-deps --no-build --require-hashes --compile-bytecode \
            --index-strategy unsafe-best-match "${arguments[@]}" > "$CACHE/pip.log" 2>&1 ||
            die "Python packages could not be installed: $(reason "$CACHE/pip.log"). Check the network and run this again; $CACHE/pip.log has the rest."
        "$INSTALLER/bin/uv" pip check --python "$MADE/bin/python" > "$CACHE/pip.log" 2>&1 ||
            die "The lock files are not complete: $(grep -m1 '^The package' "$CACHE/pip.log"). \`make lock\` mends that."
        complete "$MADE" "$who"
        clean
    fi
    switch "$name" "$MADE"
}

# reason LOG: what is wrong, and its cause, in one line.
reason() {
    local said
    said=$(sed -nE 's/^ *(ERROR|error|cause): //p' "$1" | head -2 | paste -sd '|' | sed 's/|/: /')
    echo "${said:-$(tail -1 "$1")}"
}

# switch NAME FOLDER: makes the link, in one step.
switch() {
    [ "$(readlink "$ENVIRONMENTS/$1")" != "${2##*/}" ] || return 0
    ln -sfn "${2##*/}" "$ENVIRONMENTS/.$1.$$" # another run may be switching, too
    mv -fT "$ENVIRONMENTS/.$1.$$" "$ENVIRONMENTS/$1"
}

# clean: removes environments that are not whole, and those that nobody asked for in a week, unless a process runs from them. The
# folder venv is what versions before this one had, and a checkout of one may still use it.
clean() {
    local folder
    for folder in "$CACHE/venv" "$ENVIRONMENTS"/*-*; do
        if [ ! -d "$folder" ] || linked "$folder" || wanted "$folder" || runs_from "$folder"; then continue; fi
        mv -T "$folder" "$folder.removed" # in one step: nobody may find half of it
        rm -rf "$folder.removed"
    done
}
linked() { [ "$1" -ef "$ENVIRONMENTS/run" ] || [ "$1" -ef "$ENVIRONMENTS/dev" ] || [ "$1" -ef "$ENVIRONMENTS/installer" ]; }
wanted() { [ -n "$(find "$1"/.whole "$1"/.{run,dev}.stamp -mtime -$KEEP_DAYS 2> /dev/null)" ]; }
# The pattern comes by a file: on grep's own command line grep would find it.
runs_from() { grep -qsaF -f <(echo "$1/") /proc/[0-9]*/{cmdline,environ,maps}; }
