#!/usr/bin/env python3
"""Makes coco_golden.json: scenes in COCO's own form with the twelve (ten for keypoints) figures of the COCO evaluation.

Written from the definition (https://cocodataset.org/#detection-eval, https://cocodataset.org/#keypoints-eval, and the order
of things in pycocotools/cocoeval.py), in plain Python and apart from the evaluator it checks.

    python3 make_golden.py > coco_golden.json
"""
import json
import math
import random
import sys

EPS = 2.0 ** -52
THRESHOLDS = [0.5 + i * ((0.95 - 0.5) / 9) for i in range(9)] + [0.95]
RECALLS = [i * 0.01 for i in range(100)] + [1.0]
AREAS = {"all": (0, 1e10), "small": (0, 1024), "medium": (1024, 9216), "large": (9216, 1e10)}
SIGMAS = [0.05, 0.025, 0.107]
SIDE = 160


# ---- overlaps: one list a detection, one number an object ----

def box_overlap(dt, gt):
    (ax, ay, aw, ah), (bx, by, bw, bh) = dt["bbox"], gt["bbox"]
    w, h = min(ax + aw, bx + bw) - max(ax, bx), min(ay + ah, by + bh) - max(ay, by)
    if w <= 0 or h <= 0:
        return 0.0
    shared = w * h
    return shared / (aw * ah if gt["iscrowd"] else aw * ah + bw * bh - shared)


def bits(counts):
    """Runs as the bits of one long number; the first run is background."""
    value, at = 0, 0
    for i, run in enumerate(counts):
        if i % 2 == 1:
            value |= ((1 << run) - 1) << at
        at += run
    return value


def mask_overlap(dt, gt):
    a, b = bits(dt["segmentation"]["counts"]), bits(gt["segmentation"]["counts"])
    shared = bin(a & b).count("1")
    if shared == 0:
        return 0.0
    return shared / (bin(a).count("1") if gt["iscrowd"] else bin(a | b).count("1"))


def keypoint_overlap(dt, gt):
    x, y, w, h = gt["bbox"]
    labelled = sum(v > 0 for v in gt["keypoints"][2::3])
    values = []
    for k, sigma in enumerate(SIGMAS):
        gx, gy, gv = gt["keypoints"][3 * k:3 * k + 3]
        dx, dy = dt["keypoints"][3 * k] - gx, dt["keypoints"][3 * k + 1] - gy
        if labelled == 0:
            px, py = dt["keypoints"][3 * k:3 * k + 2]
            dx = max(0, (x - w) - px) + max(0, px - (x + 2 * w))
            dy = max(0, (y - h) - py) + max(0, py - (y + 2 * h))
        elif gv <= 0:
            continue
        values.append(math.exp(-(dx * dx + dy * dy) / (2 * sigma) ** 2 / (gt["area"] + EPS) / 2))
    return sum(values) / len(values)


# ---- matching and accumulation ----

def is_ignored(gt, kind, low, high):
    unlabelled = kind == "keypoints" and gt["num_keypoints"] == 0
    return bool(gt["iscrowd"]) or unlabelled or gt["area"] < low or gt["area"] > high


def match(gts, dts, overlap, kind, low, high, threshold):
    """For each detection (matched, ignored) at one threshold; detections come by falling score."""
    order = sorted(range(len(gts)), key=lambda g: is_ignored(gts[g], kind, low, high))
    used, result = set(), []
    for dt in dts:
        best, found = min(threshold, 1 - 1e-10), None
        for g in order:
            if g in used and not gts[g]["iscrowd"]:
                continue
            if found is not None and not is_ignored(gts[found], kind, low, high) and is_ignored(gts[g], kind, low, high):
                break
            value = overlap(dt, gts[g])
            if value >= best:
                best, found = value, g
        if found is not None:
            used.add(found)
            result.append((True, is_ignored(gts[found], kind, low, high)))
        else:
            result.append((False, dt["area"] < low or dt["area"] > high))
    return result


def curves(scene, kind, category, area, limit):
    """(precision at each recall point, final recall) at each threshold; None where nothing counts."""
    overlap = {"bbox": box_overlap, "segm": mask_overlap, "keypoints": keypoint_overlap}[kind]
    low, high = AREAS[area]
    images = []
    for image in scene["images"]:
        gts = [gt for gt in scene["annotations"] if gt["image_id"] == image["id"] and gt["category_id"] == category]
        dts = [dt for dt in scene["detections"] if dt["image_id"] == image["id"] and dt["category_id"] == category]
        images.append((gts, sorted(dts, key=lambda dt: -dt["score"])[:limit]))
    positives = sum(not is_ignored(gt, kind, low, high) for gts, _ in images for gt in gts)
    if positives == 0:
        return None
    result = []
    for threshold in THRESHOLDS:
        scored = []
        for gts, dts in images:
            for dt, (matched, ignored) in zip(dts, match(gts, dts, overlap, kind, low, high, threshold)):
                scored.append((dt["score"], matched, ignored))
        scored.sort(key=lambda item: -item[0])
        tp = fp = 0
        recall, precision = [], []
        for _, matched, ignored in scored:
            tp += matched and not ignored
            fp += not matched and not ignored
            recall.append(tp / positives)
            precision.append(tp / (fp + tp + EPS))
        for i in range(len(precision) - 1, 0, -1):
            precision[i - 1] = max(precision[i - 1], precision[i])
        points = []
        for point in RECALLS:
            at = next((i for i, value in enumerate(recall) if value >= point), None)
            points.append(0.0 if at is None else precision[at])
        result.append((points, recall[-1] if recall else 0.0))
    return result


def mean(values):
    return sum(values) / len(values) if values else -1.0


