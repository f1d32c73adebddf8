# What ./dev prints: one plain line a step; the output of the step itself goes to build/logs.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
else
  bold='' red='' plain=''
fi

say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }

fail() {
  printf '%sdev: %s%s\n' "$red" "$*" "$plain" >&2
  exit 1
}

# step NAME LOG COMMAND...: runs the command quietly; shows the end of its output when it fails.
step() {
  local name=$1 log=build/logs/$2.log began=$SECONDS
  shift 2
  mkdir -p build/logs
  say "$name"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    fail "$name: failed; all of its output is in $log"
  fi
  local took=$((SECONDS - began))
  [ "$took" -lt 5 ] || printf '    %d s\n' "$took"
}

# only_one: makes a second ./dev wait while this one installs, fetches or builds.
only_one() {
  mkdir -p build
  exec 9>build/.lock
  flock -n 9 && return
  say "Waiting for another ./dev in this folder"
  flock 9
}

others_may_go() { exec 9>&-; }
