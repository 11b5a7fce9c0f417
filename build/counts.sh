# Sourced by test.sh. Adds up what the runners report. A runner that dies, or runs nothing, counts as a failure of its own:
# a test that silently stopped running must not look like a pass.

total_passed=0 total_failed=0 total_skipped=0
summary=()

add_counts() {
  local name=$1 passed=$2 failed=$3 skipped=$4 note=${5:-}
  total_passed=$((total_passed + passed))
  total_failed=$((total_failed + failed))
  total_skipped=$((total_skipped + skipped))
  summary+=("$(printf '%-36s %6d passed %5d failed %5d skipped  %s' "$name" "$passed" "$failed" "$skipped" "$note")")
  echo "${summary[-1]}"
}

# attribute NAME FILE: the sum of an attribute over the <assembly> elements of an xunit report.
attribute() {
  grep -o '<assembly [^>]*' "$2" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

# checked NAME PASSED FAILED SKIPPED EXIT_CODE: adds a report's counts, once they have been compared with the exit code.
checked() {
  local name=$1 passed=$2 failed=$3 skipped=$4 code=$5 note=

  if [ $((passed + failed + skipped)) -eq 0 ]; then
    failed=1 note="no test ran (exit code $code)"
  elif [ "$failed" -eq 0 ] && [ "$code" -ne 0 ]; then
    failed=1 note="exit code $code without a failed test"
  fi

  add_counts "$name" "$passed" "$failed" "$skipped" "${note:-${took:-0} s}"
}

count_xunit() {
  local name=$1 report=$2 code=$3

  if [ ! -s "$report" ]; then
    add_counts "$name" 0 1 0 "no report (exit code $code)"
    return
  fi

  checked "$name" "$(attribute passed "$report")" \
    "$(($(attribute failed "$report") + $(attribute errors "$report")))" "$(attribute skipped "$report")" "$code"
}

count_tap() {
  local name=$1 log=$2 code=$3
  tap() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$log" | awk '{ sum += $1 } END { print sum + 0 }'; }
  checked "$name" "$(tap pass)" "$(($(tap fail) + $(tap cancelled)))" "$(($(tap skipped) + $(tap todo)))" "$code"
}

count_exit() {
  checked "$1" "$([ "$2" -eq 0 ] && echo 1 || echo 0)" "$([ "$2" -eq 0 ] && echo 0 || echo 1)" 0 "$2"
}

# Ends the script.
print_totals() {
  printf '%s\n' "${summary[@]}"
  [ "$total_skipped" -eq 0 ] || printf '%s skipped\n' "$total_skipped"
  printf '\n%d passed, %d failed\n' "$total_passed" "$total_failed"
  [ "$total_failed" -eq 0 ] && [ "$total_passed" -gt 0 ] && exit 0
  exit 1
}