def summarize(scene, kind):
    categories = [category["id"] for category in scene["categories"]]

    def ap(area, first=0, count=10):
        per_class = [curves(scene, kind, category, area, limits[-1]) for category in categories]
        return mean([value for one in per_class if one for points, _ in one[first:first + count] for value in points])

    def ar(area, limit):
        per_class = [curves(scene, kind, category, area, limit) for category in categories]
        return mean([recall for one in per_class if one for _, recall in one])

    limits = [20] if kind == "keypoints" else [1, 10, 100]
    figures = {"AP": ap("all"), "AP50": ap("all", 0, 1), "AP75": ap("all", 5, 1)}
    sizes = ["medium", "large"] if kind == "keypoints" else ["small", "medium", "large"]
    figures.update({"AP_" + size: ap(size) for size in sizes})
    figures.update({"AR_%d" % limit: ar("all", limit) for limit in limits})
    figures.update({"AR_" + size: ar(size, limits[-1]) for size in sizes})
    return figures


# ---- scenes ----

def runs(x, y, w, h, hole=0):
    """An upright rectangle, with a hole in its middle, as column-major runs."""
    inside = set()
    for i in range(x, min(SIDE, x + w)):
        for j in range(y, min(SIDE, y + h)):
            if not (hole and abs(i - x - w // 2) < hole and abs(j - y - h // 2) < hole):
                inside.add(i * SIDE + j)
    counts, current = [0], False
    for position in range(SIDE * SIDE):
        if (position in inside) != current:
            current = not current
            counts.append(0)
        counts[-1] += 1
    return counts, len(inside)


def shape(rng, kind, x, y, w, h):
    item = {"bbox": [x, y, w, h], "area": float(w * h)}
    if kind == "segm":
        counts, area = runs(x, y, w, h, rng.choice([0, 0, min(w, h) // 4]))
        item.update(segmentation={"size": [SIDE, SIDE], "counts": counts}, area=float(area), bbox=[x, y, min(w, SIDE - x), min(h, SIDE - y)])
    if kind == "keypoints":
        points = []
        for _ in SIGMAS:
            points += [x + rng.randrange(w + 1), y + rng.randrange(h + 1), rng.choice([0, 1, 2, 2])]
        item.update(keypoints=points, num_keypoints=sum(v > 0 for v in points[2::3]))
    return item


def found(rng, kind, gt, jitter):
    x, y, w, h = gt["bbox"]
    x, y = max(0, x + rng.randint(-jitter, jitter)), max(0, y + rng.randint(-jitter, jitter))
    item = shape(rng, kind, x, y, max(1, w + rng.randint(-jitter, jitter)), max(1, h + rng.randint(-jitter, jitter)))
    if kind == "keypoints":
        points = []
        for k in range(len(SIGMAS)):
            points += [gt["keypoints"][3 * k] + rng.randint(-jitter, jitter), gt["keypoints"][3 * k + 1] + rng.randint(-jitter, jitter), 1]
        xs, ys = points[0::3], points[1::3]
        item.update(keypoints=points, bbox=[min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)])
        item["area"] = float(item["bbox"][2] * item["bbox"][3])
        del item["num_keypoints"]
    return item


def make(seed, kind, image_count):
    """Crowds, equal scores, sides of exactly 32 and 96, empty classes, empty images, objects without points, more detections than count."""
    rng = random.Random(seed)
    scene = {
        "images": [{"id": i, "width": SIDE, "height": SIDE} for i in range(image_count)],
        "categories": [{"id": c, "name": "c%d" % c} for c in range(3)], "annotations": [], "detections": [],
    }
    for image in range(image_count):
        for _ in range(rng.choice([0, 1, 2, 4])):
            side = [rng.choice([8, 20, 32, 40, 60, 96, 110]) for _ in range(2)]
            gt = shape(rng, kind, rng.randrange(90), rng.randrange(90), *side)
            # The last category has no object.
            gt.update(id=len(scene["annotations"]) + 1, image_id=image, category_id=rng.randrange(2), iscrowd=int(rng.random() < 0.15))
            if kind == "keypoints" and rng.random() < 0.15:
                gt.update(keypoints=[0] * 3 * len(SIGMAS), num_keypoints=0)
            scene["annotations"].append(gt)
            for _ in range(rng.choice([0, 1, 1, 2, 3])):
                dt = found(rng, kind, gt, rng.choice([0, 1, 3, 8]))
                dt.update(image_id=image, category_id=gt["category_id"] if rng.random() < 0.85 else rng.randrange(3), score=rng.randrange(1, 10) / 10)
                scene["detections"].append(dt)
    # More than count: misses with the highest scores push hits out.
    crowded = next(gt for gt in scene["annotations"] if not gt["iscrowd"] and gt.get("num_keypoints", 1) > 0)
    for i in range({"bbox": 104, "segm": 8, "keypoints": 24}[kind]):
        dt = found(rng, kind, crowded, 2 if i % 9 == 0 else 40)
        dt.update(image_id=crowded["image_id"], category_id=crowded["category_id"], score=0.95 if i % 2 else 0.9)
        scene["detections"].append(dt)
    return scene


def main():
    cases = []
    for kind, seed, image_count in [("bbox", 1, 14), ("bbox", 2, 14), ("segm", 3, 8), ("segm", 4, 8), ("keypoints", 5, 14), ("keypoints", 6, 14)]:
        scene = make(seed, kind, image_count)
        figures = summarize(scene, kind)
        cases.append({"kind": kind, "sigmas": SIGMAS if kind == "keypoints" else None, "scene": scene, "figures": figures})
    json.dump(cases, sys.stdout, separators=(",", ":"))


main()
