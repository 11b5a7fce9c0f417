#!/usr/bin/env bash
# Micro benchmarks: what a packet, a broadcast, a room or a handler costs in time and, above all, in allocated bytes.
#
#   bench/benchmarks.sh                         all of them, two minutes
#   bench/benchmarks.sh --filter '*Broadcast*'  those that match; further options are BenchmarkDotNet's own
#
# The tables are printed and kept in artifacts/benchmarks.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;; esac

dotnet build bench/SocketIO.Benchmarks -c Release -v q -nologo >&2
exec dotnet bench/SocketIO.Benchmarks/bin/Release/net10.0/SocketIO.Benchmarks.dll "$@"
