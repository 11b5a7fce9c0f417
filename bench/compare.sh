#!/usr/bin/env bash
# Measures our server beside its peers: starts them, lets them take turns, prints tables of medians and ratios.
#
#   bench/compare.sh                    everything, pinned and not; writes docs/performance.md and docs/img/performance.svg
#   bench/compare.sh SCENARIO...        these scenarios; prints only
#   bench/compare.sh --quick            ack32w16, bc1000w8, connect and idle10k in under two minutes; prints only
#   bench/compare.sh turns100 turns1k turns10k few10k
#                                       growth: all of so many connections speak in turn, or 100 of 10,000
#
#   --servers "ours npm"   which servers, ours first (default: ours npm, and for everything also signalr and pipe):
#                          ours (logging at Information and metrics on, as people run it), ours-bare (neither),
#                          ours-nospin (thread pool without spinning), ours-inline (inline scheduling, an opt-in),
#                          ours-http (WebSockets that keep their HTTP request), npm (socket.io), signalr (ASP.NET
#                          Core SignalR, JSON), pipe (Kestrel echoing frames: the practical limit)
#   --also "ours-nospin:paced"   servers that take part in some scenarios only
#   --rounds N             alternations (default 3)
#   --window S, --warmup S seconds measured, and warmed up before (default 2 and 1)
#   --first S              warm-up before the first measurement of a scenario: it compiles (default 5)
#   --idle N               connections of idle10k (default 10000, or what the file descriptors allow)
#   --unpinned             every process on all cores
#   --write                write docs/performance.md whatever was measured
set -euo pipefail
cd "$(dirname "$0")"

rounds=3 window=2 warmup=1 first=5 idle=10000 pinned=yes write= quick= everything=
servers= also=
scenarios=()
every=(ack32w16 ack32w1 ack1kw16 say32w16 bin1kw16 bc1000 bc1000w8 bc5000 paced connect pollhs pollecho idle10k)

while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=yes ;;
    --servers) servers=$2; shift ;;
    --also) also=$2; shift ;;
    --rounds) rounds=$2; shift ;;
    --window) window=$2; shift ;;
    --warmup) warmup=$2; shift ;;
    --first) first=$2; shift ;;
    --idle) idle=$2; shift ;;
    --unpinned) pinned= ;;
    --write) write=yes ;;
    -*) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
    *) scenarios+=("$1") ;;
  esac
  shift
done

if [ -n "$quick" ]; then
  window=1.5 warmup=1 first=4
  [ ${#scenarios[@]} -gt 0 ] || scenarios=(ack32w16 bc1000w8 connect idle10k)
elif [ ${#scenarios[@]} -eq 0 ]; then
  scenarios=("${every[@]}")
  everything=$pinned write=yes
  servers=${servers:-ours npm signalr pipe}
  also=${also:-ours-nospin:paced ours-inline:ack32w1 ours-inline:paced ours-bare:idle10k ours-http:idle10k}
fi

servers=${servers:-ours npm}

# Each connection is a descriptor in the server and one in the load generator; the server has some more of its own.
ulimit -n "$(ulimit -Hn)"
descriptors=$(ulimit -n)
if [ "$descriptors" != unlimited ] && [ $((idle + 500)) -gt "$descriptors" ]; then idle=5000; fi

if [ "$(nproc)" -lt 2 ]; then pinned= everything=; fi

load=SocketIO.Load/bin/Release/net10.0/SocketIO.Load.dll
ours="dotnet SocketIO.LoadServer/bin/Release/net10.0/SocketIO.LoadServer.dll"
as_run="env LOAD_LOGGING=Information LOAD_METRICS=on"
results=$(mktemp -d)
declare -A pids=() ports=()

stop() { # server
  local pid=${pids[$1]:-}
  unset "pids[$1]"
  [ -n "$pid" ] || return 0
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

stop_all() {
  for server in "${!pids[@]}"; do stop "$server"; done
}

trap 'stop_all; rm -rf "$results"' EXIT
trap 'exit 130' INT TERM

say() { printf '%s\n' "$*" >&2; }

# The servers that take part in any of the scenarios, or in one.
in_any() {
  local pair taking=$servers
  for pair in $also; do
    case " $taking " in *" ${pair%%:*} "*) ;; *) taking+=" ${pair%%:*}" ;; esac
  done
  echo "$taking"
}

in_scenario() { # scenario
  local pair taking=$servers
  for pair in $also; do [ "${pair#*:}" != "$1" ] || taking+=" ${pair%%:*}"; done
  echo "$taking"
}

build() {
  say "Building ..."
  dotnet build SocketIO.Load -c Release -v q -nologo >&2
  for server in $(in_any); do
    case $server in
      ours) dotnet build SocketIO.LoadServer -c Release -v q -nologo >&2 ;;
      pipe) dotnet build SocketIO.LoadPeers -c Release -v q -nologo >&2 ;;
      npm) [ -d node/node_modules/socket.io ] || npm ci --prefix node --silent >&2 ;;
    esac
  done
}

