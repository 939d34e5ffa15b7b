#!/bin/sh
# True if Valkey answers. It refuses who does not say the password, and that is an answer too.
answer=$(valkey-cli -h 127.0.0.1 -t 5 PING 2>&1)
case $answer in PONG | *NOAUTH*) ;; *) echo "$answer" >&2; exit 1 ;; esac
