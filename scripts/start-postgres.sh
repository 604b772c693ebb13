#!/usr/bin/env bash
# Starts a private, throw-away PostgreSQL cluster for the tests and prints its connection string.
# The server's process id goes to artifacts/postgres.pid: end it with `kill`. The data of the run before is removed here.
# PostgreSQL refuses to run as root, so root hands over to the account that Debian's package made.
# fsync is off: the data dies with the test run anyway.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artifacts
pid_file=$PWD/artifacts/postgres.pid
folder_file=$PWD/artifacts/postgres.folder

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || { echo "PostgreSQL is not installed: apt-get install postgresql" >&2; exit 1; }
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

if [ -f "$pid_file" ]; then
  kill -INT "$(cat "$pid_file")" 2>/dev/null || true
fi
if [ -f "$folder_file" ]; then
  rm -rf "$(cat "$folder_file")"
fi

folder=$(mktemp -d -t platform-postgres.XXXXXX)
echo "$folder" > "$folder_file"
[ "$(id -u)" != 0 ] || chown postgres "$folder"
cd "$folder"
as_server "$bin/initdb" -D "$folder/data" -U platform -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null

for _ in 1 2 3 4 5; do
  port=$(shuf -i 20000-59999 -n 1)
  options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
  if as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -o "$options" start >/dev/null 2>&1; then
    head -1 "$folder/data/postmaster.pid" > "$pid_file"
    echo "Host=127.0.0.1;Port=$port;Username=platform;Database=postgres"
    exit 0
  fi
done
echo "PostgreSQL did not start; see $folder/server.log" >&2
exit 1
