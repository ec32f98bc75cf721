"""Images and arrays as Pillow and NumPy write them, and the numbers that they read from them.

    python tests/data/reference/files.py   (needs numpy and pillow)

writes files.json beside it: each file in base64, and what is in it. PNG that Pillow doesn't write (16 bits, interlaced,
few bits) are written here by hand, and Pillow must agree wherever it keeps their bits.
"""

import base64
import io
import json
import os
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

rng = np.random.default_rng(7)
out = {"arrays": [], "pngs": [], "jpegs": []}
text = lambda data: base64.b64encode(data).decode()

# Arrays: every type, order of bytes, layout and version.
for code in ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]:
    for order in "<>" if code[1] != "1" else "|":
        for layout in "CF":
            for version in [(1, 0), (2, 0), (3, 0)]:
                dtype = np.dtype(order + code)
                if dtype.kind == "b":
                    values = rng.integers(0, 2, (3, 4, 2)).astype(dtype)
                elif dtype.kind == "f":
                    values = (rng.normal(0, 100, (3, 4, 2)) * 10.0 ** rng.integers(-6, 2, (3, 4, 2))).astype(dtype)
                else:
                    info = np.iinfo(dtype)
                    values = rng.integers(max(info.min, -(2**31)), min(info.max, 2**32 - 1), (3, 4, 2)).astype(dtype)
                values = np.asarray(values, dtype=dtype, order=layout)
                file = io.BytesIO()
                np.lib.format.write_array(file, values, version=version)
                floats = np.ascontiguousarray(values).astype("<f4")
                out["arrays"].append({
                    "name": f"{order}{code} {layout} {version[0]}",
                    "file": text(file.getvalue()),
                    "floats": text(floats.tobytes()),
                })

PASSES = [(0, 8, 0, 8), (0, 8, 4, 8), (4, 8, 0, 4), (0, 4, 2, 4), (2, 4, 0, 2), (0, 2, 1, 2), (1, 2, 0, 1)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(rows, depth):
    """Rows of samples as bytes."""
    for row in rows:
        flat = row.reshape(-1)
        if depth == 16:
            yield flat.astype(">u2").tobytes()
        else:
            bits = ((flat[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8).reshape(-1)
            yield np.packbits(bits).tobytes()


def filtered(rows, step):
    """Each row with the next of the five filters."""
    before = None
    for i, row in enumerate(rows):
        kind = i % 5
        now = np.frombuffer(row, np.uint8).astype(int)
        up = np.zeros_like(now) if before is None else before
        left = np.concatenate([np.zeros(step, int), now])[: len(now)]
        corner = np.concatenate([np.zeros(step, int), up])[: len(now)]
        guess = left + up - corner
        near = np.stack([abs(guess - left), abs(guess - up), abs(guess - corner)]).argmin(0)
        paeth = np.choose(near, [left, up, corner])
        off = [0 * now, left, up, (left + up) // 2, paeth][kind]
        before = now
        yield bytes([kind]) + ((now - off) % 256).astype(np.uint8).tobytes()


def png(samples, depth, colour_type, interlaced, extra=()):
    height, width, each = samples.shape
    step = max(1, each * depth // 8)
    data = b""
    for row, down, column, right in PASSES if interlaced else [(0, 1, 0, 1)]:
        part = samples[row::down, column::right]
        if part.size:
            data += b"".join(filtered(packed(part, depth), step))
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, int(interlaced))
    middle = b"".join(chunk(kind, body) for kind, body in extra)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + middle + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def exif(orientation):
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0\0\0\0"


def add_png(name, data, pixels):
    """pixels: height × width × channels, from 0 to 1."""
    out["pngs"].append({
        "name": name, "file": text(data), "shape": pixels.shape,
        "floats": text(np.ascontiguousarray(pixels).astype("<f4").tobytes()),
    })


for colour_type, each, depths in [(0, 1, [1, 2, 4, 8, 16]), (2, 3, [8, 16]), (3, 1, [1, 2, 4, 8]), (4, 2, [8, 16]), (6, 4, [8, 16])]:
    for depth in depths:
        for interlaced in [False, True]:
            for height, width in [(9, 11), (1, 1), (3, 2)]:
                most = 2**depth - 1
                samples = rng.integers(0, most + 1, (height, width, each))
                extra = []
                if colour_type in (4, 6):
                    samples[..., -1] = most
                pixels = samples[..., :1 if each < 3 else 3] / most
                if colour_type == 3:
                    palette = rng.integers(0, 256, (most + 1, 3)).astype(np.uint8)
                    extra = [(b"PLTE", palette.tobytes())]
                    pixels = palette[samples[..., 0]] / 255
                data = png(samples, depth, colour_type, interlaced, extra)
                if depth <= 8:
                    image = Image.open(io.BytesIO(data))
                    mode = "RGB" if pixels.shape[2] == 3 else "L"
                    seen = np.asarray(image.convert(mode)).reshape(pixels.shape)
                    assert np.array_equal(seen, np.rint(pixels * 255)), (colour_type, depth, interlaced)
                add_png(f"type {colour_type} depth {depth} {'interlaced ' if interlaced else ''}{height}x{width}", data, pixels)

for orientation in range(1, 9):
    samples = rng.integers(0, 256, (3, 5, 3))
    data = png(samples, 8, 2, False, [(b"eXIf", exif(orientation))])
    upright = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    add_png(f"orientation {orientation}", data, upright / 255)


def photo(height, width, channels):
    y, x = np.mgrid[0:height, 0:width]
    waves = np.stack([60 * np.sin(x / 3 + y / 5 + k) + (9 * x + 3 * y + 40 * k) % 256 * 0.6 for k in range(channels)], -1)
    return np.clip(waves + rng.normal(0, 8, waves.shape) + 40, 0, 255).astype(np.uint8)


def add_jpeg(name, data):
    seen = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    out["jpegs"].append({
        "name": name, "file": text(data), "shape": seen.reshape(*seen.shape[:2], -1).shape, "bytes": text(seen.tobytes()),
    })


for height, width in [(16, 24), (17, 23), (1, 1)]:
    for progressive in [False, True]:
        for restart in [0, 2]:
            for subsampling in [None, 0, 1, 2]:
                image = photo(height, width, 1 if subsampling is None else 3)
                file = io.BytesIO()
                options = {} if subsampling is None else {"subsampling": subsampling}
                Image.fromarray(image[..., 0] if subsampling is None else image).save(
                    file, "JPEG", quality=85, progressive=progressive, restart_marker_blocks=restart, **options)
                kind = "grey" if subsampling is None else ["4:4:4", "4:2:2", "4:2:0"][subsampling]
                add_jpeg(f"{height}x{width} {kind}{' progressive' if progressive else ''}{' restarts' if restart else ''}", file.getvalue())
for orientation in range(1, 9):
    file = io.BytesIO()
    Image.fromarray(photo(10, 13, 3)).save(file, "JPEG", exif=b"Exif\0\0" + exif(orientation))
    add_jpeg(f"orientation {orientation}", file.getvalue())
file = io.BytesIO()
Image.fromarray(photo(9, 8, 3)).save(file, "JPEG", keep_rgb=True, subsampling=0)
add_jpeg("Adobe's transform 0", file.getvalue())

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files.json")
with open(path, "w") as target:
    target.write("{\n")
    target.write(",\n".join(
        f'"{kind}": [\n' + ",\n".join(json.dumps(each) for each in cases) + "\n]" for kind, cases in out.items()))
    target.write("\n}\n")
