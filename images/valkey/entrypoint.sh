#!/bin/sh
# Starts Valkey with the password in the file VALKEY_PASSWORD_FILE and VALKEY_MAXMEMORY (default: 96mb). The password goes in by
# standard input: it is in no argument, no variable and no other file.
set -eu

fail() {
    echo "valkey: $1" >&2
    exit 1
}

file=${VALKEY_PASSWORD_FILE:-/run/secrets/store/queue-password}
memory=${VALKEY_MAXMEMORY:-96mb}
[ -s "$file" ] || fail "the file $file with the password is missing or empty"
case $memory in *[!0-9kmgb]* | '') fail "VALKEY_MAXMEMORY is $memory, which is no amount of memory like 96mb" ;; esac
password=$(cat "$file")
case $password in *[!A-Za-z0-9_-]*) fail "the password has other characters than letters, digits, _ and -" ;; esac

exec valkey-server - << END
include /etc/valkey.conf
maxmemory $memory
requirepass $password
END
