#!/usr/bin/env bash
# Sets up what is missing and starts Redis, nginx, two nodes of ASP.NET Core and one of Node.js: samples/Cluster/run.sh. Ctrl+C stops them all.
#
#   PORT=3000                         the page's port
#   PORTS="3001 3002 3003 3004"       those of nodes a, b and c, and of Redis; the four after PORT unless told otherwise
#   BUILT=Release                     builds nothing, and runs what was built as Release (or Debug)
source "$(dirname "${BASH_SOURCE[0]}")/../../build/common.sh"

here=$root/samples/Cluster
port=${PORT:-3000}
[[ $port =~ ^[0-9]+$ ]] || die "'$port' is not a port."
read -r port_a port_b port_c port_redis rest <<< "${PORTS:-$((port + 1)) $((port + 2)) $((port + 3)) $((port + 4))}"
[ -n "$port_redis" ] && [ -z "$rest" ] || die "PORTS needs four ports: of nodes a, b and c, and of Redis."

listens() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

for taken in "$port" "$port_a" "$port_b" "$port_c" "$port_redis"; do
  [[ $taken =~ ^[0-9]+$ ]] || die "'$taken' is not a port."
  ! listens "$taken" || die "port $taken is taken. PORT=8000 $0 takes 8000 to 8004."
done

require_sdk
npm_install || die "the node in JavaScript needs the npm packages of tests/node."
apt_install "command -v redis-server" redis-server || die "redis-server is missing."
apt_install "command -v nginx" nginx || die "nginx is missing."

if [ -z "${BUILT:-}" ]; then
  say "Building samples/Cluster"
  dotnet build "$here/Cluster.csproj" -c Release -v q -nologo || die "the build failed."
fi

program=$here/bin/${BUILT:-Release}/net10.0/Cluster.dll
[ -f "$program" ] || die "$program has not been built."

folder=$(mktemp -d)
# What .NET leaves there when it is killed goes with the folder.
export TMPDIR=$folder
children=()

# The nodes before Redis, which they say goodbye by.
finish() {
  trap - EXIT INT TERM
  say "Stopping"

  for ((i = ${#children[@]} - 1; i >= 0; i--)); do
    kill "${children[i]}" 2>/dev/null || true
    wait "${children[i]}" 2>/dev/null || true
  done

  rm -rf "$folder"
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# start COMMAND...: in the background.
start() {
  "$@" &
  children+=($!)
}

# ready NAME PORT PID: waits until it listens.
ready() {
  local deadline=$((SECONDS + 60))

  until listens "$2"; do
    kill -0 "$3" 2>/dev/null || die "$1 has ended instead of listening on port $2."
    [ $SECONDS -lt $deadline ] || die "$1 does not listen on port $2 after 60 s."
    sleep 0.1
  done

  echo "$1: port $2"
}

# keep NAME COMMAND...: a node, started again five seconds after it has ended.
keep() {
  local name=$1 child='' code how
  shift
  # A signal ends the wait, whatever it waits for.
  trap 'kill "$child" 2>/dev/null; wait "$child" 2>/dev/null; exit' TERM

  while true; do
    "$@" &
    child=$!
    code=0
    # Of a child that was killed the shell would say so, too.
    { wait "$child" || code=$?; } 2>/dev/null
    [ $code -eq 137 ] && how="was killed" || how="has ended ($code)"
    echo "Node $name $how. It starts again in 5 seconds."
    sleep 5 &
    child=$!
    wait "$child"
    echo "Node $name starts."
  done
}

# nginx as root would go on as a user who may not be able to read the page.
sed -e "s/127\.0\.0\.1:3000/127.0.0.1:$port/; s/127\.0\.0\.1:3001/127.0.0.1:$port_a/; s/127\.0\.0\.1:3002/127.0.0.1:$port_b/; s/127\.0\.0\.1:3003/127.0.0.1:$port_c/" \
  -e "s|root wwwroot|root \"$here/wwwroot\"|" "$here/nginx.conf" > "$folder/cluster.conf"
cat > "$folder/nginx.conf" <<END
$([ "$(id -u)" -ne 0 ] || echo "user root;")
daemon off;
worker_processes 1;
pid $folder/nginx.pid;
error_log $folder/nginx.log;
events {}
http {
  types { text/html html; text/css css; text/javascript js; image/svg+xml svg; }
  access_log off;
  client_body_temp_path $folder/body;
  proxy_temp_path $folder/proxy;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  include $folder/cluster.conf;
}
END

say "Starting the cluster"
# In groups of their own: Ctrl+C would reach Redis before the nodes have said goodbye.
set -m
start redis-server --bind 127.0.0.1 --port "$port_redis" --dir "$folder" --save "" --appendonly no --logfile "$folder/redis.log"
start nginx -p "$folder" -e "$folder/nginx.log" -c "$folder/nginx.conf"
set +m
ready "Redis" "$port_redis" "${children[0]}"
ready "nginx" "$port" "${children[1]}"

cd "$here"
dotnet=(dotnet "$program" --Logging:LogLevel:Default=Warning --redis "127.0.0.1:$port_redis")
start keep a "${dotnet[@]}" --urls "http://127.0.0.1:$port_a" --node a
start keep b "${dotnet[@]}" --urls "http://127.0.0.1:$port_b" --node b
start keep c node server.mjs --port "$port_c" --redis "redis://127.0.0.1:$port_redis" --node c
ready "Node a, ASP.NET Core" "$port_a" "${children[2]}"
ready "Node b, ASP.NET Core" "$port_b" "${children[3]}"
ready "Node c, Node.js" "$port_c" "${children[4]}"

say "http://localhost:$port (Ctrl+C stops it)"
wait -n || true
die "Redis or nginx has ended. They say:
$(tail -n 3 "$folder/redis.log" "$folder/nginx.log")"
