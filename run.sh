#!/usr/bin/env bash
# Sets up what is missing, builds, and starts a sample: ./run.sh [--port N] [Chat|Minimal|...]
source "$(dirname "${BASH_SOURCE[0]}")/build/common.sh"

port=${PORT:-3000}
sample=Chat

while [ $# -gt 0 ]; do
  case $1 in
    -p | --port) [ $# -gt 1 ] || die "--port needs a number."; port=$2; shift 2 ;;
    -h | --help) sed -n '2s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;;
    -*) die "unknown option $1: ./run.sh [--port N] [Chat|Minimal|...]" ;;
    *) sample=$1; shift ;;
  esac
done

[ -f "$root/samples/$sample/$sample.csproj" ] || die "there is no sample '$sample'. There are: $(cd "$root/samples" && ls -d -- */ | tr -d '/' | xargs)"
[[ $port =~ ^[0-9]+$ ]] || die "'$port' is not a port."

# More than one program: it knows best how to start them.
[ ! -x "$root/samples/$sample/run.sh" ] || PORT=$port exec "$root/samples/$sample/run.sh"

require_sdk
npm_install || warn "without the npm packages the server cannot serve /socket.io/socket.io.js: the page will not connect."

say "Building samples/$sample"
dotnet build "$root/samples/$sample/$sample.csproj" -c Release -v q -nologo || die "the build failed."

say "Starting samples/$sample, http://localhost:$port (Ctrl+C stops it)"
# The sample's folder is its content root: wwwroot is read from there.
cd "$root/samples/$sample"
case $sample in
  # It is the other end: what it connects to is its first argument.
  *Client) exec dotnet "bin/Release/net10.0/$sample.dll" "http://localhost:$port" ;;
esac

exec dotnet "bin/Release/net10.0/$sample.dll" --urls "http://localhost:$port"
