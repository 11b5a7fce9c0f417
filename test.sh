#!/usr/bin/env bash
# Sets up what is missing, builds everything with warnings as errors and runs every test: ./test.sh [-c Debug|Release] [name ...]
# A name picks the runners whose name contains it, such as Protocol or Browser. Results and logs: artifacts/test-results.
# The last line is "N passed, N failed"; the exit code is 0 only when tests ran and none failed.
source "$(dirname "${BASH_SOURCE[0]}")/build/common.sh"
source "$root/build/counts.sh"

configuration=Release
only=()

while [ $# -gt 0 ]; do
  case $1 in
    -c | --configuration) [ $# -gt 1 ] || die "$1 needs Debug or Release."; configuration=$2; shift 2 ;;
    -h | --help) sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;;
    -*) die "unknown option $1: ./test.sh [-c Debug|Release] [name ...]" ;;
    *) only+=("$1"); shift ;;
  esac
done

cd "$root"
results=$root/artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

# A test that hangs costs its runner this long and no more; the tests that were still running are in the log.
limit=${TEST_TIMEOUT:-420}

selected() {
  local name=$1 part

  [ ${#only[@]} -gt 0 ] || return 0

  for part in "${only[@]}"; do
    case ${name,,} in *"${part,,}"*) return 0 ;; esac
  done

  return 1
}

has_proxies() {
  command -v nginx && command -v haproxy && command -v apache2 && command -v caddy
}

has_python() {
  /usr/bin/python3 -c 'import socketio, requests, websocket, aiohttp'
}

has_postgres() {
  compgen -G "/usr/lib/postgresql/*/bin/postgres"
}

finish() {
  say "$(printf '%s' "Took $SECONDS s")"
  print_totals
}

# run NAME COMMAND...: one runner, bounded in time, its output shown and kept.
run() {
  local name=$1 started=$SECONDS code=0
  shift

  say "$name"
  timeout --kill-after=10 "$limit" "$@" 2>&1 < /dev/null | tee "$results/$name.log" || code=${PIPESTATUS[0]}

  if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
    echo "$name did not end within $limit s and was stopped."
  fi

  exit_code=$code
  took=$((SECONDS - started))
}

require_sdk
npm_install || warn "tests that need JavaScript clients will fail."
apt_install "command -v chromium" chromium || warn "tests that need a browser will fail."
apt_install "command -v redis-server" redis-server || warn "tests with Redis will fail."
apt_install has_postgres postgresql || warn "tests with PostgreSQL will fail."
apt_install has_proxies nginx haproxy apache2 caddy || warn "tests with a proxy will fail."
apt_install has_python python3-socketio python3-requests python3-websocket python3-aiohttp || warn "tests with Python's client and server will fail."

say "Building ($configuration)"

if ! dotnet build SocketIO.slnx -c "$configuration" -v q -nologo -warnaserror; then
  echo "The build failed: no test was run."
  add_counts build 0 1 0
  finish
fi

while read -r project; do
  name=$(basename "$project" .csproj)
  selected "$name" || continue
  # Test projects are programs: running them directly needs no test host in between, so their output is not delayed.
  run "$name" "$(dirname "$project")/bin/$configuration/net10.0/$name" \
    -noLogo -noColor -longRunning 60 -xml "$results/$name.xml"
  count_xunit "$name" "$results/$name.xml" "$exit_code"
done < <(sed -n 's/.*Path="\([^"]*Tests\.csproj\)".*/\1/p' SocketIO.slnx)

while read -r file; do
  name=$(basename "$file" .test.mjs)
  selected "$name" || continue
  run "$name" node --test --test-reporter=tap "$file"
  count_tap "$name" "$results/$name.log" "$exit_code"
done < <(git ls-files 'tests/*.test.mjs')

if [ "$configuration" = Release ] && selected run.sh; then
  run run.sh build/smoke.sh
  count_exit run.sh "$exit_code"
fi

finish
