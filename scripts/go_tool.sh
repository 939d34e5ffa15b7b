# shellcheck shell=bash
# Programs that tests and benchmarks need, built from their Go modules into $BIN. Sourced after lib.sh.

# go_tool NAME PACKAGE VERSION GO [MINUTES]: builds a program unless this version of it is there. GO is the oldest Go that can.
go_tool() {
    local name=$1 built=$2@$3
    there() { [ -x "$BIN/$name" ] && fresh "$BIN/.$name.stamp" "$built"; }
    if there; then return; fi
    missing go && die "$name is built with Go: install Go $4 or newer (https://go.dev/dl), and run this again."
    only_one
    if there; then return; fi # of several at a time, one builds it
    say "Building $name (once, about ${5:-1} min)"
    mkdir -p "$BIN"
    GOBIN=$BIN CGO_ENABLED=0 go install -trimpath -ldflags '-s -w' "$built" > "$CACHE/$name.log" 2>&1 ||
        die "$name could not be built; $CACHE/$name.log says why. Run this again."
    stamp "$BIN/.$name.stamp" "$built"
}
