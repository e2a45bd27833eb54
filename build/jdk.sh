# Finds the JDK that builds and runs Filterport, and calls Maven. Sourced by the scripts that do; defines functions, does
# nothing.

required_java=25

# home_of USER: the home directory of a user, empty if there is no such user.
home_of() {
  case $1 in
    '' | *[!A-Za-z0-9._-]*) return ;;
  esac
  eval "home=~$1"
  case $home in
    /*) echo "$home" ;;
  esac
}

# ensure_home: Maven needs HOME, and services often start without.
ensure_home() {
  [ -n "${HOME:-}" ] || HOME=$(home_of "$(id -un)")
  export HOME
}

# java_major DIR: sets $major to the Java version of the JDK in DIR as its release file gives it, 0 if DIR holds none.
# Reading the file takes no process, and unlike "java -version" works for a JDK that does not start here.
java_major() {
  major=0
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        major=${line#JAVA_VERSION=}
        major=${major#\"}
        major=${major%%[!0-9]*}
        ;;
    esac
  done <"$1/release"
  major=${major:-0}
}

# consider DIR: keeps in $jdk the candidate that is new enough and nearest to the required version.
consider() {
  java_major "$1"
  if [ "$major" -ge "$required_java" ] && [ "$major" -lt "$jdk_major" ]; then
    jdk=$1
    jdk_major=$major
  fi
}

# consider_home DIR: the places below a home directory where tools of Java developers put JDKs.
consider_home() {
  for candidate in "$1"/.sdkman/candidates/java/* "$1"/.jdks/*; do
    consider "$candidate"
  done
}

consider_system() {
  for candidate in /usr/lib/jvm/* /opt/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    consider "$candidate"
  done
}

consider_path() {
  java_on_path=$(command -v java) || return 0
  java_on_path=$(readlink -f "$java_on_path") || return 0
  consider "${java_on_path%/bin/java}"
}

# find_jdk: sets and exports JAVA_HOME, or says what to install and fails. A JAVA_HOME that is new enough is taken as it
# is; else the version nearest to the required one wins, because that is the one Filterport is tested with.
find_jdk() {
  jdk='' jdk_major=99999
  [ -z "${JAVA_HOME:-}" ] || consider "$JAVA_HOME"
  [ -n "$jdk" ] || find_jdk_elsewhere
  [ -n "$jdk" ] || no_jdk || return 1
  JAVA_HOME=$jdk
  export JAVA_HOME
}

find_jdk_elsewhere() {
  consider_system
  [ -z "${HOME:-}" ] || consider_home "$HOME"
  [ -z "${SUDO_USER:-}" ] || consider_home "$(home_of "$SUDO_USER")"
  consider_path
}

no_jdk() {
  echo "filterport: no JDK $required_java or newer found"
  echo "  looked at JAVA_HOME (${JAVA_HOME:-not set}), /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, /Library/Java and PATH"
  echo "  try: install a JDK $required_java (openjdk-$required_java-jdk in many systems, or https://adoptium.net)," \
    "or set JAVA_HOME to one"
  return 1
} >&2

# maven ARGUMENT...: the wrapper, in the top directory. Maven loads a native file for its colours from a directory that
# must allow it; /tmp may not.
maven() {
  mkdir -p target
  MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.tmpdir=target" ./mvnw "$@" </dev/null
}
