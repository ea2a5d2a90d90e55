#!/bin/sh
# Writes random returns, runs foi on them and scores what it made of them, in batches. Arguments: how many files, the
# seed of the first (the time, if empty), the folder of the built programs.
set -eu
count=$1
seed=${2:-$(date +%s)}
programs=$3
batch=2000
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "seed $seed"

# The folder of a batch and its release, for the score.
runs=""
trip() {
    "$programs/examples/forge" roundtrip write --count "$2" --seed "$3" ${4:-} "$1"
    # 10: something is to be reviewed, as it must be.
    "$programs/foi" --project "$1" run --quiet >"$1/talk" 2>&1 || [ $? -eq 10 ] || { cat "$1/talk"; exit 1; }
    runs="$runs $1 $1/warehouse/foi.duckdb"
}

first=0
while [ "$first" -lt "$count" ]; do
    size=$((count - first < batch ? count - first : batch))
    trip "$folder/$first" "$size" $((seed + first))
    first=$((first + size))
done
trip "$folder/unanswerable" $((count / 10)) "$seed" --unanswerable
# shellcheck disable=SC2086 # the names have no spaces
"$programs/examples/forge" roundtrip score $runs
