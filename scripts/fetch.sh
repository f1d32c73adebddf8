# What Debian does not have: fetched by npm from its lock files, verified, kept in build/deps.

duckdb_header_version=1.4.4
duckdb_header_sha256=cbe6a827284375c5a646b8f27dbd3a00808ce8738b5bbb49c190cb1e08540281
declare -A duckdb_library_sha256=(
  [x64]=5062c3ba89fb37e818baf2bf8b0f914ec8f46d78584d8e412810b5d1bff3bfe8
  [arm64]=c8e20af1e0064bdb7bf79af4d16f17ee8be16803bc98a4df58588bed1301c042
)

npm_architecture() {
  case $(uname -m) in
    x86_64) echo x64 ;;
    aarch64) echo arm64 ;;
    *) fail "no DuckDB library is pinned for $(uname -m); install DuckDB where CMake finds it" ;;
  esac
}

npm_quietly() { npm --no-audit --no-fund --no-update-notifier --ignore-scripts "$@"; }

has_sha256() { echo "$2  $1" | sha256sum --check --status 2>/dev/null; }

expect_sha256() {
  has_sha256 "$1" "$2" && return
  echo "$1 is not the pinned file: its sha256 should be $2"
  return 1
}

# A file's identity for the price of a stat: what was verified once is not read again.
fingerprint() { stat -c '%n %s %y' "$@"; }

# install_locked FOLDER TARGET: exactly the packages of FOLDER/package-lock.json into TARGET/node_modules.
install_locked() {
  rm -rf "$2" && mkdir -p "$2" && cp "$1/package.json" "$1/package-lock.json" "$2/" &&
    (cd "$2" && npm_quietly ci)
}

# The header is a file of a source package that must not be installed (its install script compiles DuckDB).
fetch_duckdb_header() {
  local folder=build/deps/duckdb-header
  rm -rf $folder && mkdir -p $folder &&
    npm_quietly pack "duckdb@$duckdb_header_version" --pack-destination $folder &&
    tar -xzf $folder/duckdb-*.tgz -C $folder --strip-components=5 package/src/duckdb/src/include/duckdb.h &&
    expect_sha256 $folder/duckdb.h "$duckdb_header_sha256"
}

fetch_duckdb_library() {
  install_locked cmake/duckdb build/deps/npm-duckdb &&
    expect_sha256 "build/deps/npm-duckdb/node_modules/@duckdb/node-bindings-linux-$1/libduckdb.so" \
      "${duckdb_library_sha256[$1]}"
}

place_duckdb() {
  mkdir -p build/deps/duckdb &&
    mv build/deps/npm-duckdb/node_modules/@duckdb/node-bindings-linux-"$1"/libduckdb.so build/deps/duckdb/ &&
    mv build/deps/duckdb-header/duckdb.h build/deps/duckdb/ &&
    rm -rf build/deps/npm-duckdb build/deps/duckdb-header
}

fetch_duckdb_files() { fetch_duckdb_header && fetch_duckdb_library "$1" && place_duckdb "$1"; }

duckdb_stamp() {
  echo "$duckdb_header_sha256 ${duckdb_library_sha256[$1]}"
  fingerprint build/deps/duckdb/duckdb.h build/deps/duckdb/libduckdb.so 2>/dev/null
}

duckdb_is_right() {
  has_sha256 build/deps/duckdb/duckdb.h "$duckdb_header_sha256" &&
    has_sha256 build/deps/duckdb/libduckdb.so "${duckdb_library_sha256[$1]}"
}

fetch_duckdb() {
  local architecture stamp=build/deps/duckdb/.verified
  architecture=$(npm_architecture)
  [ "$(cat $stamp 2>/dev/null)" = "$(duckdb_stamp "$architecture")" ] && return
  if ! duckdb_is_right "$architecture"; then
    step "Fetching DuckDB" fetch-duckdb fetch_duckdb_files "$architecture"
  fi
  duckdb_stamp "$architecture" >$stamp
}

# The packages that web/CMakeLists.txt bundles; it looks for the stamp and would fetch them itself.
fetch_note_packages() {
  local stamp=build/deps/web/packages.stamp
  [ $stamp -nt web/package.json ] && [ $stamp -nt web/package-lock.json ] && return
  step "Fetching the note's chart library" fetch-web install_locked web build/deps/web
  touch $stamp
}

# The databank that tests import: two files of Debian's gretl-data, whose package would pull in a desktop.
unpack_gretl_bank() {
  local folder=build/deps/gretl-data
  rm -rf $folder && mkdir -p $folder &&
    (cd $folder && { apt-get -q download gretl-data || { apt_quietly update && apt-get -q download gretl-data; }; }) &&
    dpkg-deb -x $folder/gretl-data_*.deb $folder &&
    mv $folder/usr/share/gretl/db build/deps/gretl && rm -rf $folder
}

fetch_gretl_bank() {
  [ -e build/deps/gretl/fedstl.idx ] && return
  command -v apt-get >/dev/null || return 0
  if [ -e /usr/share/gretl/db/fedstl.idx ]; then
    ln -sfn /usr/share/gretl/db build/deps/gretl
  else
    step "Fetching gretl's databank" fetch-gretl unpack_gretl_bank
  fi
}
