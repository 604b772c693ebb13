"""Runs the model of this bundle: python run.py IMAGE... Prints one line of JSON an image, boxes in pixels of the upright image.

Needs numpy, Pillow and onnxruntime. What the numbers in model.json mean is written in README.md.
"""
import json
import pathlib
import sys

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
MODEL = json.loads((HERE / "model.json").read_text(encoding="utf-8"))
WIDTH, HEIGHT = MODEL["input"]["width"], MODEL["input"]["height"]


def prepare(image):
    """Fits the image into the input with its aspect ratio kept, centred on grey; answers [1, 3, H, W] and the way back."""
    scale = min(WIDTH / image.width, HEIGHT / image.height)
    fitted = (min(WIDTH, max(1, int(image.width * scale + 0.5))), min(HEIGHT, max(1, int(image.height * scale + 0.5))))
    left, top = (WIDTH - fitted[0]) // 2, (HEIGHT - fitted[1]) // 2
    canvas = np.full((HEIGHT, WIDTH, 3), MODEL["input"]["pad"], dtype=np.float32)
    canvas[top : top + fitted[1], left : left + fitted[0]] = np.asarray(image.resize(fitted, Image.Resampling.BILINEAR), dtype=np.float32)
    planes = (canvas / 255 - np.array(MODEL["input"]["mean"], np.float32)) / np.array(MODEL["input"]["std"], np.float32)
    back = (left, top, image.width / fitted[0], image.height / fitted[1])
    return planes.transpose(2, 0, 1)[None].astype(np.float32), back


def suppress(boxes, scores):
    """Indices (point, class) to keep, surest first: a box that overlaps a better one of its class too much is dropped."""
    points, classes = np.nonzero(scores > MODEL["scoreThreshold"])
    kept = []
    for i in np.argsort(-scores[points, classes], kind="stable"):
        point, label = points[i], classes[i]
        if len(kept) == MODEL["maxDetections"]:
            break
        if all(other != label or overlap(boxes[point], boxes[at]) <= MODEL["iouThreshold"] for at, other in kept):
            kept.append((point, label))
    return kept


def overlap(a, b):
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)


def found_objects(outputs, back, image):
    left, top, scale_x, scale_y = back
    boxes, scores = outputs["boxes"][0], outputs["scores"][0]
    for point, label in suppress(boxes, scores):
        x1, x2 = (np.clip((boxes[point][[0, 2]] - left) * scale_x, 0, image.width)).tolist()
        y1, y2 = (np.clip((boxes[point][[1, 3]] - top) * scale_y, 0, image.height)).tolist()
        if x1 >= x2 or y1 >= y2:
            continue
        found = named(label, scores[point, label]) | {"box": [round(x1, 2), round(y1, 2), round(x2 - x1, 2), round(y2 - y1, 2)]}
        if "keypoints" in outputs:
            places = outputs["keypoints"][0][point].reshape(-1, 2)
            found["keypoints"] = [[round(float((x - left) * scale_x), 2), round(float((y - top) * scale_y), 2), round(float(p), 3)]
                                  for (x, y), p in zip(places, outputs["presence"][0][point])]
        if "prototypes" in outputs:
            # Logits of a quarter of the input's side; above 0 is the object, inside of its box.
            mask = np.tensordot(outputs["coefficients"][0][point], outputs["prototypes"][0], 1) > 0
            found["maskQuarterPixels"] = int(mask.sum())
        yield found


def named(label, confidence):
    return {"classKey": MODEL["classKeys"][label], "className": MODEL["classNames"][label], "confidence": round(float(confidence), 4)}


def read_text(columns):
    """The surest symbol of each column, repeats and blanks (output 0) left out."""
    best = columns.argmax(axis=1)
    symbols = [MODEL["charset"][now - 1] for now, before in zip(best, [0, *best[:-1]]) if now != 0 and now != before]
    return {"text": "".join(symbols)}


def main(paths):
    session = onnxruntime.InferenceSession(str(HERE / "model.onnx"), providers=onnxruntime.get_available_providers())
    names = [output.name for output in session.get_outputs()]
    for path in paths:
        image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        planes, back = prepare(image)
        outputs = dict(zip(names, session.run(names, {"images": planes})))
        if MODEL["task"] == "cls":
            answer = [named(label, outputs["probabilities"][0][label]) for label in np.argsort(-outputs["probabilities"][0])[:5]]
        elif MODEL["task"] == "ocr":
            answer = [read_text(outputs["probabilities"][0])]
        else:
            answer = list(found_objects(outputs, back, image))
        print(json.dumps({"file": path, "predictions": answer}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
