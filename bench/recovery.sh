#!/usr/bin/env bash
# Forced reconnections with connection state recovery: counts what is lost, comes twice, or goes missing without a word.
#
#   bench/recovery.sh [--server ours|npm] [--reconnects N] [--rate N] [--clients N] [--seed N] [websocket] [polling]
#
# Without arguments: 10,000 reconnections on each transport while the server sends 200 events a second. Fails unless nothing is lost or
# doubled and 99.9 % of the clients go on where they were. Four in ten connections are closed by the client, four are reset, and of two the
# server hears nothing.
set -euo pipefail
cd "$(dirname "$0")"

server=ours
options=()
transports=()

while [ $# -gt 0 ]; do
  case $1 in
    --server) server=$2; shift ;;
    --reconnects | --rate | --clients | --seed) options+=("$1" "$2"); shift ;;
    -*) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
    *) transports+=("$1") ;;
  esac
  shift
done

[ ${#transports[@]} -gt 0 ] || transports=(websocket polling)
ulimit -n "$(ulimit -Hn)"
(cd node && npm ci --silent --no-audit --no-fund)
[ "$server" != ours ] || dotnet build SocketIO.RecoveryServer -c Release -v q -nologo

failed=0

for transport in "${transports[@]}"; do
  port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')

  if [ "$server" = ours ]; then
    PORT=$port dotnet SocketIO.RecoveryServer/bin/Release/net10.0/SocketIO.RecoveryServer.dll &
  else
    PORT=$port node node/recovery-server.js &
  fi

  pid=$!
  trap 'kill $pid 2> /dev/null || true' EXIT
  for _ in $(seq 100); do curl -s -o /dev/null "http://127.0.0.1:$port/socket.io/?EIO=4&transport=polling" && break; sleep 0.1; done
  node node/recovery.mjs --transport "$transport" --port "$port" "${options[@]}" || failed=1
  kill "$pid"
  wait "$pid" 2> /dev/null || true
done

exit $failed
