#!/usr/bin/env bash
# Adds a migration of the same name and id to both database engines.
# Usage: scripts/add-migration.sh NAME
#        scripts/add-migration.sh --regenerate   (before the first release only: one fresh Initial migration instead of many)
set -euo pipefail
cd "$(dirname "$0")/.."
name="${1:?give the migration a name, such as AddAssetTags}"
providers=Platform.Core/Data/Providers
dotnet tool restore >/dev/null
if [ "$name" = --regenerate ]; then
  name=Initial
  rm -rf "$providers"/*/Migrations
fi
dotnet build Platform.Core -v q
for provider in Sqlite Postgres; do
  dotnet ef migrations add "$name" --no-build --project Platform.Core --startup-project Platform.Core \
    --context "${provider}DbContext" --output-dir "Data/Providers/$provider/Migrations"
done

# The tool stamps each with its own second; one id for both lets the histories be compared.
id=$(basename "$providers"/Sqlite/Migrations/*_"$name".cs .cs)
other=$(basename "$providers"/Postgres/Migrations/*_"$name".cs .cs)
if [ "$id" != "$other" ]; then
  sed -i "s/$other/$id/" "$providers/Postgres/Migrations/$other.Designer.cs"
  mv "$providers/Postgres/Migrations/$other.cs" "$providers/Postgres/Migrations/$id.cs"
  mv "$providers/Postgres/Migrations/$other.Designer.cs" "$providers/Postgres/Migrations/$id.Designer.cs"
fi
