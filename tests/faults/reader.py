"""Somebody who reads the published path all the time: opens it, checks what holds in every release of project.py, closes.

Usage: reader.py RELEASE. Ends when its input ends; prints how often it has read, or what it saw that was no release.
"""

import select
import sys
import time

import duckdb

INVARIANT = """
SELECT (SELECT count(*) FROM run), (SELECT count(logical_hash) FROM run),
  (SELECT count(*) FROM observation_all) = (SELECT sum(observations) FROM source_file),
  (SELECT sum(count_low) FILTER (outcome = 'no_further_action') - sum(count_low) FILTER (outcome LIKE 'charged%')
   - count(*) FILTER (outcome = 'no_further_action') FROM observation_all)"""


def main(release):
    reads, wrong = 0, []
    while not select.select([sys.stdin], [], [], 0.01)[0] and len(wrong) < 10:
        try:
            with duckdb.connect(release, read_only=True) as connection:
                found = connection.execute(INVARIANT).fetchone()
        except duckdb.Error as error:
            wrong.append(f"{time.strftime('%T')} {error}")
            continue
        reads += 1
        if found != (1, 1, True, 0):
            wrong.append(f"{time.strftime('%T')} {found}")
    print(reads)
    for line in wrong:
        print(line.replace("\n", " "))


if __name__ == "__main__":
    main(sys.argv[1])
