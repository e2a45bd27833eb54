#!/bin/sh
# Builds the filterport command and publishes it: dist.sh DIRECTORY. The launcher calls this when DIRECTORY is missing.
#
# A published directory is complete and never changes: it appears by a rename, under a name made from the contents of
# the sources. So a running command keeps its jars while another one builds, and no command meets a half-written jar.

set -eu
cd "$(dirname "$(dirname "$(readlink -f "$0")")")"
. build/jdk.sh
. build/quick.sh
dist=$1

main() {
  lock_quick
  # Another command may have built it while this one waited.
  [ -d "$dist" ] || build
}

build() {
  echo 'filterport: building; the first time this downloads Maven and libraries' >&2
  rm -rf cli/target/quick/lib
  quick cli || build_failed
  publish "$dist.new"
  remove_others
}

build_failed() {
  cat >&2 <<END
filterport: the build failed
  exit code 70: Maven says above what is wrong
  try: connect the machine to the network if something could not be downloaded; else correct the sources
END
  exit 70
}

publish() {
  rm -rf "$1"
  mkdir "$1"
  cp cli/target/quick/lib/*.jar "$1"
  manuals "$1"
  chmod -R a+rX "$1"
  chmod a+rx target target/dist
  mv "$1" "$dist"
  ln -sfn "dist/${dist##*/}/share" target/share
}

# manuals DIRECTORY: completion and manual pages, made by the command itself, into share.
manuals() {
  "$JAVA_HOME/bin/java" --module-path "$1" --module io.filterport.cli/io.filterport.cli.Main \
    manuals --share "$1/share" </dev/null >/dev/null || exit 70
}

# remove_others: deletes what no process runs from. A running command holds a shared lock on its directory (see
# filterport); where flock is missing nobody can tell, and everything stays.
remove_others() {
  command -v flock >/dev/null 2>&1 || return 0
  for other in "${dist%/*}"/*; do
    [ "$other" = "$dist" ] || flock -n -x "$other" rm -rf "$other" 2>/dev/null || :
  done
}

main
