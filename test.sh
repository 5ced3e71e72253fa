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

step() { echo; echo "== $* ($((SECONDS - started)) s)"; }

step "C#: restore and build"
dotnet restore Turnout.slnx --locked-mode -v quiet || exit 1
# One compiler for all projects, which gets quicker as it goes; it ends with the build.
built=0
dotnet build Turnout.slnx -c Release --no-restore -v quiet --nologo -p:UseSharedCompilation=true || built=1
dotnet build-server shutdown --vbcscompiler >/dev/null
[ $built = 0 ] || exit 1

step "What the tests need: PostgreSQL, ClickHouse, Chromium, Python, R"
require_debian_package /usr/bin/chromium chromium
# The guide to analysing exports is run, and so are the completions.
require_debian_package python3 python3
require_debian_package Rscript r-base-core
require_debian_package zsh zsh
postgres=$(bash eng/postgres.sh start) || exit 1
eval "$postgres"
clickhouse=$(bash eng/clickhouse.sh start) || { bash eng/postgres.sh stop; exit 1; }
eval "$clickhouse"
trap 'bash eng/postgres.sh stop; bash eng/clickhouse.sh stop' EXIT
current=$(bash eng/clickhouse-current.sh start) || exit 1
eval "$current"
trap 'bash eng/postgres.sh stop; bash eng/clickhouse.sh stop; bash eng/clickhouse-current.sh stop' EXIT

step "C#: tests"
dotnet test Turnout.slnx -c Release --no-build --nologo -v quiet \
  --logger "trx" --results-directory "$results" \
  --collect "XPlat Code Coverage" -p:Coverage=true || status=1

# The same questions about the same events, wherever they lie, have the same answers.
for store in postgres shards; do
  step "C#: analysis with the events on $store"
  TURNOUT_TEST_STORE=$store dotnet test tests/Turnout.Server.Tests -c Release --no-build --nologo -v quiet --logger "trx" --results-directory "$results" \
    --filter 'FullyQualifiedName~Turnout.Server.Tests.Analysis&NamesItsStores!=yes' || status=1
done

step "JavaScript: SDKs"
(cd sdks/js && npm ci --silent && npm run --silent check &&
  npx --no-install vitest run --reporter=dot --reporter=junit --outputFile.junit="$results/sdks-js.junit.xml") || status=1

# The build of the server above has installed what web/ needs and built it. This runs beside the browsers of the next step, which leave some time.
ui_checks="$results/ui-checks.log"
(cd web && npm run --silent check && node scripts/check-size.mjs && node scripts/generate-api.mjs --check &&
  npx --no-install vitest run --reporter=dot --reporter=junit --outputFile.junit="$results/web.junit.xml") >"$ui_checks" 2>&1 &
ui_checking=$!

step "Browser: SDKs and sample shop against the server"
bash samples/shop/build-ui.sh &&
  (cd sdks/js && npx --no-install vitest run -c vitest.e2e.config.ts --reporter=dot --reporter=junit --outputFile.junit="$results/sdks-js-e2e.junit.xml") || status=1

step "Admin UI: types, lint, units, size, API types and HTTP reference"
wait $ui_checking || status=1
cat "$ui_checks"

step "Admin UI: journeys in Chromium"
(cd web && npx --no-install vitest run --config journeys/vitest.config.ts --reporter=dot --reporter=junit --outputFile.junit="$results/web-journeys.junit.xml") || status=1

step "Summary"
bash eng/test-summary.sh "$results" || status=1
echo "took $((SECONDS - started)) s"
exit $status
