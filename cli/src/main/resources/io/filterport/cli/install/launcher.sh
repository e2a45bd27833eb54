#!/bin/sh
# Runs the filterport command that is installed beside this file. Arguments: filterport --help.

set -eu
top=$(dirname "$(dirname "$(readlink -f "$0")")")/lib/filterport

# Java can name a file whose name is not ASCII only in a locale that the C library has, and knows to be UTF-8. What the
# caller has set may not be there: ssh brings along names from other machines.
export LC_ALL=C.UTF-8

set -- --module-path "$top/lib" --module io.filterport.cli/io.filterport.cli.Main "$@"

# A host that has run out of memory ends at once: then the kernel, or the holder, answers whoever waits. The exit code is
# then the JVM's, 3, so other commands go on and say what happened.
case ${5-} in
  host | scan | hold) set -- -XX:+ExitOnOutOfMemoryError "$@" ;;
esac

# Becomes the JVM, so that signals reach it.
exec "$top/jre/bin/java" -Xlog:disable -Xlog:all=warning:stderr -XX:+UseSerialGC -XX:-UsePerfData \
  --illegal-native-access=deny --enable-native-access=io.filterport.linux "$@"
