# Debian packages: which are needed for what, and how missing ones are installed (docs/dependencies.md).

declare -A packages_for=(
  [build]="g++ cmake ninja-build libfmt-dev libexpected-dev libtbb-dev libssl-dev nlohmann-json3-dev
           libtomlplusplus-dev libcli11-dev librandom123-dev libeigen3-dev"
  [tests]="libgtest-dev libgmock-dev python3"
  [bench]="libbenchmark-dev python3 python3-numpy python3-numba python3-statsmodels r-base-core
           r-cran-boot r-cran-jsonlite r-cran-leaps r-cran-quantreg r-cran-strucchange"
  [format]="clang-format"
  [lint]="clang-tidy python3"
  [fuzz]="clang libclang-rt-14-dev"
)

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "Neither root nor sudo: install these packages yourself, then run again."
    return 1
  fi
}

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

apt_quietly() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@"
}

update_and_install() {
  apt_quietly update && apt_quietly install --no-install-recommends "$@"
}

# install_packages PACKAGE...: those that are missing; asks the network only when one is.
install_packages() {
  local missing=() package
  if ! command -v dpkg-query >/dev/null; then
    say "Not Debian: taking it that these are installed: $*"
    return
  fi
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  step "Installing Debian packages: ${missing[*]}" apt update_and_install "${missing[@]}"
}

# install_for PURPOSE...: the packages of each purpose in the table above.
install_for() {
  local wanted=() purpose
  for purpose in "$@"; do
    read -r -d '' -a wanted <<<"${wanted[*]:-} ${packages_for[$purpose]}" || true
  done
  install_packages "${wanted[@]}"
}

# Node only fetches packages and bundles the note's script; any version that is on the PATH will do, else Debian's.
install_node() {
  command -v node >/dev/null && command -v npm >/dev/null && return
  install_packages ca-certificates nodejs npm
}
