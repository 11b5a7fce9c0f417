#!/usr/bin/env bash
# Emits with retries while npm's server is killed and connections are cut at random: no outcome may be unknown, the order is kept.
#
#   bench/retries.sh [EMITS]      over WebSocket, and a tenth of them over polling (default 1000000; some ten minutes)
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d tests/node/node_modules ] || (cd tests/node && npm ci --silent)
dotnet build -c Release -v q -nologo tests/ClientInterop
RETRY_EMITS=${1:-1000000} tests/ClientInterop/bin/Release/net10.0/SocketIO.ClientInterop.Tests -class '*RetryCampaignTests' -showLiveOutput -noLogo
