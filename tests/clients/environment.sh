# Sourced by scripts that use DuckDB clients: Python environments, made once and kept in $cache. Expects $python, $cache.

# The clients people use: the oldest whose files we write, the one that foi is built with, the next.
# shellcheck disable=SC2034
clients="1.4.5 1.5.5 2.0.0"
export PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1

if ! "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "the client checks need Python 3.11 or later with venv and pip, and \`$python\` is not that" >&2
  echo "  hint: install it (Debian and Ubuntu: python3 and python3-venv), or name another: make PYTHON=..." >&2
  exit 1
fi

# environment NAME REQUIREMENTS: the virtual environment CACHE_DIR/python-NAME with just these packages.
environment() {
  local place=$cache/python-$1 wanted
  wanted=$(printf '%s\n%s' "$("$python" --version)" "$2")
  if [ "$(cat "$place/made-of.txt" 2>/dev/null)" != "$wanted" ] || ! "$place/bin/python" -c '' 2>/dev/null; then
    echo "making $place"
    rm -rf "$place"
    mkdir -p "$cache"
    "$python" -m venv "$place"
    printf '%s\n' "$2" >"$place/requirements.txt"
    if ! "$place/bin/python" -m pip install --quiet --disable-pip-version-check -r "$place/requirements.txt"; then
      echo "pip could not fetch the packages of $place/requirements.txt" >&2
      echo "  hint: see that pip reaches a package index (pip config list), then run this again" >&2
      exit 1
    fi
    # Written last: an environment without it is unfinished.
    printf '%s\n' "$wanted" >"$place/made-of.txt"
  fi
}
