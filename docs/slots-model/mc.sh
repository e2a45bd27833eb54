#!/bin/bash
# Checks one configuration of a model:  mc.sh NAME "-Dswitch=…" [arguments of the verifier]
#
# In the environment: FILE, the model (slots.pml); T, seconds at most (120); PANC, what the verifier is compiled for
# (-DSAFETY; "-DNP" with the argument -l looks for cycles, "-DSAFETY -DBITSTATE" samples what does not fit into memory).
# Everything that is written goes to target/NAME beside this file.

set -eu
name=$1 switches=$2
shift 2
here=$(dirname "$(readlink -f "$0")")
model=${FILE:-slots.pml}
compiled=${PANC:--DSAFETY}
mkdir -p "$here/target/$name"
cd "$here/target/$name"
cp "$here/$model" .

# partial order reduction does not know the "provided" clauses that death is modelled with
case "$switches" in *DISC=2*) compiled="$compiled -DNOREDUCE" ;; esac
case "$compiled" in *BITSTATE*) ;; *) compiled="$compiled -DCOLLAPSE" ;; esac

spin $switches -a "$model" > spin.log 2>&1 || { cat spin.log; exit 1; }
gcc -O2 $compiled -DVECTORSZ=2048 -DMEMLIM=9000 -o pan pan.c > gcc.log 2>&1 || { cat gcc.log; exit 1; }
result=0
timeout "${T:-120}" ./pan -E -m600000 "$@" > out.log 2>&1 || result=$?

echo "== $name [$model $switches] rc=$result"
grep -E "^pan:.*(violated|cycle|error)|errors:|states, stored|elapsed time|not completed|max search" out.log || true
[ "$result" = 0 ] && grep -q "errors: 0" out.log && ! grep -q "max search depth too small" out.log
