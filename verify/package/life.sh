# The package's life, for scene.sh: installed, started as its units would start it, used, killed, removed.

set -euo pipefail

configuration=/etc/filterport/filterport.toml
java=/usr/lib/filterport/jre/bin/java
mkdir /run/manager

fail() {
  echo "FAILED: $*" >&2
  tail -n 20 /run/*.log >&2 || :
  exit 1
}

# setting UNIT KEY: what the unit's file says, in as many lines.
setting() {
  sed -n "s/^$2=//p" "/usr/lib/systemd/system/$1.service"
}

# bounds UNIT: its CapabilityBoundingSet as setpriv wants it.
bounds() {
  local all=-all capability
  for capability in $(setting "$1" CapabilityBoundingSet); do
    capability=${capability#CAP_}
    all+=,+${capability,,}
  done
  echo "$all"
}

# allowed UNIT: the system calls of its SystemCallFilter, with commas in between; systemd's groups hold groups, and a line
# that begins with ~ takes calls away.
allowed() {
  local names taken
  names=$(setting "$1" SystemCallFilter | grep -v '^~')
  taken=$(setting "$1" SystemCallFilter | sed -n 's/^~//p')
  while grep -q @ <<<"$names"; do
    names=$(for name in $names; do
      case $name in
        @*) systemd-analyze syscall-filter "$name" | sed '1d; /^ *#/d' ;;
        *) echo "$name" ;;
      esac
    done)
  done
  for name in $names; do
    [[ " $taken " == *" $name "* ]] || echo "$name"
  done | paste -sd ,
}

# confined UNIT: what has the command behind it make none but these calls, where systemd and its libseccomp are.
confined() {
  confinement=()
  if [ -s "/run/manager/$1.calls" ]; then
    confinement=("$java" -Xlog:disable --enable-native-access=ALL-UNNAMED -cp /run/classes
      io.filterport.verify.packaging.Confined "$(cat "/run/manager/$1.calls")")
  fi
}

# Knows what the units confine their services to, and that this takes away what it should.
calls_are_confined() {
  local unit code
  for unit in filterport filterport-scan; do
    [ "$(setting "$unit" RestrictAddressFamilies)" = AF_UNIX ] || fail "$unit may use networks"
    [ -n "$(setting "$unit" SystemCallFilter)" ] || fail "$unit may make every system call"
    installed systemd-analyze || return 0
    allowed "$unit" >"/run/manager/$unit.calls"
    ! grep process_vm "/run/manager/$unit.calls" || fail "$unit may read the memory of others"
    confined "$unit"
    "${confinement[@]}" bash -c ': </etc/passwd' || fail "$unit may do nothing"
    code=0
    "${confinement[@]}" chroot / true || code=$?
    [ "$code" = 159 ] || fail "$unit may change its root: $code"
    ! "${confinement[@]}" bash -c ': >/dev/udp/127.0.0.1/9' || fail "$unit may use networks"
  done
}

# enclosed UNIT: what has the command behind it see no more of the system than the unit's Protect and Private settings let
# it see. The host has none of them.
enclosed() {
  enclosure=()
  [ "$(setting "$1" PrivateNetwork)" != yes ] || enclosure+=(--net)
  [ "$(setting "$1" ProtectSystem)" != strict ] || enclosure+=(--mount)
  [ -z "${enclosure[*]}" ] || enclosure=(unshare "${enclosure[@]}" bash -c "$(declare -f enclose); enclose"' "$@"' "$1")
}

# enclose COMMAND...: in mounts of its own, becomes the command on a system that is read-only but for an own /tmp, without
# homes, disks, and processes of others.
enclose() {
  local place device
  for place in /tmp /var/tmp /home /root; do
    mount -t tmpfs -o mode=1777 tmpfs "$place"
  done
  mkdir /tmp/dev
  for device in null zero full random urandom; do
    touch "/tmp/dev/$device"
    mount --bind "/dev/$device" "/tmp/dev/$device"
  done
  mount --rbind /tmp/dev /dev
  mount -t proc -o hidepid=invisible proc /proc
  findmnt -rno TARGET | grep -vE '^/(dev|proc|tmp|var/tmp)(/|$)' | while read -r place; do
    mount -o remount,bind,ro "$place"
  done
  exec "$@"
}

# start UNIT [SETPRIV-OPTION...]: what ExecStart= says, with the unit's limits and rights, and returns when systemd would:
# when the service says that it is ready. Its pid is in $pid.
start() {
  local unit=$1 confinement enclosure
  shift
  confined "$unit"
  enclosed "$unit"
  rm -f "/run/$unit.log"
  : >"/run/manager/$unit.told"
  (
    cd "$(setting "$unit" WorkingDirectory)"
    limit_descriptors "$(setting "$unit" LimitNOFILE)"
    ulimit -c "$(setting "$unit" LimitCORE)"
    umask 022
    export NOTIFY_SOCKET=/run/manager/$unit WATCHDOG_PID=$BASHPID WATCHDOG_USEC=$(setting "$unit" WatchdogSec)000000
    eval exec '"${enclosure[@]}"' setpriv --no-new-privs '--bounding-set="$(bounds "$unit")"' '"$@"' \
      '"${confinement[@]}"' $(setting "$unit" ExecStart)
  ) >"/run/$unit.log" 2>&1 &
  pid=$!
  is_told "$unit" READY=1
  is_told "$unit" WATCHDOG=1
}

# is_told UNIT STATE: waits until the service manager was.
is_told() {
  until grep -qsx "$2" "/run/manager/$1.told"; do
    kill -0 "$pid" || fail "$1 ended without $2"
    sleep 0.05
  done
}

# A service manager that listens to both units.
listen() {
  local unit
  for unit in filterport filterport-scan; do
    "$java" -Xlog:disable --enable-native-access=ALL-UNNAMED -cp "/run/classes:/usr/lib/filterport/lib/*" \
      io.filterport.verify.packaging.NotifySink "/run/manager/$unit" "/run/manager/$unit.told" 2>"/run/manager.log" &
    listeners+=($!)
    until [ -w "/run/manager/$unit" ]; do
      kill -0 $! || fail "nobody listens to $unit"
      sleep 0.05
    done
  done
}

# limit_descriptors [N]: no more than this machine lets its root have.
limit_descriptors() {
  local most
  most=$(ulimit -Hn)
  if [ -n "$1" ] && [ "$most" != unlimited ] && [ "$1" -gt "$most" ]; then
    ulimit -n "$most"
  else
    ulimit -n "${1:-$(ulimit -Sn)}"
  fi
}

start_host() {
  start filterport
  host=$pid
  await filterport 'listening on'
}

start_scanner() {
  start filterport-scan --reuid="$(setting filterport-scan User)" --regid="$(setting filterport-scan Group)" \
    --groups="$(getent group "$(setting filterport-scan SupplementaryGroups)" | cut -d: -f3)"
  scanner=$pid
  await filterport-scan 'scanning for'
}

# await UNIT TEXT: until it has written this. scene.sh has the limit.
await() {
  until grep -qs "$2" "/run/$1.log"; do
    kill -0 "$pid" || fail "$1 ended without: $2"
    sleep 0.05
  done
}

# reload UNIT PID: what ExecReload= says, as the unit's user, up to the first that fails.
reload() {
  local command user
  user=$(setting "$1" User)
  while read -r command; do
    MAINPID=$2 setpriv --reuid="${user:-root}" bash -c "$command" </dev/null || return
  done < <(setting "$1" ExecReload)
}

# set_key KEY VALUE: as an administrator does, in place of the key's default in a comment or of what was set before. Where
# a key stands twice, it is that of the section, not of a volume.
set_key() {
  grep -qE "^#?$1 = " "$configuration" || fail "no key $1"
  sed -i -E "0,/^#?$1 = .*/s||$1 = $2|" "$configuration"
}

