# Builds without tests and analysers, for commands that run from a source tree: one at a time in a tree, because all of
# them write target/quick. Sourced after jdk.sh; defines functions, does nothing.

# lock_quick: waits until nobody else builds so in this tree; the lock ends with this process. Without flock the lock is a
# directory that names its owner, and is taken over when that process is gone.
lock_quick() {
  mkdir -p target/dist
  if command -v flock >/dev/null 2>&1; then
    exec 8>target/dist/.lock
    flock 8
  else
    lock_directory target/dist/.lock.d
  fi
}

lock_directory() {
  until mkdir "$1" 2>/dev/null; do
    owner=$(cat "$1/owner" 2>/dev/null) || owner=
    sleep 1
    [ -z "$owner" ] || ps -p "$owner" >/dev/null 2>&1 || rm -rf "$1"
  done
  echo $$ >"$1/owner"
  trap 'rm -rf target/dist/.lock.d' EXIT
  trap 'exit 1' HUP INT TERM
}

# quick MODULE: builds a module and what it needs. Who calls holds the lock.
quick() {
  maven -q -Dquick -pl "$1" -am package >&2
}

# quick_alone MODULE: the same, with the lock for as long as it takes.
quick_alone() (
  lock_quick
  quick "$1"
)
