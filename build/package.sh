#!/bin/sh
# Makes the Debian package: package.sh DIRECTORY [COMMAND...]. It holds what `filterport install --jre` installs, with a
# Java runtime of its own. COMMAND is the filterport command to take, ./filterport unless given. The package's path goes
# to standard output.
#
# The same jars and the same JDK give the same package, byte by byte.

set -eu
top=$(dirname "$(dirname "$(readlink -f "$0")")")
directory=$1
shift
[ $# -gt 0 ] || set -- "$top/filterport"

main() {
  command -v dpkg-deb >/dev/null 2>&1 || no_dpkg
  stage=$(mktemp -d)
  trap 'rm -rf "$stage"' EXIT
  chmod 755 "$stage"
  "$@" install --root "$stage" --jre >&2
  rm "$stage/usr/lib/filterport/installed"
  echo 'The package manager has these files. filterport install --root leaves them alone.' \
    >"$stage/usr/lib/filterport/packaged"
  chmod 644 "$stage/usr/lib/filterport/packaged"
  # Where zsh looks on Debian and its like.
  mv "$stage/usr/share/zsh/site-functions" "$stage/usr/share/zsh/vendor-completions"
  documents
  control "$("$@" --version | tr - '~')"
  pack
}

no_dpkg() {
  echo 'package: no dpkg-deb here; Debian and its like have it' >&2
  echo "  try: ./filterport install --root / installs without a package" >&2
  exit 1
}

documents() {
  mkdir -p "$stage/usr/share/doc/filterport"
  cp "$top/LICENSE" "$stage/usr/share/doc/filterport/copyright"
  cp "$top/docs/events.schema.json" "$stage/usr/share/doc/filterport"
  for page in "$top"/docs/*.md; do
    without_links_outside <"$page" >"$stage/usr/share/doc/filterport/${page##*/}"
  done
  chmod 755 "$stage/usr/share/doc" "$stage/usr/share/doc/filterport"
  chmod 644 "$stage/usr/share/doc/filterport"/*
}

# without_links_outside: a page, where links to what is in the source tree only are the text that they stand behind.
without_links_outside() {
  sed -zE 's:!?\[([^]]*)\]\((\.\./|slots-model/)[^)]*\):\1:g'
}

# control VERSION: the package's description and the scripts that dpkg runs.
control() {
  mkdir -m 755 "$stage/DEBIAN"
  (cd "$stage" && find etc -type f | sort | sed 's:^:/:') >"$stage/DEBIAN/conffiles"
  size=$(kibibytes)
  sed -e "s/@version@/$1/" -e "s/@architecture@/$(dpkg --print-architecture)/" \
    -e "s/@size@/$size/" "$top/build/debian/control" >"$stage/DEBIAN/control"
  for script in preinst postinst prerm postrm; do
    cp "$top/build/debian/$script" "$stage/DEBIAN"
    chmod 755 "$stage/DEBIAN/$script"
  done
  chmod 644 "$stage/DEBIAN/conffiles" "$stage/DEBIAN/control"
}

# kibibytes: of the files alone. How long a directory is depends on the file system.
kibibytes() {
  find "$stage" -path "$stage/DEBIAN" -prune -o -type f -printf '%s\n' |
    awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }'
}

# pack: times are those of the last change of the sources. The runtime is compressed already; gzip is quick.
pack() {
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct 2>/dev/null || echo 0)}
  export SOURCE_DATE_EPOCH
  mkdir -p "$directory"
  package=$directory/filterport_$(sed -n 's/^Version: //p' "$stage/DEBIAN/control").deb
  dpkg-deb --root-owner-group -Zgzip -z6 --build "$stage" "$package" >&2
  echo "$package"
}

main "$@"
