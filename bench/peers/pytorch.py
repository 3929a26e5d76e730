"""PyTorch: python3 pytorch.py THREADS contiguous|channels_last. Speaks the protocol of serve.mjs."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

THREADS = int(sys.argv[1])
LAST = sys.argv[2] == "channels_last"
FORMAT = torch.channels_last if LAST else torch.contiguous_format


class Residual(nn.Module):
    """block(x) + x; option A of He et al. 2016 where the shapes differ."""

    def __init__(self, block, before, after):
        super().__init__()
        self.block = block
        self.stride = before[0] // after[0]
        self.channels = after[2] - before[2]

    def forward(self, x):
        shortcut = x
        if self.stride > 1 or self.channels > 0:
            shortcut = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.channels))
        return self.block(x) + shortcut


def convolution(spec, shape):
    size, stride = spec["kernelSize"], spec["stride"]
    padding = {"same": size // 2, "valid": 0}.get(spec["padding"], spec["padding"])
    extent = lambda length: (length + 2 * padding - size) // stride + 1
    layer = nn.Conv2d(shape[2], spec["filters"], size, stride, padding, bias=spec["bias"])
    return layer, [extent(shape[0]), extent(shape[1]), spec["filters"]]


def build(spec, shape):
    """The module of an Evenkeel layer, and the shape of one output; shapes are [height, width, channels]."""
    name = spec["name"]
    if name == "sequential":
        layers = []
        for inner in spec["layers"]:
            layer, shape = build(inner, shape)
            layers.append(layer)
        return nn.Sequential(*layers), shape
    if name == "residual":
        block, after = build(spec["block"], shape)
        return Residual(block, shape, after), after
    if name == "conv2d":
        return convolution(spec, shape)
    if name == "dense":
        return nn.Linear(shape[0], spec["units"], bias=spec["bias"]), [spec["units"]]
    if name == "batchNorm":
        kind = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
        return kind(shape[-1]), shape
    if name == "relu":
        return nn.ReLU(inplace=True), shape
    if name == "dropout":
        return nn.Dropout(spec["rate"]), shape
    if name == "maxPool2d":
        return nn.MaxPool2d(spec["poolSize"]), [*(extent // spec["poolSize"] for extent in shape[:2]), shape[2]]
    if name == "globalAveragePool":
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), [shape[2]]
    if name == "flatten":
        return nn.Flatten(), [torch.Size(shape).numel()]
    raise ValueError(f"no translation of {name}")


def step(work):
    model, _ = build(work["spec"], work["input"])
    model = model.to(memory_format=FORMAT).train()
    height, width, channels = work["input"]
    images = torch.randn(work["samples"], channels, height, width).mul_(0.3).contiguous(memory_format=FORMAT)
    labels = torch.arange(work["samples"]) % work["classes"]
    batches = torch.randperm(work["samples"]).split(work["batch"])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    taken = 0

    def run(repeats):
        nonlocal taken
        for _ in range(repeats):
            batch = batches[taken % len(batches)]
            taken += 1
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(model(images[batch]), labels[batch])
            loss.backward()
            optimizer.step()
        return loss.item()

    return run


def product(work):
    m, n, k = work["m"], work["n"], work["k"]
    a = torch.randn(k, m).t() if work["transposed"] == "a" else torch.randn(m, k)
    b = torch.randn(n, k).t() if work["transposed"] == "b" else torch.randn(k, n)
    c = torch.empty(m, n)

    def run(repeats):
        for _ in range(repeats):
            torch.mm(a, b, out=c)

    return run


def operation(work):
    stride, padding = [work["stride"]] * 2, [work["padding"]] * 2
    x = torch.randn(work["batch"], work["channels"], work["height"], work["width"]).contiguous(memory_format=FORMAT)
    w = torch.randn(work["filters"], work["channels"], 3, 3).contiguous(memory_format=FORMAT)
    dy = torch.randn_like(F.conv2d(x, w, None, stride, padding)).contiguous(memory_format=FORMAT)
    mask = [work["pass"] == "input gradient", work["pass"] == "weight gradient", False]

    def run(repeats):
        for _ in range(repeats):
            if work["pass"] == "forward":
                F.conv2d(x, w, None, stride, padding)
            else:
                torch.ops.aten.convolution_backward(dy, x, w, None, stride, padding, [1, 1], False, [0, 0], 1, mask)

    def without_gradients(repeats):
        with torch.no_grad():
            run(repeats)

    return without_gradients


def blas():
    """The library that multiplies matrices, as far as it can be seen."""
    if torch.backends.mkl.is_available():
        return "MKL"
    try:
        with open("/proc/self/maps") as maps:
            loaded = maps.read()
    except OSError:
        return "an unknown library"
    return next((name for name in ("openblas", "blis", "atlas") if name in loaded), None)


def describe():
    library = blas()
    products = f"matrix products by {library}" if library else "SLOW matrix products: install libopenblas0-pthread"
    return f"PyTorch {torch.__version__}, {products}, {torch.get_num_threads()} threads"


def main():
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    makers = {"step": step, "product": product, "convolution": operation}
    run = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            result = None
            if request["ask"] == "describe":
                result = describe()
            elif request["ask"] == "prepare":
                run = makers[request["workload"]["kind"]](request["workload"])
            elif request["ask"] == "time":
                start = time.perf_counter()
                loss = run(request["repeats"])
                result = {"milliseconds": (time.perf_counter() - start) * 1000 / request["repeats"], "loss": loss}
            elif request["ask"] == "release":
                run = None
            reply = {"result": result}
        except Exception as error:
            reply = {"error": str(error)}
        print(json.dumps(reply), flush=True)


main()
