#!/usr/bin/env bash
# What a delivery across servers costs: three servers of ours beside three of npm's, on the same kind of broker, one after the other.
#
#   bench/cluster.sh [SECONDS [redis] [streams] [postgres]]     (default: 8 seconds each, all three)
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d tests/node/node_modules ] || (cd tests/node && npm ci --silent)
dotnet build -c Release -v q -nologo bench/SocketIO.ClusterLoad
exec bench/SocketIO.ClusterLoad/bin/Release/net10.0/SocketIO.ClusterLoad "$@"
