#!/usr/bin/env bash
# Fetches the prebuilt DuckDB library once and links it into the clone as libduckdb/.
#
# The library is the one that the npm package of DuckDB's Node bindings ships; it is only unpacked, nothing of it
# is run. The version and the checksum are pinned; a package that differs is refused.
# Usage: fetch-libduckdb.sh CACHE_DIR LINK
set -euo pipefail
cache=$1 link=$2
version=1.5.5-r.5

if [ -n "${DUCKDB_LIB_DIR:-}" ]; then
  echo "using the DuckDB library of DUCKDB_LIB_DIR"
  exit 0
fi

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x64 library=libduckdb.so
    sha512=902caae815e19fa4177f017cc957552ab8924873feadf556709e7a706f2a67394e669c72bd3e561a6ea332c871838762b4b94eb07b0837f0f8ed162b7235ee1d ;;
  Linux-aarch64) platform=linux-arm64 library=libduckdb.so
    sha512=09a7c7d8022f5eda700f29c6dca07fe2e10e1d11a516807b6ae091308c07dc128d2286ec00d5792d2a43277b5fc9108522c2ba7bc013d5eb1e5959eed83bf773 ;;
  Darwin-x86_64) platform=darwin-x64 library=libduckdb.dylib
    sha512=acdd0a8d7d77330550e55e6e7f292896dcbfb5fe1269a7cea4659c500d427a07fdf233de45db09b0413520c5e7f27deee96bcc4991152661c9de66b81ebed5ce ;;
  Darwin-arm64) platform=darwin-arm64 library=libduckdb.dylib
    sha512=58975e2d3172e29460eb4ae46e9f6c9ad94fd62210f04aed2099314bed8b42d335659312072c96fb758fa4da0a7bb2303ed565d9f2e53f0eed0e6416e19f7be2 ;;
  *)
    echo "no prebuilt DuckDB for this machine" >&2
    echo "  hint: set DUCKDB_LIB_DIR to a folder with libduckdb 1.5.5, or build with: cargo build --features bundled" >&2
    exit 1 ;;
esac

place=$cache/libduckdb-$version-$platform
if [ ! -e "$place/$library" ]; then
  if ! command -v npm >/dev/null; then
    echo "npm is needed once, to fetch the prebuilt DuckDB library (24 MB)" >&2
    echo "  hint: install Node.js (it brings npm), or set DUCKDB_LIB_DIR to a folder with libduckdb 1.5.5," >&2
    echo "  hint: or compile DuckDB yourself, which takes hours: cargo build --features bundled" >&2
    exit 1
  fi
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent "@duckdb/node-bindings-$platform@$version" >/dev/null)
  tarball=$(ls "$work"/*.tgz)
  found=$( (sha512sum "$tarball" 2>/dev/null || shasum -a 512 "$tarball") | cut -d' ' -f1)
  if [ "$found" != "$sha512" ]; then
    echo "the DuckDB package is not the one expected: checksum $found" >&2
    exit 1
  fi
  tar xzf "$tarball" -C "$work"
  rm -rf "$place"
  mkdir -p "$place"
  mv "$work/package/$library" "$work/package/LICENSE" "$place/"
  echo "fetched DuckDB 1.5.5 into $place"
fi
ln -sfn "$place" "$link"
