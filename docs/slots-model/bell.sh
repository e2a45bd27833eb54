#!/bin/bash
# Checks bell.pml: the small configurations must pass, and each change on purpose must be found. Some minutes.
#
# What the environment of mc.sh holds counts here too; "T=600 ./bell.sh" on a slow machine.

set -u
cd "$(dirname "$(readlink -f "$0")")"
export FILE=bell.pml
failed=0

passes() { ./mc.sh "$@" || { echo "** $1 must pass"; failed=1; }; }

fails() {
  ./mc.sh "$@" -w26 && { echo "** $1 must fail"; failed=1; }
  grep -q "assertion violated\|non-progress cycle" "target/$1/out.log" || { echo "** $1 found nothing"; failed=1; }
}

passes gets "-DNW=2"
passes workers "-DCREW -DNW=2"
passes calls "-DCALL -DNW=1 -DROUNDS=2 -DVIRT=1"
PANC=-DNP passes cycles "-DNW=2 -DSPINS=0" -l
PANC=-DNP passes worker-cycles "-DCREW -DNW=2 -DNR=1 -DSPINS=1" -l

for bug in NO_REMARK NO_LOOK UNMARK_BLIND BELL_NO_RECHECK POKED_LATE POKE_PARK_ONLY ROUSE_SAME BED_LATE; do
  fails "$bug" "-DNW=2 -DBUG_$bug"
done
fails ROUSE_STORE "-DNW=2 -DROUNDS=2 -DBUG_ROUSE_STORE"
fails PARK_NO_MARK "-DNW=3 -DBUG_PARK_NO_MARK"
for bug in HANDOVER_SEATED TAKEN_EARLY END_SILENT; do
  fails "$bug" "-DCALL -DNW=2 -DOWNS=1 -DBUG_$bug"
done
fails END_FLAG_LATE "-DCALL -DNW=1 -DROUNDS=2 -DVIRT=1 -DBUG_END_FLAG_LATE"
PANC="-DSAFETY -DBITSTATE" fails STOP_BLIND "-DCREW -DNW=2 -DROUNDS=2 -DBUG_STOP_BLIND"
fails NOBODY_WATCHES "-DCREW -DNW=2 -DBUG_NOBODY_WATCHES"
PANC=-DNP fails spinning "-DNW=2" -l
exit $failed
