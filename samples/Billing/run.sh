#!/usr/bin/env bash
# Starts the billing sample on http://127.0.0.1:5082/billing, next to a running Turnout (./run.sh), whose TURNOUT_ADMIN_TOKEN it needs too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/eng/require.sh"
require_dotnet

dotnet build "$here/Billing.csproj" -c Release -v quiet --nologo >&2
exec dotnet "$root/artifacts/bin/Billing/release/billing.dll" --urls http://127.0.0.1:5082 "$@"
