#!/usr/bin/env bash
# What a cluster of three servers does when something breaks: clients behind nginx count what they get, lose or get twice.
#
#   bench/faults.sh [kill-redis] [kill-streams] [restart-redis] [restart-streams] [postgres] [partition] [rolling] [--clients N] [--rate N] [--down SECONDS] [--drain TIME]
#
# Without names all of them, some eight minutes. Needs redis-server, postgresql and nginx, and for the partition root (network namespaces, iptables).
# Exits with 1 when something was lost without notice, came twice, or took too long.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PATH:/usr/sbin:/sbin
ulimit -n "$(ulimit -Hn)"
dotnet build -c Release -v q -nologo bench/SocketIO.ClusterFaults
exec bench/SocketIO.ClusterFaults/bin/Release/net10.0/SocketIO.ClusterFaults "$@"
