#!/usr/bin/env bash
# Runs the browser tests of signing in by Firebase, which the other tests leave out: installs Firebase's auth emulator into artifacts/firebase-tools (npm, once), starts it on free ports and ends it
# afterwards. The emulator needs neither Java nor an account, and no network once it is installed. Needs a build of the tests, Node 20 and Chromium; pictures come to artifacts/screenshots/firebase.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$PWD/artifacts/firebase-tools
tool=$folder/node_modules/.bin/firebase
if [ ! -x "$tool" ]; then
  mkdir -p "$folder"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent firebase-tools@15.34.2
fi

free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }
port=$(free_port)
work=$(mktemp -d)
cat > "$work/firebase.json" <<CONFIG
{ "emulators": { "auth": { "host": "127.0.0.1", "port": $port }, "hub": { "host": "127.0.0.1", "port": $(free_port) }, "logging": { "host": "127.0.0.1", "port": $(free_port) }, "ui": { "enabled": false } } }
CONFIG
(cd "$work" && exec env CI=1 FIREBASE_EMULATORS_PATH="$work" "$tool" emulators:start --only auth --project demo-platform) > "$work/emulator.log" 2>&1 &
emulator=$!
trap 'kill "$emulator" 2>/dev/null || true; wait "$emulator" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 600); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    PLATFORM_TEST_FIREBASE="127.0.0.1:$port" dotnet Platform.Tests/bin/Debug/net10.0/Platform.Tests.dll -class Platform.Tests.EndToEnd.FirebaseSuite -explicit only "$@"
    exit
  fi
  kill -0 "$emulator" 2>/dev/null || break
  sleep 0.1
done
cat "$work/emulator.log" >&2
echo "The auth emulator did not start" >&2
exit 1
