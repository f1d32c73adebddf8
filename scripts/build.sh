# Configuring and building a preset of CMakePresets.json into build/PRESET.

cores() { nproc 2>/dev/null || echo 1; }

# prepare PURPOSE...: everything a build needs that is not in the checkout.
prepare() {
  only_one
  install_for "$@"
  install_node
  fetch_duckdb
  fetch_note_packages
  [[ " $* " != *" tests "* ]] || fetch_gretl_bank
}

# Is build/PRESET configured, from this folder, with each NAME=ON given?
is_configured() {
  local cache=build/$1/CMakeCache.txt option
  [ -f "build/$1/build.ninja" ] && grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache" || return 1
  [ CMakePresets.json -ot "$cache" ] || return 1
  for option in "${@:2}"; do
    grep -qxF "${option%=*}:BOOL=${option#*=}" "$cache" || return 1
  done
}

configure_preset() {
  local preset=$1
  is_configured "$@" && return
  shift
  local fresh=()
  grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "build/$preset/CMakeCache.txt" 2>/dev/null || fresh=(--fresh)
  step "Configuring $preset" "configure-$preset" cmake --preset "$preset" "${fresh[@]}" "${@/#/-D}"
  touch "build/$preset/CMakeCache.txt"
}

# build_preset PRESET [NAME=ON...] [TARGET...]
build_preset() {
  local preset=$1 options=() targets=() word
  shift
  for word in "$@"; do
    if [[ $word == *=* ]]; then options+=("$word"); else targets+=("$word"); fi
  done
  configure_preset "$preset" "${options[@]}"
  step "Building ${targets[*]:-everything} ($preset)" "build-$preset" \
    ${steady[@]+"${steady[@]}"} cmake --build "build/$preset" -j "$(cores)" --target "${targets[@]:-all}"
  others_may_go
}
