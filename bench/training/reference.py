"""The peer: the same network, losses and optimiser step in Python PyTorch. Reads commands from standard input, answers on standard output.

load WEIGHTS BATCH   both safetensors; answers the parameter count and the loss of the first step before any update
steps N              trains N steps on the batch; answers their seconds
"""
import copy
import json
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional as F

CHANNELS, BINS, STRIDES = (16, 32, 64, 128, 256), 17, (8, 16, 32)


class ConvNormAct(nn.Module):
    def __init__(self, i, o, k, s=1, g=1):
        super().__init__()
        self.conv = nn.Conv2d(i, o, k, s, k // 2, groups=g, bias=False)
        self.bn = nn.BatchNorm2d(o, eps=1e-3, momentum=.03)

    def forward(self, x):
        return F.silu(self.bn(self.conv(x)))


class Block(nn.Module):
    def __init__(self, c, identity):
        super().__init__()
        self.conv1, self.depthwise_conv, self.pointwise_conv = ConvNormAct(c, c, 3), ConvNormAct(c, c, 5, g=c), ConvNormAct(c, c, 1)
        self.identity = identity

    def forward(self, x):
        y = self.pointwise_conv(self.depthwise_conv(self.conv1(x)))
        return y + x if self.identity else y


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.fc = nn.Conv2d(c, c, 1)

    def forward(self, x):
        return x * F.hardsigmoid(self.fc(x.mean((2, 3), keepdim=True)))


class Csp(nn.Module):
    def __init__(self, i, o, identity=False, attention=False):
        super().__init__()
        self.main_conv, self.short_conv, self.final_conv = ConvNormAct(i, o // 2, 1), ConvNormAct(i, o // 2, 1), ConvNormAct(o, o, 1)
        self.blocks = nn.ModuleList([Block(o // 2, identity)])
        self.attention = Attention(o) if attention else nn.Identity()

    def forward(self, x):
        return self.final_conv(self.attention(torch.cat([self.blocks[0](self.main_conv(x)), self.short_conv(x)], 1)))


class Pooling(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv1, self.conv2 = ConvNormAct(c, c // 2, 1), ConvNormAct(2 * c, c, 1)

    def forward(self, x):
        pools = [self.conv1(x)]
        for _ in range(3):
            pools.append(F.max_pool2d(pools[-1], 5, 1, 2))
        return self.conv2(torch.cat(pools, 1))


class Stage(nn.Module):
    def __init__(self, i, o, last):
        super().__init__()
        self.downsample = ConvNormAct(i, o, 3, 2)
        if last:
            self.spp = Pooling(o)
        self.csp = Csp(o, o, not last, True)

    def forward(self, x):
        x = self.downsample(x)
        return self.csp(self.spp(x) if hasattr(self, "spp") else x)


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        c = CHANNELS
        self.stem = nn.Sequential(ConvNormAct(3, c[0] // 2, 3, 2), ConvNormAct(c[0] // 2, c[0] // 2, 3), ConvNormAct(c[0] // 2, c[0], 3))
        self.stages = nn.ModuleList([Stage(c[n], c[n + 1], n == 3) for n in range(4)])

    def forward(self, x):
        c3 = self.stages[1](self.stages[0](self.stem(x)))
        c4 = self.stages[2](c3)
        return c3, c4, self.stages[3](c4)


class Neck(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c = CHANNELS[2:]
        self.reduce_layers = nn.ModuleList([ConvNormAct(c, b, 1), ConvNormAct(b, a, 1)])
        self.top_down_blocks = nn.ModuleList([Csp(2 * b, b), Csp(2 * a, a)])
        self.downsamples = nn.ModuleList([ConvNormAct(a, a, 3, 2), ConvNormAct(b, b, 3, 2)])
        self.bottom_up_blocks = nn.ModuleList([Csp(2 * a, b), Csp(2 * b, c)])
        self.out_convs = nn.ModuleList([ConvNormAct(n, a, 3) for n in (a, b, c)])

    def forward(self, maps):
        c3, c4, c5 = maps
        up = lambda x: F.interpolate(x, scale_factor=2.0)
        p5 = self.reduce_layers[0](c5)
        p4 = self.reduce_layers[1](self.top_down_blocks[0](torch.cat([up(p5), c4], 1)))
        p3 = self.top_down_blocks[1](torch.cat([up(p4), c3], 1))
        n4 = self.bottom_up_blocks[0](torch.cat([self.downsamples[0](p3), p4], 1))
        n5 = self.bottom_up_blocks[1](torch.cat([self.downsamples[1](n4), p5], 1))
        return [conv(x) for conv, x in zip(self.out_convs, (p3, n4, n5))]


class Tower(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(c, c, 3, padding=1, bias=False) for _ in range(2)])
        self.norms = nn.ModuleList([nn.ModuleList([nn.BatchNorm2d(c, eps=1e-3, momentum=.03) for _ in range(2)]) for _ in STRIDES])

    def forward(self, x, level):
        for conv, norm in zip(self.convs, self.norms[level]):
            x = F.silu(norm(conv(x)))
        return x


class Head(nn.Module):
    def __init__(self, classes):
        super().__init__()
        c = CHANNELS[2]
        self.cls_tower, self.reg_tower = Tower(c), Tower(c)
        self.cls_preds = nn.ModuleList([nn.Conv2d(c, classes, 1) for _ in STRIDES])
        self.reg_preds = nn.ModuleList([nn.Conv2d(c, 4 * BINS, 1) for _ in STRIDES])

    def forward(self, maps):
        flat = lambda x: x.permute(0, 2, 3, 1).flatten(1, 2)
        cls = [flat(pred(self.cls_tower(x, n))) for n, (pred, x) in enumerate(zip(self.cls_preds, maps))]
        return torch.cat(cls, 1), torch.cat([flat(pred(self.reg_tower(x, n))) for n, (pred, x) in enumerate(zip(self.reg_preds, maps))], 1)


class Detector(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.backbone, self.neck, self.head = Backbone(), Neck(), Head(classes)

    def forward(self, x):
        return self.head(self.neck(self.backbone(x)))


def area(a, b):
    size = (b - a).clamp_min(0)
    return size[:, 0] * size[:, 1]


def loss(output, batch):
    """Quality focal loss over all points, GIoU and distribution focal loss over the positives, with the products' weights 1, 2 and .25."""
    cls, reg = output
    targets, normalizer = batch["class_scores"].reshape(-1, cls.shape[-1]), batch["normalizer"].item()
    cls = cls.reshape(targets.shape)
    focal = (F.binary_cross_entropy_with_logits(cls, targets, reduction="none") * (targets - cls.sigmoid()) ** 2).sum() / normalizer
    logs = reg.reshape(-1, 4 * BINS).index_select(0, batch["rows"]).reshape(-1, 4, BINS).log_softmax(-1)
    points, strides, truths, scores = batch["points"], batch["strides"][:, None], batch["boxes"], batch["scores"] / normalizer
    sides = (logs.exp() * torch.arange(BINS, dtype=torch.float32)).sum(-1) * strides
    p1, p2, t1, t2 = points - sides[:, :2], points + sides[:, 2:], truths[:, :2], truths[:, 2:]
    inter = area(torch.maximum(p1, t1), torch.minimum(p2, t2))
    union = area(p1, p2) + area(t1, t2) - inter
    hull = area(torch.minimum(p1, t1), torch.maximum(p2, t2))
    giou = inter / union.clamp_min(1e-6) - (hull - union) / hull.clamp_min(1e-6)
    far = (torch.cat([points - t1, t2 - points], 1) / strides).clamp(0, BINS - 1.01)
    left = far.floor()
    right = far - left
    bins = left.long()[..., None]
    dfl = -(logs.gather(-1, bins)[..., 0] * (1 - right) + logs.gather(-1, bins + 1)[..., 0] * right).mean(1)
    return focal + 2 * ((1 - giou) * scores).sum() + .25 * (dfl * scores).sum()


def read(path):
    data = open(path, "rb").read()
    size = int.from_bytes(data[:8], "little")
    types = {"F32": numpy.float32, "I64": numpy.int64}
    return {
        name: torch.from_numpy(numpy.frombuffer(data, types[item["dtype"]], offset=8 + size + item["data_offsets"][0], count=int(numpy.prod(item["shape"]))).reshape(item["shape"]).copy())
        for name, item in json.loads(data[8:8 + size]).items() if name != "__metadata__"
    }


def main():
    torch.set_num_threads(int(sys.argv[1]))
    half = "bf16" in sys.argv
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "load":
            batch = read(arguments[1])
            network = Detector(batch["class_scores"].shape[-1])
            network.load_state_dict({**network.state_dict(), **read(arguments[0])})
            network = network.to(memory_format=torch.channels_last)
            average = copy.deepcopy(network)
            pixels = batch["pixels"].contiguous(memory_format=torch.channels_last)
            decayed = [p for p in network.parameters() if p.dim() > 1]
            plain = [p for p in network.parameters() if p.dim() <= 1]
            optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": .05}, {"params": plain, "weight_decay": 0}], lr=1e-3, foreach=True)
            pairs = [(a, b) for a, b in zip(average.state_dict().values(), network.state_dict().values()) if a.is_floating_point()]
            averages, sources = [list(x) for x in zip(*pairs)]
            with torch.no_grad():
                first = loss(copy.deepcopy(network)(pixels), batch).item()
            print(json.dumps({"parameters": sum(p.numel() for p in network.parameters()), "loss": first}), flush=True)
        else:
            started = time.perf_counter()
            for _ in range(int(arguments[0])):
                with torch.autocast("cpu", torch.bfloat16, enabled=half):
                    output = network(pixels)
                value = loss([x.float() for x in output], batch)
                optimizer.zero_grad(set_to_none=True)
                value.backward()
                nn.utils.clip_grad_norm_(network.parameters(), 35)
                optimizer.step()
                with torch.no_grad():
                    torch._foreach_mul_(averages, .998)
                    torch._foreach_add_(averages, sources, alpha=.002)
            print(json.dumps({"seconds": time.perf_counter() - started, "loss": value.item()}), flush=True)


main()
