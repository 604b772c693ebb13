"""Reads a COCO file and writes it again, with Python's json or with pycocotools; prints seconds as JSON.

usage: peers.py json|pycocotools FILE OUT
"""

import contextlib
import io
import json
import sys
import time

peer, path, out = sys.argv[1:4]
figures = {}
start = time.perf_counter()
if peer == "pycocotools":
    from pycocotools.coco import COCO

    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        content = COCO(path).dataset
else:
    with open(path, encoding="utf-8") as file:
        content = json.load(file)
figures["LoadSeconds"] = round(time.perf_counter() - start, 2)

start = time.perf_counter()
with open(out, "w", encoding="utf-8") as file:
    json.dump(content, file)
figures["WriteSeconds"] = round(time.perf_counter() - start, 2)
print(json.dumps(figures))
