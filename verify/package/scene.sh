#!/bin/bash
# Plays a script on a copy of this system that nobody else sees: scene.sh PACKAGE SCRIPT CLASSES. The script runs as root
# in an overlay above the root, with the package in its directory, /root, and the test's classes in
# /run/classes. Its mounts and processes are in namespaces that end with it; systemd is not there, nor is any Java but what
# the package brings. What it changes is gone afterwards.

set -euo pipefail
package=$(readlink -f "$1")
script=$(readlink -f "$2")
classes=$(readlink -f "$3")
export package script classes
programs=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

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
  hide_java
  cp "$package" root
  cp "$script" run/script
  cp -r "$classes" run/classes
  exec env -i HOME=/root PATH="$programs" LC_ALL=C \
    DEBIAN_FRONTEND=noninteractive timeout --kill-after=5 300 chroot . /bin/bash -c 'cd /root && exec bash /run/script'
}

# hide_java: takes away every Java of this system's where people have them, and looks whether there is none.
hide_java() {
  [ ! -d usr/lib/jvm ] || mount -t tmpfs -o ro,mode=755 tmpfs usr/lib/jvm
  javas -delete
  if PATH=$programs chroot . /bin/bash -c 'command -v java' || javas | grep .; then
    echo "FAILED: this Java is not the package's" >&2
    exit 1
  fi
}

# javas [FIND-ACTION]: programs and links of this name.
javas() {
  find usr opt root -xdev -name java ! -type d "$@"
}

if [ -n "${scratch:-}" ]; then
  stage
fi
scratch=$(mktemp -d)
export scratch
trap 'rmdir "$scratch"' EXIT
unshare --mount --propagation private --pid --fork --kill-child "$0" "$package" "$script" "$classes"
