# Sourced by run.sh and test.sh: says exactly what is missing, and how to get it.

require_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET 10 SDK is missing (no 'dotnet' on PATH). Get it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 2
  fi
  if ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "The .NET 10 SDK is missing; installed are: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')" >&2
    echo "Get it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 2
  fi
}

require_node() {
  if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    echo "Node.js 20 or newer with npm is missing. Get it from https://nodejs.org" >&2
    exit 2
  fi
  if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
    echo "Node.js 20 or newer is needed; this is $(node --version)." >&2
    exit 2
  fi
}

# require_debian_package COMMAND-OR-FILE PACKAGE [APT-OPTION…]: installs PACKAGE by apt where that is possible, else says what to install.
require_debian_package() {
  local probe=$1 package=$2
  shift 2
  if [ -e "$probe" ] || command -v "$probe" >/dev/null 2>&1; then return; fi
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  if command -v apt-get >/dev/null 2>&1; then
    echo "Installing $package …"
    if ! dpkg -s apt >/dev/null 2>&1 || ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$@" "$package" >/dev/null 2>&1; then
      $sudo apt-get update -q >/dev/null 2>&1 || true
      $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$@" "$package" >/dev/null || {
        echo "Could not install '$package' by apt-get; install it and run this again." >&2
        exit 2
      }
    fi
  else
    echo "'$probe' is missing: install what your system calls '$package' and run this again." >&2
    exit 2
  fi
}