stop() {
  kill "$1"
  local code=0
  wait "$1" || code=$?
  [ "$code" = 143 ] || fail "$1 ended with $code"
}

as() {
  setpriv --reuid="$1" --regid="$2" --groups="$(getent group "$2" | cut -d: -f3)" "${@:3}"
}

# is_refused TEXT COMMAND...: the command fails, and says this.
is_refused() {
  ! "${@:2}" 2>/run/refused.log || fail "not refused: ${*:2}"
  grep -qF -- "$1" /run/refused.log || { cat /run/refused.log >&2; fail "${*:2} does not say: $1"; }
}

# The same program, put here by filterport install; it links a runtime that is root's, and where units see it.
install_by_itself() {
  dpkg-deb -x filterport_*.deb /srv/other
  local program=usr/bin/filterport modules=/srv/other/usr/lib/filterport/jre/lib/modules
  chown nobody "$modules"
  is_refused "others than root can write $modules" "/srv/other/$program" install --root /
  chown root "$modules"
  mv /srv/other /home/other
  is_refused 'sees no homes' "/home/other/$program" install --root /
  mv /home/other /srv/other
  "/srv/other/$program" install --root / >/run/install.log
  grep -qx 'next: systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload' /run/install.log ||
    fail 'install does not say how to go on'
  [ "$(readlink /usr/lib/filterport/jre)" = /srv/other/usr/lib/filterport/jre ] || fail 'no link to the runtime'
}

