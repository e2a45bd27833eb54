#!/bin/bash
# Plays a script on a copy of this system that nobody else sees: scene.sh PACKAGE SCRIPT CLASSES. The script runs as root
# in an overlay above the root, with the package as filterport.deb in its directory, /root, and the test's classes in
# /run/classes. Its mounts and processes are in namespaces that end with it; systemd is not there. What it changes is gone
# afterwards.

set -euo pipefail
package=$(readlink -f "$1")
script=$(readlink -f "$2")
classes=$(readlink -f "$3")
export package script classes

stage() {
  mount -t tmpfs tmpfs "$scratch"
  mkdir "$scratch"/{upper,work,root}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/root"
  cd "$scratch/root"
  mount -t proc proc proc
  mount --rbind /dev dev
  local directory
  for directory in run tmp dev/shm; do
    mount -t tmpfs -o mode=1777 tmpfs "$directory"
  done
  chmod 755 run
  cp "$package" root/filterport.deb
  cp "$script" run/script
  cp -r "$classes" run/classes
  exec env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \
    DEBIAN_FRONTEND=noninteractive timeout --kill-after=5 300 chroot . /bin/bash -c 'cd /root && exec bash /run/script'
}

if [ -n "${scratch:-}" ]; then
  stage
fi
scratch=$(mktemp -d)
export scratch
trap 'rmdir "$scratch"' EXIT
unshare --mount --propagation private --pid --fork --kill-child "$0" "$package" "$script" "$classes"
