#!/usr/bin/env bash
# Follows the README's first command: ./run.sh must bring up the chat, its page, the client bundle and a handshake as documented.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=${SMOKE_PORT:-$((20000 + RANDOM % 20000))}
log=$(mktemp)
./run.sh --port "$port" > "$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -f "$log"' EXIT

fail() { echo "failed: $*"; echo "--- run.sh said:"; tail -30 "$log"; exit 1; }

# Bounded by the deadline alone: a build may take a while before the server listens.
deadline=$((SECONDS + 240))
until curl -fsS -o /dev/null "http://localhost:$port/" 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || fail "run.sh ended before the page could be loaded"
  [ $SECONDS -lt $deadline ] || fail "no page within 240 s"
  sleep 0.2
done

handshake=$(curl -fsS "http://localhost:$port/socket.io/?EIO=4&transport=polling") || fail "the handshake was refused"
expected='^0\{"sid":"[A-Za-z0-9_-]{20}","upgrades":\["websocket"\],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000\}$'
[[ $handshake =~ $expected ]] || fail "the handshake was: $handshake"
echo "ok: handshake"

bundle=$(curl -fsS "http://localhost:$port/socket.io/socket.io.js") || fail "/socket.io/socket.io.js is not served"
case $bundle in *"Socket.IO v4.8.4"*) echo "ok: client bundle" ;; *) fail "/socket.io/socket.io.js is not the client 4.8.4" ;; esac
