# Tests, benchmarks, formatting, lint, sanitizers and fuzzing.

# Prints "N passed, N failed, N skipped" from ctest's JUnit file.
summary_of() {
  awk 'function attribute(name) {
         if (!match($0, "(^|[ \t])" name "=\"[0-9]+\"")) return 0
         text = substr($0, RSTART, RLENGTH)
         gsub(/[^0-9]/, "", text)
         return text
       }
       /<testcase/ { exit }
       { tests += attribute("tests"); failures += attribute("failures")
         skipped += attribute("skipped") + attribute("disabled") }
       END { printf "%d passed, %d failed, %d skipped\n", tests - failures - skipped, failures, skipped }' "$1"
}

# test_preset PRESET [CTEST OPTION...]: shows what did not pass, then the summary as the last line.
test_preset() {
  local preset=$1 report=$root/build/logs/tests-$1.xml log=build/logs/tests-$1.log status=0
  shift
  rm -f "$report"
  say "Running the tests ($preset)"
  ${steady[@]+"${steady[@]}"} ctest --preset "$preset" -j2 --output-on-failure --output-junit "$report" "$@" \
    >"$log" 2>&1 </dev/null || status=$?
  grep -vE '^ +Start +[0-9]+: |^ *[0-9]+/[0-9]+ Test +#.* Passed +[0-9.]+ sec$|^$' "$log" | tail -n 400 || true
  [ -f "$report" ] || fail "ctest made no report; see $log"
  summary_of "$report"
  return "$status"
}

run_tests() {
  local selection=(-LE slow)
  case ${1:-} in
    --all) selection=() ;;
    '') ;;
    *) fail "test: unknown option: $1" ;;
  esac
  prepare build tests
  build_preset release RERATE_TESTS=ON
  test_preset release "${selection[@]}"
}

run_benchmarks() {
  prepare build bench
  build_preset release RERATE_BENCH=ON
  local program
  for program in build/release/bench/*_bench; do
    [ -x "$program" ] || continue
    say "$(basename "$program")"
    "$program" --benchmark_filter="${1:-.}" --benchmark_display_aggregates_only=true
  done
  say "Beside numpy"
  /usr/bin/python3 bench/peers/event_kernels.py build/release/bench/circular_shift_bench
  /usr/bin/python3 bench/peers/luck.py build/release/bench/superior_predictive_ability_bench
  say "Beside pandas and numba"
  /usr/bin/python3 bench/peers/rotation.py build/release/bench/rotation_bench
  /usr/bin/python3 bench/peers/event_lattice.py build/release/bench/event_lattice_bench
  say "Beside statsmodels"
  /usr/bin/python3 bench/peers/regression.py build/release/bench/regression_bench
  /usr/bin/python3 bench/peers/rolling_regression.py build/release/bench/rolling_regression_bench
  /usr/bin/python3 bench/peers/binary_choice.py build/release/bench/binary_choice_bench
  /usr/bin/python3 bench/peers/hidden_markov.py build/release/bench/hidden_markov_bench
  say "Beside boot"
  Rscript bench/peers/bootstrap.R build/release/bench/bootstrap_bench
  say "Beside quantreg"
  Rscript bench/peers/quantile_regression.R build/release/bench/quantile_regression_bench
  say "Beside strucchange"
  Rscript bench/peers/structural_breaks.R build/release/bench/structural_breaks_bench
  say "Beside leaps"
  Rscript bench/peers/all_subsets.R build/release/bench/all_subsets_bench
  say "Commands from a cold process"
  python3 bench/command_times.py build/release/rerate
}

sources() { find rerate cli tests bench -name '*.h' -o -name '*.cpp' | sort; }

format_sources() {
  install_for format
  case ${1:-} in
    --check) sources | xargs clang-format --dry-run -Werror ;;
    '') sources | xargs clang-format -i ;;
    *) fail "format: unknown option: $1" ;;
  esac
}

lint_sources() {
  prepare build tests lint
  configure_preset release RERATE_TESTS=ON
  others_may_go
  local files=("$@")
  [ ${#files[@]} -gt 0 ] || mapfile -t files < <(find rerate cli -name '*.cpp' ! -name '*_test.cpp' | sort)
  say "clang-tidy on ${#files[@]} files"
  # The compile commands are g++'s: clang need not know all of their warnings.
  printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(cores)" \
    clang-tidy --quiet -p build/release --extra-arg=-Wno-unknown-warning-option 2>/dev/null
}

run_sanitized() {
  # Fuzz targets have one thread; ThreadSanitizer also holds back the alarm that ends a hanging one.
  local preset skipped='slow|guard'
  case ${1:-} in
    asan) preset=asan-ubsan ;;
    tsan) preset=tsan skipped+='|fuzz' ;;
    *) fail "sanitize: say asan (with ubsan) or tsan" ;;
  esac
  # GCC 12's ThreadSanitizer cannot map its shadow where newer kernels randomise the address space.
  steady=()
  if [ "$preset" = tsan ] && setarch -R true 2>/dev/null; then steady=(setarch -R); fi
  prepare build tests
  build_preset $preset RERATE_TESTS=ON
  test_preset $preset -LE "$skipped"
}

# The seeds of a one-line grammar stand in one file; libFuzzer wants a folder of files.
spread_seeds() {
  local target=$1 corpus=$2 line number=0
  mkdir -p "$corpus"
  if [ -d "tests/fuzz/seeds/$target" ]; then
    cp -n "tests/fuzz/seeds/$target"/* "$corpus/"
  else
    while IFS= read -r line; do
      printf '%s' "$line" >"$corpus/seed-$((number += 1))"
    done <"tests/fuzz/seeds/$target.txt"
  fi
}

fuzz_target() {
  local target=${1:-} seconds=${2:-60} corpus
  if [ ! -f "tests/fuzz/${target}_fuzz.cpp" ]; then
    say "Targets: $(cd tests/fuzz && printf '%s ' *_fuzz.cpp | sed 's/_fuzz\.cpp//g')"
    [ -z "$target" ] || fail "fuzz: unknown target: $target"
    return
  fi
  prepare build fuzz
  build_preset fuzz "fuzz_$target"
  corpus=build/fuzz/corpus/$target
  spread_seeds "$target" "$corpus"
  say "Fuzzing $target for $seconds seconds; inputs that break it are kept in build/fuzz"
  "build/fuzz/tests/fuzz/fuzz_$target" "$corpus" -max_total_time="$seconds" -max_len=65536 -timeout=10 \
    -rss_limit_mb=2048 -artifact_prefix="build/fuzz/$target-" -print_final_stats=1 \
    -dict="tests/fuzz/dictionary/$target.dict"
}
