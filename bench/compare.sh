#!/usr/bin/env bash
# Measures our server beside its peers: starts them, lets them take turns, prints tables of medians and ratios.
#
#   bench/compare.sh                    every scenario; writes docs/performance.md
#   bench/compare.sh SCENARIO...        these scenarios; prints only
#   bench/compare.sh --quick            ack32w16, bc1000w8, connect and idle10k in under two minutes; prints only
#   bench/compare.sh turns100 turns1k turns10k few10k
#                                       growth: all of so many connections speak in turn, or 100 of 10,000
#
#   --servers "ours npm"   which servers, ours first (default: ours npm); there are also ours-logging, ours-nospin,
#                          signalr (ASP.NET Core, JSON), pipe (Kestrel echoing frames: the practical limit)
#   --rounds N             alternations (default 3)
#   --window S, --warmup S seconds measured, and warmed up before (default 3 and 2)
#   --first S              warm-up before the first measurement of a scenario: it compiles (default 8)
#   --idle N               connections of idle10k (default 10000, or what the file descriptors allow)
#   --unpinned             every process on all cores
#   --write                write docs/performance.md whatever was measured
set -euo pipefail
cd "$(dirname "$0")"

rounds=3 window=3 warmup=2 first=8 idle=10000 pinned=yes write= quick=
servers="ours npm"
scenarios=()

while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=yes ;;
    --servers) servers=$2; shift ;;
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
  scenarios=(ack32w16 ack32w1 ack1kw16 say32w16 bin1kw16 bc1000 bc1000w8 bc5000 paced connect pollhs pollecho idle10k)
  write=yes
fi

# Each connection is a descriptor in the server and one in the load generator; the server has some more of its own.
ulimit -n "$(ulimit -Hn)"
descriptors=$(ulimit -n)
if [ "$descriptors" != unlimited ] && [ $((idle + 500)) -gt "$descriptors" ]; then idle=5000; fi

if [ "$(nproc)" -lt 2 ]; then pinned=; fi
on_server_core= on_load_core=
if [ -n "$pinned" ]; then on_server_core="taskset -c 0" on_load_core="taskset -c 1"; fi

load=SocketIO.Load/bin/Release/net10.0/SocketIO.Load.dll
results=$(mktemp)
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

trap 'stop_all; rm -f "$results"' EXIT
trap 'exit 130' INT TERM

say() { printf '%s\n' "$*" >&2; }

build() {
  say "Building ..."
  dotnet build SocketIO.Load -c Release -v q -nologo >&2
  for server in $servers; do
    case $server in
      ours*) dotnet build SocketIO.LoadServer -c Release -v q -nologo >&2 ;;
      signalr | pipe) dotnet build SocketIO.LoadPeers -c Release -v q -nologo >&2 ;;
      npm) [ -d node/node_modules/socket.io ] || npm ci --prefix node --silent >&2 ;;
    esac
  done
}

# The variants of a server differ in their environment only.
command_of() {
  case $1 in
    ours) echo "dotnet SocketIO.LoadServer/bin/Release/net10.0/SocketIO.LoadServer.dll" ;;
    ours-logging) echo "env LOAD_LOGGING=Information dotnet SocketIO.LoadServer/bin/Release/net10.0/SocketIO.LoadServer.dll" ;;
    ours-nospin) echo "env DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 dotnet SocketIO.LoadServer/bin/Release/net10.0/SocketIO.LoadServer.dll" ;;
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

measure() { # server scenario
  local line dialect=socketio warm=$warmup
  [ "$round" -gt 1 ] || warm=$first
  case $1 in signalr | pipe) dialect=$1 ;; esac
  line=$($on_load_core dotnet $load --port "${ports[$1]}" --pid "${pids[$1]}" --name "$1" --dialect $dialect \
    --warmup "$warm" --window "$window" --idle "$idle" "$2")
  # No line: the server has nothing that the scenario is about.
  [ -z "$line" ] || echo "$line" >>"$results"
  say "  ${line:-$1 does not take part}"
}

build
began=$SECONDS
others=$(cut -d' ' -f1 /proc/loadavg)

# The servers stay up over all alternations: a just-in-time compiler that has been at work for some seconds only, on one
# core, is not what a server is like. Memory alone counts from a process that has done nothing else.
for server in $servers; do start "$server"; done

for ((round = 1; round <= rounds; round++)); do
  for scenario in "${scenarios[@]}"; do
    if [ "$scenario" = idle10k ]; then continue; fi
    say "[$((SECONDS - began)) s] alternation $round of $rounds: $scenario"
    for server in $servers; do measure "$server" "$scenario"; done
  done
done

stop_all

idle_rounds=$rounds
if [ -n "$quick" ]; then idle_rounds=1; fi

if [[ " ${scenarios[*]} " == *" idle10k "* ]]; then
  for ((round = 1; round <= idle_rounds; round++)); do
    say "[$((SECONDS - began)) s] alternation $round: idle10k"
    for server in $servers; do start "$server"; measure "$server" idle10k; stop "$server"; done
  done
fi

facts() {
  echo
  echo "## Machine"
  echo
  echo "- $(date -u +%Y-%m-%d), $(nproc) cores, $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1), Linux $(uname -r), loopback interface"
  echo "- .NET $(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \([^ ]*\).*/\1/p' | tail -1), Node.js $(node --version), socket.io $(node -p 'require("./node/node_modules/socket.io/package.json").version')"
  echo "- $rounds alternations, $window s measured after $warmup s of warm-up ($first s the first time), $([ -n "$pinned" ] && echo "server and load generator pinned to a core each" || echo "no process pinned")"
  echo "- load average of the machine just before: $others"
  echo
  echo "## Results"
  echo
}

tables=$(dotnet $load report "$results")
say ""
echo "$tables"

if [ -n "$write" ]; then
  mkdir -p ../docs
  { cat performance-head.md; facts; echo "$tables"; } >../docs/performance.md
  say "Wrote docs/performance.md"
fi
