#!/usr/bin/env bash
# Installs what is missing, builds everything and starts the platform: ./run.sh
# The main job without a browser:                                    ./run.sh quickstart FOLDER [options]
# Annotations in and out, as other tools write them:                 ./run.sh import|export PROJECT/DATASET/TAG PATH [options]
# A dataset version without a browser:                               ./run.sh split|freeze|verify|diff --help
# Trainings without a browser:                                       ./run.sh train|evaluate|runs --help
# A model in another format without a browser:                       ./run.sh convert --help
# Weights from elsewhere to start from:                              ./run.sh weights import|list|check --help
# A trained model at work without a browser:                         ./run.sh deploy MODEL_VERSION --name NAME, ./run.sh predict NAME IMAGE…
set -euo pipefail
start=$PWD
cd "$(dirname "$0")"
root=$PWD

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing. Install it, so that 'dotnet --version' answers 10.0 or later." >&2; exit 1; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# A start without changes since the last build skips every build step: it is on the first page in seconds.
built=artifacts/.built
sources=(Platform.Core Platform.Training Platform.Web scripts appsettings.json Directory.Build.props Directory.Packages.props global.json)
changed() {
  [ ! -f "$built" ] || [ -n "$(find "${sources[@]}" -type d \( -name bin -o -name obj -o -name node_modules -o -name wwwroot -o -name build \) -prune -o -type f -newer "$built" -print -quit)" ]
}
if changed; then
  scripts/install-packages.sh run
  Platform.Training/Native/build.sh
  dotnet build Platform.Web -c Release -v quiet --nologo
  touch "$built"
fi

# A console command is one stream of work: one heap serves it, and holds less memory than the server's several.
case ${1-} in import | export | split | freeze | verify | diff) export DOTNET_gcServer=0 ;; esac

cd "$start"
export Platform__DataRoot="${Platform__DataRoot:-$root/data}"
exec dotnet "$root/Platform.Web/bin/Release/net10.0/Platform.Web.dll" "$@"
