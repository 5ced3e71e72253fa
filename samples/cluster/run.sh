#!/usr/bin/env bash
# Three servers, PostgreSQL and nginx on 127.0.0.1, all in a temporary folder; Ctrl+C ends and removes everything.
#   samples/cluster/run.sh [PORT]      nginx listens on PORT (default 5080); the servers on PORT+1 to PORT+3
# A server that dies is started again, as systemd or Docker would. For tests:
#   TURNOUT_POSTGRES   uses this database instead of starting one
#   TURNOUT_PROGRAM    uses this turnout.dll instead of building one
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
port=${1:-5080}
. "$root/eng/require.sh"
require_dotnet
require_debian_package /usr/sbin/nginx nginx

program=${TURNOUT_PROGRAM:-$root/artifacts/bin/Turnout/release/turnout.dll}
[ -n "${TURNOUT_PROGRAM:-}" ] || dotnet build "$root/src/Turnout/Turnout.csproj" -c Release -v quiet --nologo >&2
export TURNOUT_ADMIN_TOKEN=${TURNOUT_ADMIN_TOKEN:-$(head -c 24 /dev/urandom | base64)}
postgres=""
if [ -z "${TURNOUT_POSTGRES:-}" ]; then
  postgres=$(bash "$root/eng/postgres.sh" start)
  eval "$postgres"
  export TURNOUT_POSTGRES=$TURNOUT_TEST_POSTGRES
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/turnout-cluster.XXXXXX")
pids=()
finish() {
  trap - EXIT INT TERM
  # The keepers first, so that none of them starts its server again.
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait "${pids[@]}" 2>/dev/null || true
  [ -z "$postgres" ] || bash "$root/eng/postgres.sh" stop
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 0' INT TERM

keep() {
  local server=""
  trap 'trap - TERM; [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }; exit 0' TERM INT
  while true; do
    dotnet "$program" --urls "http://127.0.0.1:$((port + $1))" --data "$folder/server-$1" >>"$folder/server-$1.log" 2>&1 &
    server=$!
    echo "$server" >"$folder/server-$1.pid"
    wait "$server" || true
    sleep 0.2
  done
}

for n in 1 2 3; do
  keep "$n" &
  pids+=($!)
done

# The deployed configuration, with this machine's addresses.
sed -e "s/turnout-1:5080/127.0.0.1:$((port + 1))/" -e "s/turnout-2:5080/127.0.0.1:$((port + 2))/" -e "s/turnout-3:5080/127.0.0.1:$((port + 3))/" \
  -e "s/listen 5080;/listen 127.0.0.1:$port;/" "$root/deploy/nginx.conf" >"$folder/nginx.conf"
/usr/sbin/nginx -p "$folder" -c "$folder/nginx.conf" -e "$folder/nginx.log" -g "daemon off; pid $folder/nginx.pid;" 2>>"$folder/nginx.log" &
pids+=($!)

for n in 1 2 3 0; do
  for _ in $(seq 600); do
    curl -fsS "http://127.0.0.1:$((port + n))/health/ready" >/dev/null 2>&1 && continue 2
    sleep 0.2
  done
  echo "Not ready after 120 s:" >&2
  tail -n 20 "$folder"/*.log >&2
  exit 1
done

echo "nginx      http://127.0.0.1:$port"
for n in 1 2 3; do echo "server $n   http://127.0.0.1:$((port + n))   process in $folder/server-$n.pid"; done
echo "admin      $TURNOUT_ADMIN_TOKEN"
echo "ready"
wait "${pids[@]}"
