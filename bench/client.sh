#!/usr/bin/env bash
# Measures our client beside NuGet's SocketIOClient and npm's client against the same server: CPU and memory per event.
#
#   bench/client.sh [--rounds N] [--window S] [--clients "ours nuget npm"] [--write] [SCENARIO...]
#
#   --clients  which clients: also ours-nospin (thread pool without spinning), ours-inline (sockets complete inline)
#   --write    writes docs/performance-client.md
#
#   emit      events that want no acknowledgement, a thousand at a time
#   receive   events that the server sends, a thousand at a time
#   ack1      acknowledged events, one at a time
#   ack16     acknowledged events, sixteen at a time
#
# The clients take turns; client and server have a core each. The tables show medians of the rounds (default 3 of 3 seconds).
set -euo pipefail
cd "$(dirname "$0")"

rounds=3 window=3 clients="ours ours-nospin ours-inline nuget npm" write= scenarios=()

while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2; shift ;;
    --window) window=$2; shift ;;
    --clients) clients=$2; shift ;;
    --write) write=yes ;;
    -*) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
    *) scenarios+=("$1") ;;
  esac
  shift
done

[ ${#scenarios[@]} -gt 0 ] || scenarios=(emit receive ack1 ack16)
[ -d node/node_modules ] || (cd node && npm ci --silent)
for project in SocketIO.ClientLoad SocketIO.LoadServer; do dotnet build -c Release -v q -nologo "$project"; done

port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
PORT=$port taskset -c 0 SocketIO.LoadServer/bin/Release/net10.0/SocketIO.LoadServer > /dev/null 2>&1 &
server=$!
trap 'kill $server 2> /dev/null' EXIT
url=http://127.0.0.1:$port
until curl -sf "$url/socket.io/?EIO=4&transport=polling" > /dev/null; do sleep 0.2; done

results=$(mktemp)

for scenario in "${scenarios[@]}"; do
  for round in $(seq "$rounds"); do
    printf '\r%-10s round %s of %s ' "$scenario" "$round" "$rounds" >&2
    for client in $clients; do
      case $client in
        npm) program="node node/client-load.mjs" ;;
        *) program="SocketIO.ClientLoad/bin/Release/net10.0/SocketIO.ClientLoad $client" ;;
      esac

      case $client in
        ours-nospin) setting=DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 ;;
        ours-inline) setting=DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 ;;
        *) setting=_= ;;
      esac

      # shellcheck disable=SC2086
      timeout $((window * 4 + 20)) env $setting taskset -c 1 $program "$url" "$scenario" "$window" >> "$results" || echo "$client did not finish $scenario." >&2
    done
  done
done

printf '\r%40s\r' '' >&2

table() {
  node - "$results" <<'JS'
const rows = require("fs").readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => line.split(" "));
const median = (values) => values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
const of = (who, scenario, column) => median(rows.filter((row) => row[0] === who && row[1] === scenario && row[column] !== "-").map((row) => Number(row[column])));
const clients = [...new Set(rows.map((row) => row[0]))];
const peers = clients.filter((client) => !client.startsWith("ours"));
const show = (value, digits = 2) => (value === undefined ? "did not finish" : value.toFixed(digits));

console.log(`| scenario | ${clients.map((client) => `${client}, µs CPU`).join(" | ")} | ours / better peer | ${clients.filter((client) => client !== "npm").map((client) => `${client}, bytes`).join(" | ")} |`);
console.log(`| --- |${" --- |".repeat(clients.length + 1 + clients.filter((client) => client !== "npm").length)}`);

for (const scenario of new Set(rows.map((row) => row[1]))) {
  const best = Math.min(...peers.map((peer) => of(peer, scenario, 3)).filter((value) => value !== undefined));
  const cpu = clients.map((client) => show(of(client, scenario, 3)));
  const bytes = clients.filter((client) => client !== "npm").map((client) => show(of(client, scenario, 4), 0));
  console.log(`| ${scenario} | ${cpu.join(" | ")} | ${show(of("ours", scenario, 3) / best)} | ${bytes.join(" | ")} |`);
}
JS
}

table

if [ -n "$write" ]; then
  {
    sed "s/there were ROUNDS/there were $rounds/" performance-client-head.md
    table
  } > ../docs/performance-client.md
fi

rm "$results"
