#!/usr/bin/env bash
# Faults, for real: kills, full disks, and what else befalls a nightly run. Every line states the outcome expected.
#
# Kills runs at KILLS random moments and tries SIZES sizes of a disk; a short form if they are not named. FOI_BINARY is a
# debug build: a release build passes the named points of src/fault.rs without a look.
# Usage: run.sh PYTHON CACHE_DIR FOI_BINARY [KILLS SIZES]
set -euo pipefail
if [ $# -ne 3 ] && [ $# -ne 5 ]; then
  echo "usage: run.sh PYTHON CACHE_DIR FOI_BINARY [KILLS SIZES]" >&2
  exit 2
fi
python=$1 cache=$2 foi=$3 kills=${4:-15} sizes=${5:-5}
# In short, one worker a run: what starts a process costs most here.
[ $# -eq 5 ] || export RAYON_NUM_THREADS=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

. "$here/../clients/environment.sh"
pythons=()
for version in $clients; do
  environment "duckdb-$version" "duckdb==$version"
  pythons+=("$cache/python-duckdb-$version/bin/python")
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# with SCRIPT ARGUMENT...: the scripts themselves use the client of the DuckDB that foi is built with. One that dies before
# it says FAIL has failed too.
with() {
  local code=0
  "$cache/python-duckdb-1.5.5/bin/python" "$here/$1" "$foi" "${@:2}" >"$work/$1" 2>&1 || code=$?
  if [ "$code" -ne 0 ] && ! grep -q '^FAIL ' "$work/$1"; then
    echo "FAIL $1 ended with exit code $code" >>"$work/$1"
  fi
}

# They mostly wait for the disk, and so run at once.
with kill.py "$kills" &
with disk.py "$sizes" &
with scenes.py "${pythons[@]}" &
wait
cat "$work"/*.py
passed=$(cat "$work"/*.py | grep -c '^PASS ' || true)
failed=$(cat "$work"/*.py | grep -c '^FAIL ' || true)
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
