#!/usr/bin/env bash
# Builds the native libraries into artifacts/native: libplatform_torch.so, libplatform_imaging.so, and fetches libonnxruntime.so.1.
# Where libonnx-dev is installed: onnx-check as well, which tests use.
# LIBTORCH names the root of a libtorch distribution (1.13 to 2.x, CPU or CUDA); without it the system's is used.
# Options: --no-onnx leaves ONNX Runtime alone.  --clean starts the compilation afresh.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
output="$root/artifacts/native"
work="$root/artifacts/native-build"
onnx_version="1.30"
onnx=yes
for option in "$@"; do
  case "$option" in
    --no-onnx) onnx=no ;;
    --clean) rm -rf "$work" ;;
    *) echo "build.sh: unknown option $option" >&2; exit 2 ;;
  esac
done

fail() { echo "build.sh: $*" >&2; exit 1; }
command -v cmake >/dev/null || fail "cmake is missing: apt-get install cmake ninja-build g++"
command -v c++ >/dev/null || fail "a C++ compiler is missing: apt-get install g++"

if [ -z "${LIBTORCH:-}" ] && [ ! -e /usr/include/ATen/ATen.h ] && [ ! -e /usr/local/include/ATen/ATen.h ]; then
  fail "libtorch is missing: apt-get install --no-install-recommends libtorch-dev libopenblas0, or set LIBTORCH to the root of a libtorch distribution"
fi
if [ -n "${LIBTORCH:-}" ] && [ ! -e "$LIBTORCH/include/ATen/ATen.h" ]; then
  fail "LIBTORCH=$LIBTORCH holds no include/ATen/ATen.h: it must be the root of a libtorch distribution"
fi
if [ -e "$here/imaging/CMakeLists.txt" ] && [ ! -e /usr/include/opencv4/opencv2/core.hpp ] && [ -z "${OpenCV_DIR:-}" ]; then
  fail "OpenCV is missing: apt-get install --no-install-recommends libopencv-core-dev libopencv-imgproc-dev libopencv-imgcodecs-dev libopencv-videoio-dev, or set OpenCV_DIR"
fi

if [ -e "$here/imaging/CMakeLists.txt" ] && { [ ! -e /usr/include/jpeglib.h ] || [ ! -e /usr/include/png.h ] || [ -z "$(find /usr/include -maxdepth 2 -name tiffio.h -print -quit)" ]; } && [ -z "${CMAKE_PREFIX_PATH:-}" ]; then
  fail "libjpeg-turbo, libpng or libtiff is missing: apt-get install --no-install-recommends libjpeg-dev libpng-dev libtiff-dev, or set CMAKE_PREFIX_PATH"
fi

mkdir -p "$output" "$work"
# Another libtorch means another configuration: the cache remembers the first one it found.
if [ "$(cat "$work/libtorch.txt" 2>/dev/null || echo none)" != "${LIBTORCH:-system}" ]; then
  rm -rf "$work/cmake"
  echo "${LIBTORCH:-system}" > "$work/libtorch.txt"
fi
# The checker of written ONNX files, which tests ask, is built once its library is there.
if [ -e /usr/include/onnx/checker.h ] && [ ! -e "$output/onnx-check" ]; then rm -f "$work/cmake/.configured"; fi
if [ ! -e "$work/cmake/.configured" ]; then
  generator=()
  if command -v ninja >/dev/null; then generator=(-G Ninja); fi
  cmake -S "$here" -B "$work/cmake" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release -DPLATFORM_OUTPUT="$output"
  touch "$work/cmake/.configured"
fi
cmake --build "$work/cmake" --parallel

if [ "$onnx" = yes ] && [ ! -e "$output/libonnxruntime.so.1" ]; then
  command -v npm >/dev/null || fail "npm is missing (it fetches ONNX Runtime): apt-get install npm, or run with --no-onnx"
  mkdir -p "$work/onnx"
  [ -e "$work/onnx/package.json" ] || echo '{ "private": true }' > "$work/onnx/package.json"
  # The package's own install step would fetch CUDA libraries from elsewhere; the CPU library is inside already.
  (cd "$work/onnx" && npm install --ignore-scripts --no-audit --no-fund --silent "onnxruntime-node@~$onnx_version.0")
  library="$work/onnx/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1"
  [ -e "$library" ] || fail "onnxruntime-node $onnx_version holds no $library"
  cp "$library" "$output/.libonnxruntime.so.1.part"
  mv "$output/.libonnxruntime.so.1.part" "$output/libonnxruntime.so.1"
fi