# A package would be unpacked through that link.
package_is_kept_out() {
  local before
  before=$(find /srv/other -printf '%i %p\n')
  is_refused 'uninstall --root /' dpkg -i filterport_*.deb
  [ "$before" = "$(find /srv/other -printf '%i %p\n')" ] || fail 'unpacked through the link'
  filterport uninstall --root / >/run/uninstall.log
  [ ! -e /usr/lib/filterport ] && [ ! -e /etc/filterport ] || fail 'uninstall leaves something'
}

install_package() {
  dpkg -i filterport_*.deb
  is_refused 'a package is installed' /srv/other/usr/bin/filterport install --root /
  rm -r /srv/other
  id -nG filterport-scan | grep -qw filterport || fail 'the scanner is no member of its group'
  [ "$(stat -c %U:%a /usr/lib/filterport/jre/bin/java)" = root:755 ] || fail 'the runtime belongs to somebody'
  # In mounts of its own a host would deny files outside of its volumes.
  ! grep -E '^(Protect(System|Home|Proc|Kernel|ControlGroups|Clock)|Private|ProcSubset|(Read|NoExec|Exec|Inaccessible).*Paths|Bind|Root|DynamicUser|(Runtime|State|Cache|Logs)Directory)' \
    /usr/lib/systemd/system/filterport.service || fail 'the host gets mounts of its own'
  # A host that somebody stopped must not be started by its scanner.
  ! grep -E '^(Wants|Requires|Requisite|BindsTo|Upholds|PartOf)=' /usr/lib/systemd/system/filterport-scan.service ||
    fail 'the scanner starts the host'
}

# system_fails COMMAND...: where systemd runs, and each systemctl fails. What was asked for is in /run/systemctl.log.
system_fails() {
  mkdir -p /run/systemd/system
  printf '#!/bin/sh\necho "$*" >>/run/systemctl.log\n[ "$1" = daemon-reload ]\n' >/usr/local/sbin/systemctl
  chmod 755 /usr/local/sbin/systemctl
  "$@" 2>/run/system.log || { cat /run/system.log; fail "where systemctl fails: $*"; }
  rm -r /run/systemd /usr/local/sbin/systemctl
}

# An upgrade whose units do not start again has installed the package.
upgrade_survives_its_units() {
  system_fails /var/lib/dpkg/info/filterport.postinst configure
  grep -q try-restart /run/systemctl.log || fail 'nothing is started again'
  grep -q 'WARNING: a unit that ran does not start again' /run/system.log || fail 'failed in silence'
}

directories_are_made() {
  [ "$(stat -c %U:%G:%a /var/log/filterport)" = root:root:750 ] || fail 'the directory for events'
  installed systemd-tmpfiles || return 0
  [ ! -e /run/filterport ] || fail 'somebody made its directory before'
  systemd-tmpfiles --create filterport.conf
  [ "$(stat -c %U:%G:%a /run/filterport)" = root:root:755 ] || fail 'the directory of the sockets'
  rmdir /var/log/filterport
  systemd-tmpfiles --create filterport.conf
  [ "$(stat -c %U:%G:%a /var/log/filterport)" = root:root:750 ] || fail 'the directory for events, of install'
}

# Each shell that there is finds its completion by itself, and man a page for each command.
manuals_are_found() {
  local command
  bash -c 'source /usr/share/bash-completion/completions/filterport && complete -p filterport' ||
    fail 'bash completes nothing'
  if installed zsh; then
    zsh -dfc 'autoload -Uz compinit && compinit -u -D && [[ $_comps[filterport] = _filterport ]]' ||
      fail 'zsh does not know the command'
  fi
  if installed fish; then
    [ "$(fish -c 'complete -C "filterport check-c"' | cut -f1)" = check-config ] || fail 'fish completes nothing'
  fi
  for command in '' $(filterport --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\) .*/-\1/p'); do
    [ -s "/usr/share/man/man1/filterport$command.1" ] || fail "no page about filterport$command"
  done
  if installed man; then
    man -w filterport $(documentation filterport) $(documentation filterport-scan) || fail 'man finds no page'
  fi
}

