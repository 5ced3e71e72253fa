#!/usr/bin/env bash
# Runs Turnout: builds what is missing, then starts the server (or a verb: ./run.sh demo, ./run.sh stats welch).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/eng/require.sh"
require_dotnet

# Standard output belongs to the verb (JSON, CSV, …); what the build says goes to standard error.
build_log=$(mktemp)
trap 'rm -f "$build_log"' EXIT
if ! dotnet build "$root/src/Turnout/Turnout.csproj" -c Release -v quiet --nologo >"$build_log" 2>&1; then
  cat "$build_log" >&2
  echo "run.sh: the build failed; see above." >&2
  exit 1
fi

# A relative --data belongs to the folder the caller stands in; the default is the repository's own ./data.
export TURNOUT_DATA="${TURNOUT_DATA:-$root/data}"
rm -f "$build_log"
exec dotnet "$root/artifacts/bin/Turnout/release/turnout.dll" "$@"
