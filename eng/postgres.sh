#!/usr/bin/env bash
# A PostgreSQL cluster for the tests, on a free port of 127.0.0.1 and in a temporary folder of its own.
#   eval "$(eng/postgres.sh start)"   starts it (start durable: with flushes, for measurements) and exports TURNOUT_TEST_POSTGRES (a connection string) and TURNOUT_TEST_POSTGRES_FOLDER
#   eng/postgres.sh stop              stops it and removes its folder
#   eng/postgres.sh kill | restart    kills it as a crash would; brings it back on the same port
set -euo pipefail
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/require.sh"

programs() {
  local newest
  newest=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then echo "$newest"; return; fi
  if command -v initdb >/dev/null 2>&1; then dirname "$(command -v initdb)"; return; fi
  return 1
}

# PostgreSQL refuses to run as root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

case "${1:-}" in
  start)
    bin=$(programs) || { require_debian_package /usr/lib/postgresql postgresql >&2; bin=$(programs); }
    folder=$(mktemp -d "${TMPDIR:-/tmp}/turnout-postgres.XXXXXX")
    [ "$(id -u)" = 0 ] && chown postgres "$folder"
    port=$(node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
    as_owner "$bin/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
    # A test's data need not outlive the machine: no flushes. It still outlives the killing of PostgreSQL.
    fsync=off
    [ "${2:-}" = durable ] && fsync=on
    echo "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=$fsync -c max_connections=300" >"$folder/options"
    as_owner "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "$(cat "$folder/options")" start >"$folder.log" 2>&1 ||
      { cat "$folder.log" >&2; exit 1; }
    rm -f "$folder.log"
    echo "export TURNOUT_TEST_POSTGRES='Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres'"
    echo "export TURNOUT_TEST_POSTGRES_FOLDER='$folder'"
    ;;
  stop)
    folder=${TURNOUT_TEST_POSTGRES_FOLDER:?nothing to stop}
    as_owner "$(programs)/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
    ;;
  kill)
    as_owner "$(programs)/pg_ctl" -D "${TURNOUT_TEST_POSTGRES_FOLDER:?}/data" -m immediate stop >/dev/null
    ;;
  restart)
    folder=${TURNOUT_TEST_POSTGRES_FOLDER:?}
    as_owner "$(programs)/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "$(cat "$folder/options")" start >/dev/null
    ;;
  *)
    sed -n '2,6p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
