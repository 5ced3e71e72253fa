#!/usr/bin/env bash
# Adds up the test results in a folder (.trx of .NET, .junit.xml of the browser side), prints line coverage of src,
# and closes with one line "N passed, N failed, N skipped". Fails when a test failed or none ran.
set -euo pipefail
folder=$1

coverage_reports=$(find "$folder" -name 'coverage.cobertura.xml' | paste -sd';')
if [ -n "$coverage_reports" ]; then
  dotnet reportgenerator "-reports:$coverage_reports" "-targetdir:$folder/coverage" "-reporttypes:TextSummary" -verbosity:Error >/dev/null
  sed -n '/Line coverage:/p; /^[A-Za-z].*%$/p' "$folder/coverage/Summary.txt"
fi

# The names of what failed, last, where one looks first.
{ find "$folder" -name '*.trx' -exec grep -hoE '<UnitTestResult [^>]*outcome="Failed"[^>]*' {} + || true; } | sed -E 's/.* testName="([^"]*)".*/FAILED \1/' | sort -u
{ find "$folder" -name '*.junit.xml' -exec awk '/<testcase /{ test = $0 } /<(failure|error)[ >]/{ print test }' {} + || true; } | sed -E 's/.*classname="([^"]*)" name="([^"]*)".*/FAILED \1 \2/' | sort -u

{
  # <Counters total="3" executed="3" passed="3" failed="0" … />
  { find "$folder" -name '*.trx' -exec grep -ho '<Counters [^>]*' {} + || true; } |
    sed -E 's/.*total="([0-9]+)".*executed="([0-9]+)".*passed="([0-9]+)".*failed="([0-9]+)".*/\3 \4 \1 \2/' |
    awk '{ print $1, $2, $3 - $4 }'
  # <testsuites name="…" tests="3" failures="0" errors="0" …> and the skipped of its suites
  find "$folder" -name '*.junit.xml' -print | while read -r file; do
    # grep fails where it finds nothing, which is good news here.
    tests=$({ grep -o '<testcase ' "$file" || true; } | wc -l)
    failed=$({ grep -oE '<(failure|error)[ >]' "$file" || true; } | wc -l)
    skipped=$({ grep -o '<skipped' "$file" || true; } | wc -l)
    echo "$((tests - failed - skipped)) $failed $skipped"
  done
} | awk '
  { passed += $1; failed += $2; skipped += $3 }
  END {
    line = passed + 0 " passed, " failed + 0 " failed"
    if (skipped > 0) line = line ", " skipped " skipped"
    print line
    exit (failed > 0 || passed == 0) ? 1 : 0
  }'
