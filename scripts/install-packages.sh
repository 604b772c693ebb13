#!/usr/bin/env bash
# Installs what is missing of the Debian packages that the product needs ("run") or that its tests need as well ("test").
# Without root it prints the exact command instead and fails.
set -euo pipefail

packages=(cmake ninja-build g++ libtorch-dev libopenblas0 libopencv-core-dev libopencv-imgproc-dev libopencv-imgcodecs-dev libopencv-videoio-dev libjpeg-dev libpng-dev libtiff-dev ffmpeg)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
[ "${1:-run}" = test ] && packages+=(postgresql chromium fonts-nanum libonnx-dev libprotobuf-dev python3-numpy python3-pil)
# Another libtorch, such as a CUDA build, is named by LIBTORCH.
[ -n "${LIBTORCH:-}" ] && packages=("${packages[@]/libtorch-dev/}")

missing=()
for package in "${packages[@]}"; do
  [ -z "$package" ] || [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
  printf 'These Debian packages are missing. Install them once, then start again:\n\n  sudo apt-get install --no-install-recommends %s\n\n' "${missing[*]}" >&2
  exit 1
fi
echo "Installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
