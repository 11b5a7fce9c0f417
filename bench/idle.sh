#!/usr/bin/env bash
# Holds many idle connections for 80 seconds and watches their heartbeats: none may come more than a second late.
#
#   bench/idle.sh [CONNECTIONS]    default 50000
#
# A process may open as many files as `ulimit -Hn` says, so the connections are shared out among as many servers as that takes.
set -euo pipefail
cd "$(dirname "$0")"

connections=${1:-50000}
ulimit -n "$(ulimit -Hn)"
descriptors=$(ulimit -n)
[ "$descriptors" != unlimited ] || descriptors=1000000
servers=$(((connections + descriptors - 1001) / (descriptors - 1000)))
share=$(((connections + servers - 1) / servers))

dotnet build SocketIO.Load -c Release -v q -nologo >&2
dotnet build SocketIO.LoadServer -c Release -v q -nologo >&2

results=$(mktemp)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -f "$results"' EXIT
trap 'exit 130' INT TERM

echo "Holding $connections connections on $servers servers for 80 s ..." >&2
measuring=()

for ((i = 1; i <= servers; i++)); do
  port=$((20000 + RANDOM % 12000))
  PORT=$port LOAD_LOGGING=Information LOAD_METRICS=on dotnet SocketIO.LoadServer/bin/Release/net10.0/SocketIO.LoadServer.dll >/dev/null &
  server=$!
  pids+=("$server")
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do kill -0 "$server" && sleep 0.1; done
  dotnet SocketIO.Load/bin/Release/net10.0/SocketIO.Load.dll --port "$port" --pid "$server" --name "server $i" --idle "$share" heartbeats >>"$results" &
  measuring+=($!)
done

for pid in "${measuring[@]}"; do wait "$pid"; done

# Fails when one did.
dotnet SocketIO.Load/bin/Release/net10.0/SocketIO.Load.dll heartbeats "$results"
