"""Takes the place of onnxruntime beside a bundle's run.py: keeps what would go into the network, and answers with outputs that were written down before."""
import pathlib

import numpy

HERE = pathlib.Path(__file__).parent


class Output:
    def __init__(self, name):
        self.name = name


class InferenceSession:
    def __init__(self, path, providers):
        assert pathlib.Path(path).read_bytes() and providers

    def get_outputs(self):
        return [Output("boxes"), Output("scores")]

    def run(self, names, feeds):
        planes = feeds["images"]
        assert names == ["boxes", "scores"] and planes.dtype == numpy.float32 and planes.shape[:2] == (1, 3)
        planes.tofile(HERE / "planes.bin")
        boxes, scores = (numpy.fromfile(HERE / f"{name}.bin", dtype=numpy.float32) for name in names)
        return [boxes.reshape(1, -1, 4), scores.reshape(1, len(boxes) // 4, -1)]


def get_available_providers():
    return ["CPUExecutionProvider"]
