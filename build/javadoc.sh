#!/bin/sh
# Makes the API documentation of every module that programs may use: javadoc.sh [DIRECTORY [JSPECIFY.jar]]. It goes into
# target/site/api unless told otherwise, and index.html is its beginning. Whatever javadoc warns of is an error.
#
# Nothing is read from the network but what Maven may have to download, which is the annotations of JSpecify; who has
# their jar names it. Links to the JDK's own documentation are made from what the JDK knows of it.

set -eu
top=$(dirname "$(dirname "$(readlink -f "$0")")")
. "$top/build/jdk.sh"
directory=${1:-$top/target/site/api}
annotations=${2:-}

main() {
  ensure_home
  find_jdk || exit 70
  [ -n "$annotations" ] || find_annotations
  rm -rf "$directory"
  document
  echo "$directory/index.html"
}

find_annotations() {
  (cd "$top" && maven -q --non-recursive dependency:copy-dependencies -DincludeArtifactIds=jspecify \
    -DoutputDirectory=target/javadoc)
  annotations=$top/target/javadoc
}

# document: modules that are named for use are documented, the others only found.
document() {
  set -- --module io.filterport,io.filterport.volumes,io.filterport.scanner,io.filterport.spy
  set -- "$@" --module-source-path "io.filterport=$top/api/src/main/java"
  for room in linux volumes scanner spy; do
    set -- "$@" --module-source-path "io.filterport.$room=$top/$room/src/main/java"
  done
  "$JAVA_HOME/bin/javadoc" -quiet -Xdoclint:all -Werror -notimestamp -encoding UTF-8 -docencoding UTF-8 \
    -windowtitle Filterport -doctitle Filterport -overview "$top/build/javadoc/overview.html" \
    --snippet-path "$top/examples/hello/src/main/java" --module-path "$annotations" -d "$directory" "$@"
}

main
