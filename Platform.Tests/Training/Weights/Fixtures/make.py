"""Writes the fixtures beside this file with PyTorch 1.13.1. The tests need the files only.

A small network of RTMDet's layout under RTMDet's names (width 1/32), in half precision, with the outputs of its neck; and tensors of every kind.
"""
import collections, json, math, os
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
CH = [2, 4, 8, 16, 32]


class Conv(nn.Module):
    def __init__(self, i, o, k, s=1, g=1):
        super().__init__()
        self.conv = nn.Conv2d(i, o, k, s, k // 2, groups=g, bias=False)
        self.bn = nn.BatchNorm2d(o)  # eps 1e-5

    def forward(self, x):
        return nn.functional.silu(self.bn(self.conv(x)))


class Separable(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.depthwise_conv, self.pointwise_conv = Conv(c, c, 5, g=c), Conv(c, c, 1)

    def forward(self, x):
        return self.pointwise_conv(self.depthwise_conv(x))


class Block(nn.Module):
    def __init__(self, c, add):
        super().__init__()
        self.conv1, self.conv2, self.add = Conv(c, c, 3), Separable(c), add

    def forward(self, x):
        y = self.conv2(self.conv1(x))
        return y + x if self.add else y


class Gate(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.fc = nn.Conv2d(c, c, 1)

    def forward(self, x):
        return x * nn.functional.hardsigmoid(self.fc(x.mean((2, 3), keepdim=True)))


class Csp(nn.Module):
    def __init__(self, i, o, add=False, gate=False):
        super().__init__()
        h = o // 2
        self.main_conv, self.short_conv, self.final_conv = Conv(i, h, 1), Conv(i, h, 1), Conv(2 * h, o, 1)
        self.blocks = nn.Sequential(Block(h, add))
        self.attention = Gate(2 * h) if gate else None

    def forward(self, x):
        y = torch.cat((self.blocks(self.main_conv(x)), self.short_conv(x)), 1)
        return self.final_conv(self.attention(y) if self.attention is not None else y)


class Spp(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv1, self.conv2 = Conv(c, c // 2, 1), Conv(c // 2 * 4, c, 1)

    def forward(self, x):
        x = self.conv1(x)
        return self.conv2(torch.cat([x] + [nn.functional.max_pool2d(x, k, 1, k // 2) for k in (5, 9, 13)], 1))


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(Conv(3, 1, 3, 2), Conv(1, 1, 3), Conv(1, 2, 3))
        for n in range(4):
            i, o = CH[n], CH[n + 1]
            setattr(self, f"stage{n + 1}", nn.Sequential(*([Conv(i, o, 3, 2)] + ([Spp(o)] if n == 3 else []) + [Csp(o, o, n < 3, True)])))

    def forward(self, x):
        x = self.stage2(self.stage1(self.stem(x)))
        y = self.stage3(x)
        return x, y, self.stage4(y)


class Neck(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c = CH[2:]
        self.reduce_layers = nn.ModuleList([Conv(c, b, 1), Conv(b, a, 1)])
        self.top_down_blocks = nn.ModuleList([Csp(2 * b, b), Csp(2 * a, a)])
        self.downsamples = nn.ModuleList([Conv(a, a, 3, 2), Conv(b, b, 3, 2)])
        self.bottom_up_blocks = nn.ModuleList([Csp(2 * a, b), Csp(2 * b, c)])
        self.out_convs = nn.ModuleList([Conv(i, a, 3) for i in (a, b, c)])

    def forward(self, feats):
        up = lambda t: nn.functional.interpolate(t, scale_factor=2, mode="nearest")
        r5 = self.reduce_layers[0](feats[2])
        r4 = self.reduce_layers[1](self.top_down_blocks[0](torch.cat((up(r5), feats[1]), 1)))
        o3 = self.top_down_blocks[1](torch.cat((up(r4), feats[0]), 1))
        o4 = self.bottom_up_blocks[0](torch.cat((self.downsamples[0](o3), r4), 1))
        o5 = self.bottom_up_blocks[1](torch.cat((self.downsamples[1](o4), r5), 1))
        return [conv(o) for conv, o in zip(self.out_convs, (o3, o4, o5))]


class Head(nn.Module):
    def __init__(self, classes):
        super().__init__()
        c = CH[2]
        towers = lambda: nn.ModuleList([nn.ModuleList([Conv(c, c, 3), Conv(c, c, 3)]) for _ in range(3)])
        self.cls_convs, self.reg_convs = towers(), towers()
        for tower in (self.cls_convs, self.reg_convs):
            for level in tower:
                for i in range(2):
                    level[i].conv = tower[0][i].conv
        self.rtm_cls = nn.ModuleList([nn.Conv2d(c, classes, 1) for _ in range(3)])
        self.rtm_reg = nn.ModuleList([nn.Conv2d(c, 4, 1) for _ in range(3)])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone, self.neck, self.bbox_head = Backbone(), Neck(), Head(80)


torch.manual_seed(7)
net = Net().eval()
with torch.no_grad():
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.weight.uniform_(0.5, 1.5), module.bias.normal_(0, 0.2), module.running_mean.normal_(0, 0.2)
            module.running_var.copy_(10 ** torch.empty_like(module.running_var).uniform_(-3, 0))
        elif isinstance(module, nn.Conv2d) and module.bias is None:
            module.weight.mul_(0.1)  # small variances, so that the epsilon tells
    rgb = torch.tensor([math.sin(0.1 * i) for i in range(3 * 64 * 64)], dtype=torch.float64).float().reshape(1, 3, 64, 64)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1.0
    net.train(), net.neck(net.backbone(rgb.flip(1))), net.eval()  # statistics as a training leaves them
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_var.clamp_(min=1e-3)
    net.half().float()
    outputs = net.neck(net.backbone(rgb.flip(1)))
state = net.half().state_dict()
meta = dict(epoch=300, CLASSES=("person", "car"), dataset_meta=dict(palette=[(220, 20, 60)]), time="2022", device=torch.device("cpu"), size=torch.Size([640, 640]))
torch.save(dict(meta=meta, state_dict=state), os.path.join(HERE, "rtmdet.pth"))
json.dump([o.flatten().tolist() for o in outputs], open(os.path.join(HERE, "rtmdet.outputs.json"), "w"))

base = torch.arange(24, dtype=torch.float32)
kinds = collections.OrderedDict(
    f32=base.reshape(2, 3, 4), f16=base.half(), bf16=base.bfloat16(), f64=base.double(), i64=base.long(), i32=base.int(), i16=base.short(), i8=base.char(), u8=base.byte(), bool=base % 2 == 0,
    parameter=nn.Parameter(base.reshape(4, 6).clone()), turned=base.reshape(4, 6).t(), part=base.reshape(4, 6)[1:3, 2:5], last=torch.arange(2 * 3 * 2 * 2.0).reshape(2, 3, 2, 2).contiguous(memory_format=torch.channels_last),
    scalar=torch.tensor(7), empty=torch.zeros(0, 4))
torch.save({"module." + k: v for k, v in kinds.items()}, os.path.join(HERE, "kinds.pt"))
torch.save(dict(model=kinds), os.path.join(HERE, "kinds.protocol4.pt"), pickle_protocol=4)
torch.save(dict(a=base), os.path.join(HERE, "legacy.pt"), _use_new_zipfile_serialization=False)
