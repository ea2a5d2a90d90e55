#!/usr/bin/env bash
# Checks a release from outside: a second reader of every format against its cells, and the DuckDB clients people use;
# and the path of a new user at a terminal.
#
# The release is made of a copy of config/ and inbox/, so the clone's own warehouse stays as it is. The Python
# environments are made once and kept in CACHE_DIR; they are made anew when their list of packages changes.
# Usage: run.sh PYTHON CACHE_DIR FOI_BINARY
set -euo pipefail
if [ $# -ne 3 ]; then
  echo "usage: run.sh PYTHON CACHE_DIR FOI_BINARY" >&2
  exit 2
fi
python=$1 cache=$2 foi=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)

. "$here/environment.sh"

# The attack on public files needs an integer program that is not the one foi uses: HiGHS, in scipy.
environment attack "$(cat "$here/requirements-attack.txt")"$'\n'"duckdb==1.5.5"
# The second reader opens the release with the client of the DuckDB that foi is built with.
environment readers "$(cat "$here/requirements-readers.txt")"$'\n'"duckdb==1.5.5"
for version in $clients; do
  environment "duckdb-$version" "duckdb==$version"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log
: >"$log"

# Shows what a check prints, less the hashes, and counts it below.
note() { tee -a "$log" | { grep -v '^HASH ' || true; }; }

# script ENVIRONMENT SCRIPT ARGUMENT...: a script that dies before it says FAIL has failed too.
script() {
  local name=$1 file=$2 out=$work/out code=0
  shift 2
  "$cache/python-$name/bin/python" "$here/$file" "$@" >"$out" || code=$?
  note <"$out"
  if [ "$code" -ne 0 ] && ! grep -q '^FAIL ' "$out"; then
    echo "FAIL $file in python-$name ended with exit code $code" | note
  fi
  { grep '^HASH ' "$out" || true; } >"$work/$name.hashes"
}

cp -R "$project/config" "$project/inbox" "$work/"
code=0
"$foi" --project "$work" run >"$work/foi.out" 2>&1 || code=$?
release=$work/warehouse/foi.duckdb
if { [ "$code" -ne 0 ] && [ "$code" -ne 10 ]; } || [ ! -f "$release" ]; then
  cat "$work/foi.out"
  echo "FAIL foi run makes a release: exit code $code" | note
else
  echo "PASS foi run makes a release" | note
  script readers second_reader.py "$release" "$work/inbox"
  script readers reference.py "$foi" "$project/inbox"
  script readers explained.py "$foi" "$work"
  code=0
  public=$("$foi" --project "$work" export --public 2>"$work/foi.out") || code=$?
  if [ "$code" -ne 0 ]; then
    cat "$work/foi.out"
    echo "FAIL foi export --public makes a public file: exit code $code" | note
  else
    script attack attack.py "$release" "$public"
  fi
  first=
  for version in $clients; do
    script "duckdb-$version" clients.py "$release"
    hashes=$work/duckdb-$version.hashes
    if [ -z "$first" ]; then
      first=$hashes
    elif diff "$first" "$hashes" >"$work/diff" && [ -s "$hashes" ]; then
      echo "PASS DuckDB $version reads the same rows everywhere as DuckDB ${clients%% *}" | note
    else
      echo "FAIL DuckDB $version does not read the same rows as DuckDB ${clients%% *}" | note
      head -n 10 "$work/diff" | sed 's/^/     /'
    fi
  done
fi

script readers new_user.py "$foi" "$project"

"$python" "$here/../dialects/score.py" "$foi" "$here/../dialects/own" --at-least 100 >"$work/dialects" &&
  echo "PASS every file of tests/dialects/own is read exactly" | note || {
  cat "$work/dialects"
  echo "FAIL a file of tests/dialects/own is not read exactly" | note
}

passed=$(grep -c '^PASS ' "$log" || true)
failed=$(grep -c '^FAIL ' "$log" || true)
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
