#!/bin/bash
# kind's base image from Debian bookworm's packages (its systemd 252 still boots on cgroup v1, trixie's does not): base.tar.
# The static files are those of the kind module that go/kind/go.mod names.
set -euo pipefail
cd "$(dirname "$0")/go/kind"
go mod download sigs.k8s.io/kind
kind=$(go list -m -f '{{.Dir}}' sigs.k8s.io/kind)
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
cp -r "$kind"/images/base/files/{etc,kind,usr} "$files"
chmod -R u=rwX,go=rX "$files"
chmod 755 "$files"/usr/local/bin/* "$files"/kind/bin/*
# Debian's containerd lies in /usr/bin. No negative oom score and no raised limits, which take CAP_SYS_RESOURCE.
sed -i -e 's#/usr/local/bin/containerd#/usr/bin/containerd#' -e '/^OOMScoreAdjust=/d' -e '/^Limit/d' "$files/etc/systemd/system/containerd.service"
sed -i -e 's/restrict_oom_score_adj = false/restrict_oom_score_adj = true/' -e '/^\[proxy_plugins/,/^$/d' "$files/etc/containerd/config.toml"
rm "$files/etc/systemd/system/containerd-fuse-overlayfs.service" "$files/usr/local/bin/clean-install"
packages=systemd,conntrack,iptables,nftables,iproute2,ethtool,util-linux,mount,kmod,libseccomp2,pigz,e2fsprogs,bash,ca-certificates
packages+=,jq,procps,socat,ebtables,containerd,runc,containernetworking-plugins
# shellcheck disable=SC2016  # $1 is for the hook's shell
mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include="$packages" \
    --customize-hook="sync-in $files /" \
    --customize-hook='chroot "$1" sh -euc "
        find /lib/systemd/system/sysinit.target.wants/ -name systemd-tmpfiles-setup.service -delete
        rm -f /lib/systemd/system/multi-user.target.wants/* /etc/systemd/system/*.wants/* /lib/systemd/system/local-fs.target.wants/* \
            /lib/systemd/system/sockets.target.wants/*udev* /lib/systemd/system/sockets.target.wants/*initctl* /lib/systemd/system/basic.target.wants/*
        echo ReadKMsg=no >> /etc/systemd/journald.conf
        ln -sf /usr/lib/systemd/systemd /sbin/init
        systemctl enable kubelet.service containerd.service undo-mount-hacks.service
        systemctl mask systemd-binfmt.service
        mkdir -p /etc/kubernetes/manifests /opt/cni /etc/cni/net.d
        ln -s /usr/lib/cni /opt/cni/bin
        ctr oci spec | jq \".hooks.createContainer += [{path: \\\"/kind/bin/mount-product-files.sh\\\"}] | del(.process.rlimits)\" > /etc/containerd/cri-base.json
        rm -rf /etc/machine-id /etc/hostname /etc/resolv.conf /var/lib/apt/lists/* /var/cache/apt /var/log/*.log
        touch /etc/machine-id
    "' bookworm "$1"
