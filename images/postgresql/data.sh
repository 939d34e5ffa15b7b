#!/bin/bash
# storeyard-data: a shop's data as streams. Runs beside the shop's database, in a pod of its own.
#   dump database|files   to standard output       load database|files   from standard input, in place of what is there
#   sum database|files    "SIZE SHA256" of what the last dump wrote       query   rows of the SQL on standard input, columns apart by tabs
#   versions              a line for each program
# Takes DATABASE_HOST, DATABASE_USER, DATABASE_NAME, the password in the file DATABASE_PASSWORD_FILE, the folder FILES.
set -euo pipefail
umask 077
work=${WORK:-/tmp}
# A load takes as long as it takes, whatever the shop's own statements are allowed.
export PGOPTIONS='-c statement_timeout=0 -c lock_timeout=0'
export PGHOST=${DATABASE_HOST:-db} PGUSER=${DATABASE_USER:-postgres} PGDATABASE=${DATABASE_NAME:-postgres} PGPASSFILE=$work/pgpass PGCONNECT_TIMEOUT=10
[ -z "${DATABASE_PASSWORD_FILE:-}" ] || printf '*:*:*:*:%s\n' "$(sed 's/[\\:]/\\&/g' "$DATABASE_PASSWORD_FILE")" > "$PGPASSFILE"

# counted NAME: passes standard input on, and keeps its size and SHA-256 for `sum`.
counted() {
    local sum=$work/$1.sum hash=$work/$1.hash size=$work/$1.size readers
    rm -f "$sum" "$hash.pipe" "$size.pipe"
    mkfifo "$hash.pipe" "$size.pipe"
    sha256sum < "$hash.pipe" > "$hash" &
    readers=$!
    wc -c < "$size.pipe" > "$size" &
    readers="$readers $!"
    tee "$hash.pipe" "$size.pipe"
    # shellcheck disable=SC2086  # two numbers
    wait $readers
    echo "$(($(cat "$size"))) $(cut -d ' ' -f 1 "$hash")" > "$sum"
}

dump_database() { pg_dump --format=custom --compress=zstd:3 --no-owner --no-privileges; }

# One transaction, and its end comes only after all of the dump: whatever breaks, the data is as it was.
load_database() {
    {
        echo 'BEGIN; SET client_min_messages = error; DROP OWNED BY CURRENT_USER CASCADE;'
        pg_restore --no-owner --no-privileges --file=- && echo 'COMMIT; ANALYZE;'
    } | psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 > /dev/null
}

query() { psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --tuples-only --no-align --field-separator=$'\t'; }

versions() {
    pg_dump --version
    zstd --version | sed -E 's/.*(v[0-9.]+).*/zstd \1/'
    tar --version | head -n 1
}

# Without the folder itself, whose owner is the volume's. A shop that is open writes among its files (logs, for one): tar says by
# status 1 that one changed while it was read, and its archive is whole.
dump_files() {
    cd "$FILES"
    find . -mindepth 1 -maxdepth 1 ! -name lost+found -print0 | sort -z |
        { tar --create --sort name --null --files-from - || [ $? = 1 ]; } | zstd -q -3 -T1
}

load_files() {
    find "$FILES" -mindepth 1 -maxdepth 1 ! -name lost+found -exec rm -rf {} +
    zstd -q -d | tar --extract --preserve-permissions --directory "$FILES" --no-same-owner --no-overwrite-dir
}

case "${1:-} ${2:-}" in
"dump database") dump_database | counted database ;;
"dump files") dump_files | counted files ;;
"load database") load_database ;;
"load files") load_files ;;
"sum database" | "sum files") cat "$work/$2.sum" ;;
"query ") query ;;
"versions ") versions ;;
*) echo "usage: storeyard-data dump|load|sum database|files, or query, or versions" >&2; exit 2 ;;
esac
