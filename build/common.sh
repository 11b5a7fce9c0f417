# Sourced by run.sh and test.sh. Finds what a build needs, installs what apt and npm can give, and says what is missing otherwise.
# Everything here may be called again and again: what is already there is left alone.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Where Debian keeps proxies; the PATH of a user other than root lacks it.
export PATH=$PATH:/usr/sbin:/sbin
# A build node that outlives the script would keep files of this folder open.
export MSBUILDDISABLENODEREUSE=1

say() { printf '\n== %s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() { printf '\nerror: %s\n' "$*" >&2; exit 1; }

require_sdk() {
  local wanted
  wanted=$(sed -n 's/.*"version": *"\([0-9]*\)\..*/\1/p' "$root/global.json")

  command -v dotnet >/dev/null || die "the .NET SDK is missing. Install version $wanted (https://dot.net/download), make sure that 'dotnet' is on the PATH, and run this script again."
  (cd "$root" && dotnet --version >/dev/null 2>&1) || die "no .NET $wanted SDK was found. These are installed:
$(cd / && dotnet --list-sdks | sed 's/^/  /')
Install version $wanted (https://dot.net/download) and run this script again."
}

# apt_install CHECK PACKAGE...: installs the packages unless the check, a command, succeeds. Fails, with a word on why, when it cannot.
# Run level 1 keeps services from being started by their installation: the tests start their own.
apt_install() {
  local check=$1
  shift

  if $check >/dev/null 2>&1; then
    return 0
  fi

  local sudo=()

  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { warn "$* is missing, and this is neither root nor has sudo: install it by hand."; return 1; }
    sudo=(sudo)
  fi

  command -v apt-get >/dev/null || { warn "$* is missing, and so is apt-get: install it by hand."; return 1; }

  say "Installing $*"

  if [ -z "${apt_updated:-}" ]; then
    "${sudo[@]}" apt-get update -qq || warn "apt-get update failed; trying with the package lists as they are."
    apt_updated=1
  fi

  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "$@" >/dev/null \
    || { warn "apt-get could not install $*."; return 1; }
}

# The JavaScript packages: the browser bundle that the server serves, and the reference clients of the tests. Installed again only
# when the lock file has changed since the last time.
npm_install() {
  local folder=$root/tests/node stamp want

  if ! command -v npm >/dev/null; then
    apt_install "command -v node" nodejs || return 1
    apt_install "command -v npm" npm || return 1
  fi

  stamp=$folder/node_modules/.installed
  want=$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum)

  if [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then
    return 0
  fi

  say "Installing the npm packages of tests/node"
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || { warn "npm ci failed in tests/node."; return 1; }
  printf '%s\n' "$want" > "$stamp"
}
