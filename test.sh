#!/usr/bin/env bash
# Runs every test of every language; ends with exit 0 and the line "N passed, N failed".
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
. eng/require.sh
require_dotnet
require_node

results="$root/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"
status=0
started=$SECONDS

# What was started ends with the script, however it ends, and so does what it wrote.
stop_all() {
  [ -z "${TURNOUT_TEST_POSTGRES_FOLDER:-}" ] || bash eng/postgres.sh stop
  [ -z "${TURNOUT_TEST_CLICKHOUSE_FOLDER:-}" ] || bash eng/clickhouse.sh stop
  [ -z "${TURNOUT_TEST_CLICKHOUSE_CURRENT_FOLDER:-}" ] || bash eng/clickhouse-current.sh stop
  [ -z "${scratch:-}" ] || rm -rf "$scratch"
}
trap stop_all EXIT

# Databases come and go by the hundred: in memory, where there is room for them, that costs a sixth less time.
room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
if [ "${room:-0}" -ge 4194304 ] && scratch=$(mktemp -d /dev/shm/turnout-test.XXXXXX); then
  chmod 1777 "$scratch"
  export TMPDIR=$scratch
fi
# That no page of memory is writable and executable at once is a guard for servers; the tests' short lives would pay a tenth for it.
export DOTNET_EnableWriteXorExecute=0

# beside COMMAND…: runs it beside what follows; together: waits for all such, and says what they said, one after the other.
# One alone leaves a processor idle now and then.
declare -A running
beside() { ("$@") >"$results/$*.log" 2>&1 & running[$!]="$*"; }
together() {
  for process in "${!running[@]}"; do
    wait "$process" || status=1
    echo "-- ${running[$process]}"
    cat "$results/${running[$process]}.log"
  done
  running=()
}

step() { echo; echo "== $* ($((SECONDS - started)) s)"; }

step "C#: restore and build"
dotnet restore Turnout.slnx --locked-mode -v quiet || exit 1
# One compiler for all projects, which gets quicker as it goes; it ends with the build.
built=0
dotnet build Turnout.slnx -c Release --no-restore -v quiet --nologo -p:UseSharedCompilation=true || built=1
dotnet build-server shutdown --vbcscompiler >/dev/null
[ $built = 0 ] || exit 1

step "What the tests need: PostgreSQL, ClickHouse, Chromium, Python, R"
require_debian_package /usr/bin/chromium-headless-shell chromium-headless-shell
# The guide to analysing exports is run, and so are the completions.
require_debian_package python3 python3
# (R without what Debian recommends with it: compilers.)
require_debian_package Rscript r-base-core --no-install-recommends
require_debian_package zsh zsh
# So is the unit for systemd checked by systemd.
require_debian_package systemd-analyze systemd
dotnet tool restore -v quiet >/dev/null || exit 1
for server in postgres clickhouse clickhouse-current; do
  started_server=$(bash eng/$server.sh start) || exit 1
  eval "$started_server"
done

step "C#: tests"
dotnet test Turnout.slnx -c Release --no-build --nologo -v quiet \
  --logger "trx" --results-directory "$results" \
  --collect "XPlat Code Coverage" -p:Coverage=true || status=1

# The same questions about the same events, wherever they lie, have the same answers.
analysis_on() {
  TURNOUT_TEST_STORE=$1 dotnet test tests/Turnout.Server.Tests -c Release --no-build --nologo -v quiet --logger "trx" --results-directory "$results/$1" \
    --filter 'FullyQualifiedName~Turnout.Server.Tests.Analysis&NamesItsStores!=yes'
}
javascript_sdks() {
  cd sdks/js && npm ci --silent && npm run --silent check &&
    npx --no-install vitest run --reporter=dot --reporter=junit --outputFile.junit="$results/sdks-js.junit.xml"
}
# The build of the server above has installed what web/ needs and built it.
ui_checks() {
  cd web && npm run --silent check && node scripts/check-size.mjs && node scripts/generate-api.mjs --check &&
    npx --no-install vitest run --reporter=dot --reporter=junit --outputFile.junit="$results/web.junit.xml"
}
browser_sdks() {
  bash samples/shop/build-ui.sh && cd sdks/js &&
    npx --no-install vitest run -c vitest.e2e.config.ts --reporter=dot --reporter=junit --outputFile.junit="$results/sdks-js-e2e.junit.xml"
}
ui_journeys() {
  cd web && npx --no-install vitest run --config journeys/vitest.config.ts --reporter=dot --reporter=junit --outputFile.junit="$results/web-journeys.junit.xml"
}

step "C#: analysis with the events on postgres and on shards; JavaScript: SDKs; admin UI: types, lint, units, size, API types and HTTP reference"
beside analysis_on postgres
beside analysis_on shards
beside javascript_sdks
beside ui_checks
together

step "Chromium, against the server: SDKs and sample shop; journeys through the admin UI"
beside browser_sdks
beside ui_journeys
together

step "Summary"
bash eng/test-summary.sh "$results" || status=1
echo "took $((SECONDS - started)) s"
exit $status