# documentation UNIT: the manual pages that its file names.
documentation() {
  setting "$1" Documentation | sed 's/man:\([^(]*\)([0-9])/\1/g'
}

# installed PROGRAM: whether it is, and a remark if it is not, which PackageTest passes on.
installed() {
  command -v "$1" >/dev/null || ! echo "SKIPPED: $1 is not installed"
}

ports_work() {
  set_key run '["scanner", "echo"]'
  start_host
  local answer code=0
  answer=$(as filterport-scan filterport filterport send '\EchoPort' --text hello)
  grep -q hello <<<"$answer" || fail "echo said $answer"
  as nobody nogroup filterport send '\EchoPort' --text hello || code=$?
  [ "$code" = 4 ] || fail "a stranger got $code"
  stop "$host"
  grep -qx STOPPING=1 /run/manager/filterport.told || fail 'the host does not say that it stops'
}

guard_works() {
  mkdir /srv/guarded
  truncate -s 16M /run/guarded.image
  mkfs.ext4 -q /run/guarded.image
  mount -o loop /run/guarded.image /srv/guarded
  set_key socket '"/run/filterport/other.sock"'
  set_key verdicts '"denials"'
  set_key to '"/run/events.jsonl"'
  set_key on-death '"deny"'
  set_key cache '"kernel"'
  set_key signatures '"/etc/filterport/test.signatures"'
  printf '[[volume]]\ndirectory = "/srv/guarded"\n' >>"$configuration"
  printf 'text Test.Marker "to be denied"\n' >/etc/filterport/test.signatures
  start_host
  start_scanner
  scanner_is_enclosed
  # Files of another user that nobody else may read.
  as nobody nogroup bash -c true
  for name in clean marker; do
    echo "${name/marker/to be denied}" >"/srv/guarded/$name"
    chown nobody:nogroup "/srv/guarded/$name"
    chmod 600 "/srv/guarded/$name"
  done
  [ "$(as nobody nogroup cat /srv/guarded/clean)" = clean ] || fail 'a clean file'
  ! as nobody nogroup cat /srv/guarded/marker || fail 'the marker was opened'
  filterport volumes --socket /run/filterport/other.sock
}

# An event tells the program of another user, which waits here for that.
events_tell_programs() {
  mkfifo -m 644 /run/told
  setpriv --reuid=nobody --regid=nogroup --clear-groups bash -c ': </srv/guarded/marker; read </run/told' &
  until grep -s '"pid":'"$!"',' /run/events.jsonl >/run/events.log; do
    kill -0 "$host" || fail 'no event'
    sleep 0.05
  done
  echo >/run/told
  wait $! || :
  grep -q '"executable":"'"$(readlink -f "$(command -v bash)")"'"' /run/events.log ||
    fail "the program is not told: $(cat /run/events.log)"
}

scanner_is_enclosed() {
  local root=/proc/$scanner/root
  [ "$(readlink "/proc/$scanner/ns/net")" != "$(readlink /proc/self/ns/net)" ] || fail 'the scanner has a network'
  ! touch "$root/etc/filterport/new" 2>/dev/null || fail 'the scanner may write'
  ! ls "$root/root"/filterport_*.deb 2>/dev/null || fail 'the scanner sees the home of root'
}

# What only root may look at is no matter of the scanner's.
filters_of_root_are_no_hindrance() {
  mkdir -m 700 /etc/filterport/filters
  touch /etc/filterport/filters/none.jar
  set_key path '["/etc/filterport/filters/none.jar"]'
  reload filterport-scan "$scanner" || fail 'the scanner has to read the filters of the host'
  set_key path '[]'
  rm -r /etc/filterport/filters
}

reload_works() {
  printf 'text Test.Marker "to be denied"\ntext Test.Other "another one"\n' >/etc/filterport/test.signatures
  reload filterport-scan "$scanner"
  pid=$scanner await filterport-scan 'configuration reloaded'
  echo 'another one' >/srv/guarded/other
  ! cat /srv/guarded/other || fail 'the second signature was opened'
  set_key timeout 7000
  reload filterport "$host"
  pid=$host await filterport 'configuration reloaded; volumes guarded: 1'
  set_key timeout '"soon"'
  does_not_reload filterport "$host"
  does_not_reload filterport-scan "$scanner"
  set_key timeout 7000
  filters_of_root_are_no_hindrance
}