# The variants of a server differ in their environment only.
command_of() {
  case $1 in
    ours) echo "$as_run $ours" ;;
    ours-bare) echo "$ours" ;;
    ours-nospin) echo "$as_run DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 $ours" ;;
    ours-inline) echo "$as_run LOAD_INLINE=on DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 $ours" ;;
    ours-http) echo "$as_run SocketIO__DetachWebSockets=false $ours" ;;
    signalr | pipe) echo "dotnet SocketIO.LoadPeers/bin/Release/net10.0/SocketIO.LoadPeers.dll $1" ;;
    npm) echo "node --expose-gc node/load-server.js" ;;
    *) say "Unknown server: $1"; exit 2 ;;
  esac
}

start() { # server
  local server=$1 port=$((20000 + RANDOM % 12000)) tries=0 command
  command=$(command_of "$server")
  # Standard output aside: a server that is asked to log must not fill the terminal.
  PORT=$port $on_server_core $command >/dev/null &
  pids[$server]=$! ports[$server]=$port
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 "${pids[$server]}" 2>/dev/null; then say "$server does not start"; exit 1; fi
    sleep 0.1
  done
}

measure() { # server scenario results
  local line dialect=socketio warm=$warmup
  [ "$round" -gt 1 ] || warm=$first
  case $1 in signalr | pipe) dialect=$1 ;; esac
  line=$($on_load_core dotnet $load --port "${ports[$1]}" --pid "${pids[$1]}" --name "$1" --dialect $dialect \
    --warmup "$warm" --window "$window" --idle "$idle" "$2")
  # No line: the server has nothing that the scenario is about.
  [ -z "$line" ] || echo "$line" >>"$3"
  say "  ${line:-$1 does not take part}"
}

# The servers stay up over all alternations: a just-in-time compiler that has been at work for some seconds only, on one
# core, is not what a server is like. Memory alone counts from a process that has done nothing else.
compare() { # results
  local server scenario idle_rounds=$rounds
  on_server_core='' on_load_core=''
  if [ -n "$pinned" ]; then on_server_core="taskset -c 0" on_load_core="taskset -c 1"; fi

  for server in $(in_any); do start "$server"; done

  for ((round = 1; round <= rounds; round++)); do
    for scenario in "${scenarios[@]}"; do
      if [ "$scenario" = idle10k ]; then continue; fi
      say "[$((SECONDS - began)) s] ${pinned:+pinned, }alternation $round of $rounds: $scenario"
      for server in $(in_scenario "$scenario"); do measure "$server" "$scenario" "$1"; done
    done
  done

  stop_all
  [ -z "$quick" ] || idle_rounds=1
  [[ " ${scenarios[*]} " == *" idle10k "* ]] || return 0

  for ((round = 1; round <= idle_rounds; round++)); do
    say "[$((SECONDS - began)) s] alternation $round of $idle_rounds: idle10k"
    for server in $(in_scenario idle10k); do start "$server"; measure "$server" idle10k "$1"; stop "$server"; done
  done
}

facts() {
  echo
  echo "## Machine"
  echo
  echo "- $(date -u +%Y-%m-%d), $(nproc) cores, $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1), Linux $(uname -r), loopback interface"
  echo "- .NET $(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \([^ ]*\).*/\1/p' | tail -1), Node.js $(node --version), socket.io $(node -p 'require("./node/node_modules/socket.io/package.json").version')"
  echo "- $rounds alternations, $window s measured after $warmup s of warm-up ($first s the first time)"
  echo "- load average of the machine just before: $others"
}

heading() { echo; echo "## $([ -n "$pinned" ] && echo "Server and load generator pinned to a core each" || echo "No process pinned")"; echo; }

build
began=$SECONDS
others=$(cut -d' ' -f1 /proc/loadavg)

compare "$results/first"
tables=$(heading; dotnet $load report "$results/first")

if [ -n "$everything" ]; then
  # A second time without pinning; memory does not depend on it.
  pinned='' scenarios=("${every[@]}") also="ours-nospin:paced"
  unset 'scenarios[-1]'
  compare "$results/second"
  tables+=$(echo; heading; dotnet $load report "$results/second")
fi

say ""
echo "$tables"

if [ -n "$write" ]; then
  mkdir -p ../docs/img
  dotnet $load chart "$results/first" >../docs/img/performance.svg
  { cat performance-head.md; facts; echo "$tables"; } >../docs/performance.md
  say "Wrote docs/performance.md and docs/img/performance.svg"
fi
