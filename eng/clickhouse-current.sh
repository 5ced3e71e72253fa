#!/usr/bin/env bash
# A current ClickHouse for the tests, on a free port of 127.0.0.1 and in a temporary folder of its own; it needs the solution built.
#   eval "$(eng/clickhouse-current.sh start)"   starts it and exports TURNOUT_TEST_CLICKHOUSE_CURRENT (its address) and TURNOUT_TEST_CLICKHOUSE_CURRENT_FOLDER
#   eng/clickhouse-current.sh stop              stops it and removes its folder
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

case "${1:-}" in
  start)
    (cd "$root/eng/CurrentClickHouse" && npm ci --silent --ignore-scripts) >&2
    folder=$(mktemp -d "${TMPDIR:-/tmp}/turnout-clickhouse-current.XXXXXX")
    port=$(node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
    address=http://127.0.0.1:$port
    dotnet "$root/artifacts/bin/CurrentClickHouse/release/CurrentClickHouse.dll" \
      "$root"/eng/CurrentClickHouse/node_modules/@chdb/lib-*/libchdb.so "$folder/data" "$address" >"$folder/log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    for _ in $(seq 300); do
      curl -fsS "$address/ping" >/dev/null 2>&1 && break
      kill -0 "$(cat "$folder/pid")" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
      sleep 0.1
    done
    echo "export TURNOUT_TEST_CLICKHOUSE_CURRENT='$address'"
    echo "export TURNOUT_TEST_CLICKHOUSE_CURRENT_FOLDER='$folder'"
    ;;
  stop)
    folder=${TURNOUT_TEST_CLICKHOUSE_CURRENT_FOLDER:?nothing to stop}
    kill -9 "$(cat "$folder/pid")" 2>/dev/null || true
    rm -rf "$folder"
    ;;
  *)
    sed -n '2,4p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
