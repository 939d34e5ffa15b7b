#!/bin/bash
# A small Debian with iptables and nftables, below kube-proxy and the network agent: slim.tar.
set -euo pipefail
# shellcheck disable=SC2016  # $1 of the hook is for the hook's shell
mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include=iptables,nftables,iproute2,conntrack,ca-certificates \
    --customize-hook='rm -rf "$1"/etc/hostname "$1"/etc/resolv.conf "$1"/var/lib/apt/lists/* "$1"/var/cache/* "$1"/usr/share/zoneinfo' \
    bookworm "$1"
