"""What a DuckDB client may do to a release meanwhile, in whichever version this Python has.

Usage: client.py read|write FILE. It opens FILE, says `ready`, and waits for a line: `read` counts before and after,
`write` has changed something and committed it before it is ready, so that killing it leaves its log.
"""

import sys

import duckdb


def main(what, file):
    with duckdb.connect(file, read_only=what == "read") as connection:
        def count():
            return connection.execute("SELECT count(*), sum(count_low) FROM observation_all").fetchone()

        before = count()
        if what == "write":
            connection.execute("UPDATE observation_all SET count_low = 4449, count_high = 4449")
        print("ready", flush=True)
        sys.stdin.readline()
        print("same" if count() == before else "other")


if __name__ == "__main__":
    main(*sys.argv[1:])
