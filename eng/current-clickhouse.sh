#!/usr/bin/env bash
# Runs the tests of ClickHouse on a current ClickHouse instead of the one that Debian has.
#   eval "$(eng/postgres.sh start)"; eng/current-clickhouse.sh; eng/postgres.sh stop
# There is no package of a current server, but one of the same engine as a library (chdb, half a gigabyte): a small program speaks HTTP before it. Two
# shards it cannot be. Takes some minutes, which is why test.sh does not run it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=3.4.0
folder=${TMPDIR:-/tmp}/turnout-current-clickhouse
mkdir -p "$folder"
[ -d "$folder/node_modules/chdb" ] || npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund --silent "chdb@$version"
library=$(find "$folder/node_modules/@chdb" -name 'libchdb.so' -o -name 'libchdb.dylib' | head -n 1)
[ -n "$library" ] || { echo "The package chdb has no library for this system." >&2; exit 1; }

dotnet build "$root/eng/current-clickhouse" -c Release -v quiet --nologo
data=$(mktemp -d "$folder/data.XXXXXX")
port=$(node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
dotnet "$root/artifacts/bin/CurrentClickHouse/release/CurrentClickHouse.dll" "$library" "$data" "$port" >"$data/log" 2>&1 &
trap 'kill $! 2>/dev/null; rm -rf "$data"' EXIT
for _ in $(seq 300); do curl -fsS "http://127.0.0.1:$port/ping" >/dev/null 2>&1 && break; sleep 0.1; done
echo "ClickHouse $(head -n 1 "$data/log")"
TURNOUT_TEST_CLICKHOUSE="http://127.0.0.1:$port" TURNOUT_TEST_STORE=clickhouse dotnet test "$root/tests/Turnout.Server.Tests" -c Release --nologo -v quiet \
  --filter 'FullyQualifiedName~Turnout.Server.Tests.Analysis|DisplayName~kind: ClickHouse'
