#!/usr/bin/env bash
# Two ClickHouse servers for the tests, on free ports of 127.0.0.1 and in a temporary folder of their own; together they are the cluster "turnout".
#   eval "$(eng/clickhouse.sh start)"   starts them and exports TURNOUT_TEST_CLICKHOUSE (one of them), TURNOUT_TEST_CLICKHOUSE_SHARDS (both, as shards)
#                                       and TURNOUT_TEST_CLICKHOUSE_FOLDER
#   eng/clickhouse.sh stop              stops them and removes their folder
#   eng/clickhouse.sh kill | restart    kills them as a crash would; brings them back on the same ports
set -euo pipefail
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/require.sh"

program() { command -v clickhouse-server || ls /usr/sbin/clickhouse-server /usr/bin/clickhouse-server 2>/dev/null | head -n 1; }

# Like PostgreSQL, it has no business being root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && exec runuser -u clickhouse -- "$@"); else "$@"; fi
}

free_ports() {
  node -e '
    const net = require("net"), open = Array.from({ length: +process.argv[1] }, () => net.createServer());
    Promise.all(open.map(s => new Promise(r => s.listen(0, "127.0.0.1", () => r(s.address().port))))).then(ports => {
      console.log(ports.join(" "));
      open.forEach(s => s.close());
    });' "$1"
}

config() {
  cat <<XML
<yandex>
  <logger><level>warning</level><log>$folder/$1/log</log><errorlog>$folder/$1/errors</errorlog></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>$2</http_port>
  <tcp_port>$3</tcp_port>
  <interserver_http_port>$4</interserver_http_port>
  <path>$folder/$1/data/</path>
  <tmp_path>$folder/$1/tmp/</tmp_path>
  <user_files_path>$folder/$1/user_files/</user_files_path>
  <users_config>$folder/users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>134217728</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <remote_servers><turnout>
    <shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>$5</port></replica></shard>
    <shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>$6</port></replica></shard>
  </turnout></remote_servers>
</yandex>
XML
}

launch() {
  local n
  for n in 1 2; do
    as_owner "$(program)" --config-file="$folder/$n/config.xml" --pidfile="$folder/$n/pid" --daemon >>"$folder/$n/start.log" 2>&1 ||
      { cat "$folder/$n/start.log" >&2; exit 1; }
  done
  for n in 1 2; do
    for _ in $(seq 300); do
      curl -fsS "http://127.0.0.1:$(cat "$folder/$n/port")/ping" >/dev/null 2>&1 && continue 2
      sleep 0.1
    done
    echo "ClickHouse did not start:" >&2
    cat "$folder/$n/start.log" "$folder/$n/errors" >&2
    exit 1
  done
}

end() {
  local n pid
  for n in 1 2; do
    pid=$(cat "$folder/$n/pid" 2>/dev/null) || continue
    kill -9 "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
    rm -f "$folder/$n/pid"
  done
}

case "${1:-}" in
  start)
    [ -n "$(program)" ] || require_debian_package /usr/sbin/clickhouse-server clickhouse-server >&2
    folder=$(mktemp -d "${TMPDIR:-/tmp}/turnout-clickhouse.XXXXXX")
    read -r http1 tcp1 inter1 http2 tcp2 inter2 <<<"$(free_ports 6)"
    cat >"$folder/users.xml" <<'XML'
<yandex>
  <profiles><default><max_memory_usage>4000000000</max_memory_usage></default></profiles>
  <quotas><default></default></quotas>
  <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
</yandex>
XML
    for n in 1 2; do mkdir -p "$folder/$n/data" "$folder/$n/tmp" "$folder/$n/user_files"; done
    config 1 "$http1" "$tcp1" "$inter1" "$tcp1" "$tcp2" >"$folder/1/config.xml"
    config 2 "$http2" "$tcp2" "$inter2" "$tcp1" "$tcp2" >"$folder/2/config.xml"
    echo "$http1" >"$folder/1/port"
    echo "$http2" >"$folder/2/port"
    if [ "$(id -u)" = 0 ]; then chown -R clickhouse "$folder"; fi
    launch
    echo "export TURNOUT_TEST_CLICKHOUSE='http://127.0.0.1:$http1'"
    echo "export TURNOUT_TEST_CLICKHOUSE_SHARDS='http://127.0.0.1:$http1,http://127.0.0.1:$http2?cluster=turnout'"
    echo "export TURNOUT_TEST_CLICKHOUSE_FOLDER='$folder'"
    ;;
  stop)
    folder=${TURNOUT_TEST_CLICKHOUSE_FOLDER:?nothing to stop}
    end
    rm -rf "$folder"
    ;;
  kill)
    folder=${TURNOUT_TEST_CLICKHOUSE_FOLDER:?}
    end
    ;;
  restart)
    folder=${TURNOUT_TEST_CLICKHOUSE_FOLDER:?}
    launch
    ;;
  *)
    sed -n '2,7p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