does_not_reload() {
  is_refused "'timeout' cannot take this value" reload "$1" "$2"
}

death_is_survived() {
  kill -9 "$host"
  wait "$host" || :
  ! as nobody nogroup cat /srv/guarded/clean || fail 'opened while the host is dead'
  filterport lift --config "$configuration"
  [ "$(as nobody nogroup cat /srv/guarded/clean)" = clean ] || fail 'lifted, and still shut'
  start_host
  ! as nobody nogroup cat /srv/guarded/marker || fail 'the marker was opened'
  kill -9 "$host"
  wait "$host" || :
  stop "$scanner"
  kill "${listeners[@]}"
}

# What a removal cannot lift it tells, with the process.
removal_is_loud() {
  local holder
  set_key timeout '"soon"'
  /var/lib/dpkg/info/filterport.prerm remove 2>/run/remove.log
  grep -q "WARNING: filterport lift --config $configuration failed" /run/remove.log || fail 'lift failed in silence'
  holder=$(sed -n 's/.*WARNING: process \([0-9]*\) may keep guarded files shut.*/\1/p' /run/remove.log)
  grep -qa 'hold' "/proc/$holder/cmdline" || fail "the holder is not $holder"
  ! as nobody nogroup cat /srv/guarded/clean || fail 'lifted although it is not told where'
  set_key timeout 7000
}

# A user with a process stays for now, and the purge says so; it does not fail.
purge_with_a_busy_user() {
  cp /var/lib/dpkg/info/filterport.postrm /run/postrm
  setpriv --reuid=filterport-scan sleep infinity &
  until grep -q "^Uid:.$(id -u filterport-scan)" "/proc/$!/status"; do sleep 0.05; done
  dpkg --purge filterport 2>/run/purge.log || fail 'a purge fails for a busy user'
  grep -q 'WARNING: userdel filterport-scan failed' /run/purge.log || fail 'a purge leaves a user in silence'
  kill $!
  wait $! || :
  /run/postrm purge
  rm /run/postrm
}

# Stopped, and enabled until the purge.
remove_enabled() {
  local wanted=/etc/systemd/system/multi-user.target.wants
  mkdir -p "$wanted"
  ln -s /usr/lib/systemd/system/filterport{,-scan}.service "$wanted"
  : >/run/systemctl.log
  system_fails dpkg --remove filterport
  grep -qx 'stop filterport-scan.service filterport.service' /run/systemctl.log || fail 'the units are not stopped'
  ! grep disable /run/systemctl.log || fail 'a removal disables'
  [ -L "$wanted/filterport.service" ] && [ -L "$wanted/filterport-scan.service" ] || fail 'a removal disables'
  grep -q 'WARNING: the units could not be stopped' /run/system.log || fail 'not stopped, in silence'
  ! grep -E 'WARNING: (filterport lift|process)' /run/system.log || fail 'a removal that is right warns'
}

remove_package() {
  local files
  files=$(dpkg -L filterport | grep filterport)
  removal_is_loud
  remove_enabled
  [ "$(as nobody nogroup cat /srv/guarded/clean)" = clean ] || fail 'removed, and still shut'
  grep -q guarded "$configuration" || fail 'a configuration went with a removal'
  rm /etc/filterport/test.signatures
  purge_with_a_busy_user
  umount /srv/guarded
  ! getent passwd filterport-scan || fail 'its user is left'
  ! getent group filterport || fail 'its group is left'
  local left
  rm -r /run/manager /run/classes
  left=$(ls -d $files 2>/dev/null; find /etc /var /run -xdev -name '*filterport*' ! -name '*.log')
  [ -z "$left" ] || fail "left: $left"
  # Nobody waits here for the children of a dead host, so those that have ended are still on the list.
  while pgrep --runstates D,R,S,T java; do sleep 0.05; done
}

install_by_itself
package_is_kept_out
install_package
directories_are_made
upgrade_survives_its_units
manuals_are_found
calls_are_confined
listen
ports_work
guard_works
events_tell_programs
reload_works
death_is_survived
remove_package
echo 'the life of the package is over'
