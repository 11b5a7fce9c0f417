#!/usr/bin/env bash
# Does a message cost the same in a large server as in a small one? Grows connections to 10,000, rooms of each socket to 1,000
# and namespaces to 1,000, without a network, and prints what changes.
#
#   bench/growth.sh                            all three, a minute or two
#   bench/growth.sh connections|rooms|namespaces ...
#
# Fails when something takes more than 15 % more processor time, or memory each, than in the smallest server.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;; esac

dotnet build bench/SocketIO.Benchmarks -c Release -v q -nologo >&2
exec dotnet bench/SocketIO.Benchmarks/bin/Release/net10.0/SocketIO.Benchmarks.dll growth "$@"
