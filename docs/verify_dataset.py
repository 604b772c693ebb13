#!/usr/bin/env python3
"""Recomputes the content hash of a dataset version from its downloaded manifest, with nothing but Python.

    python3 verify_dataset.py manifest.ndjson [EXPECTED_SHA256] [--files FOLDER]

Prints the hash. Also checks what docs/dataset-hash.md promises of the order of lines and shapes. With --files every file below
FOLDER is read, and assets whose bytes are not among them are named. Exit code: 0 as expected, 1 not, 2 unreadable.
"""
import hashlib, json, pathlib, sys

DECODER = json.JSONDecoder()

def shape_texts(line):
    """The shapes of an asset's line, each as it is written."""
    at, texts = line.index('"shapes":[') + len('"shapes":['), []
    while line[at] != "]":
        at += line[at] == ","
        _, end = DECODER.raw_decode(line, at)
        texts.append(line[at:end])
        at = end
    return texts

def check(lines):
    """The hashes of the assets that the manifest names."""
    if lines[0] != '{"manifest":"dataset","version":1}':
        raise ValueError("the first line is not the header of a manifest")
    assets = []
    for number, line in enumerate(lines[1:], 2):
        if "asset" in (item := json.loads(line)):
            texts = shape_texts(line)
            if texts != sorted(texts, key=lambda text: text.encode("utf-16-be")):
                raise ValueError(f"line {number}: its shapes are not in the order of their texts")
            assets.append(item["asset"])
        elif assets or item.get("class") != number - 2:
            raise ValueError(f"line {number}: classes come first, counted from 0")
    if assets != sorted(set(assets)):
        raise ValueError("assets are not in the order of their hashes, or one stands twice")
    return assets

def main(arguments):
    folder = arguments.pop(arguments.index("--files") + 1) if "--files" in arguments else None
    path, *expected = [argument for argument in arguments if argument != "--files"]
    data = pathlib.Path(path).read_bytes()
    assets = check(data.decode("utf-8").removesuffix("\n").split("\n"))
    found = hashlib.sha256(data).hexdigest()
    files = (file for file in pathlib.Path(folder or ".").rglob("*") if file.is_file())
    missing = sorted(set(assets) - {hashlib.sha256(file.read_bytes()).hexdigest() for file in files}) if folder else []
    print(found, *(f"missing {asset}" for asset in missing), sep="\n")
    return 0 if expected in ([], [found]) and not missing else 1

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ValueError, OSError, IndexError) as problem:
        print(f"cannot be verified: {problem}", file=sys.stderr)
        sys.exit(2)
