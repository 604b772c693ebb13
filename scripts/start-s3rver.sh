#!/usr/bin/env bash
# Installs s3rver, a small S3 server, into artifacts/s3rver and starts it on a free port with the bucket "platform-test".
# Prints the endpoint (for PLATFORM_TEST_S3) and leaves the server's process id in artifacts/s3rver.pid.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=artifacts/s3rver
if [ ! -x "$folder/node_modules/.bin/s3rver" ]; then
  mkdir -p "$folder"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent s3rver@3.7.1 >&2
fi
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
data=$(mktemp -d)
"$folder/node_modules/.bin/s3rver" --directory "$data" --address 127.0.0.1 --port "$port" --configure-bucket platform-test --silent >"$data/server.log" 2>&1 &
pid=$!
for _ in $(seq 100); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "$pid" > artifacts/s3rver.pid
    echo "http://127.0.0.1:$port"
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || { cat "$data/server.log" >&2; exit 1; }
  sleep 0.1
done
echo "s3rver did not answer on port $port" >&2
exit 1
