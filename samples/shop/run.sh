#!/usr/bin/env bash
# Starts the sample shop on http://127.0.0.1:5081, next to a running Turnout (./run.sh), whose TURNOUT_ADMIN_TOKEN it needs too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/eng/require.sh"
require_dotnet
require_node

bash "$here/build-ui.sh" >&2
dotnet build "$here/Shop.csproj" -c Release -v quiet --nologo >&2
exec dotnet "$root/artifacts/bin/Shop/release/shop.dll" --urls http://127.0.0.1:5081 "$@"
