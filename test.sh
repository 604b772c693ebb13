#!/usr/bin/env bash
# Installs what the tests need and runs all of them. The last line reads: N passed, N failed, N skipped
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir -p artifacts

scripts/install-packages.sh test
Platform.Training/Native/build.sh
dotnet build Platform.sln -v quiet --nologo

stop_servers() { for pid_file in artifacts/*.pid; do [ -f "$pid_file" ] && kill "$(cat "$pid_file")" 2>/dev/null; rm -f "$pid_file"; done; }
trap stop_servers EXIT
PLATFORM_TEST_POSTGRES=$(scripts/start-postgres.sh)
PLATFORM_TEST_S3=$(scripts/start-s3rver.sh)
export PLATFORM_TEST_POSTGRES PLATFORM_TEST_S3
# Hostile pictures are part of the tests; what OpenCV says of them would only hide the results.
export OPENCV_LOG_LEVEL=OFF

failed_runner=0
# The build of Platform.Web has installed the client's packages. One run of both kinds of tests, so that one count stands at its end.
(
  cd Platform.Web/Client &&
    node node_modules/typescript/bin/tsc -p tsconfig.test.json &&
    node node_modules/typescript/bin/tsc -p tsconfig.browser.json &&
    node obj/browser/harness/runTests.js --test-reporter=tap obj/test/test/ obj/browser/test/browser/
) > artifacts/client-tests.log || failed_runner=1
# A failing test with what it says, not only the suite it stands in: a file's worth of lines is all that a reader of CI has.
sed -n '/^ *not ok/,/^ *\.\.\.$/p' artifacts/client-tests.log | head -200 || true
dotnet Platform.Tests/bin/Debug/net10.0/Platform.Tests.dll "$@" 2>&1 | tee artifacts/tests.log || failed_runner=1

# Node closes with "# pass N", "# fail N", "# skipped N"; xunit with "Total: N, Errors: N, Failed: N, Skipped: N, ...".
node_count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" artifacts/client-tests.log | tail -1; }
xunit_count() { grep -E 'Total: [0-9]+' artifacts/tests.log | tail -1 | sed -n "s/.*$1: \([0-9]*\).*/\1/p"; }
total=$(xunit_count Total); errors=$(xunit_count Errors); failed=$(xunit_count Failed); skipped=$(xunit_count Skipped)
: "${total:?the .NET tests did not finish}"
# Explicit tests run on demand only (scripts/firebase-suite.sh) and count as nothing here.
not_run=$(xunit_count 'Not Run')
passed=$((total - failed - skipped - ${not_run:-0} + $(node_count pass)))
failed=$((failed + errors + $(node_count fail)))
skipped=$((skipped + $(node_count skipped)))
[ "$failed" -gt 0 ] || [ "$failed_runner" -eq 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
