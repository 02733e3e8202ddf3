"""`python -m octograph_training.gguf_q8`: the deployed weights as files that llama.cpp reads.

`q8_0.gguf` holds exactly the codes of our 8-bit ONNX base (Q8_0 keeps a block's scale in half precision, ours is in
single); `lora.gguf` a master's LoRA weights. Functional rows have no place in either: llama.cpp is measured on the
network, not on the choice. `q4_1.gguf` is a link to the weights as they were published, or a copy. For
`./octograph bench master` alone. A file is there whole or not at all, and `lora.gguf` comes last: with it all are.
"""

import argparse
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType
from gguf.quants import dequantize
from safetensors.numpy import load_file

from .base import LINEARS, Shape, packaged_gguf, read_base
from .quantize import quantize


def write_base(source: Path, target: Path) -> None:
    """The same file with every matrix in Q8_0, its blocks cut and rounded as in `quantize`; norms stay float32."""
    reader = GGUFReader(str(source))
    writer = GGUFWriter(str(target), reader.fields["general.architecture"].contents())
    for field in reader.fields.values():
        if field.name == "general.file_type":
            writer.add_file_type(LlamaFileType.MOSTLY_Q8_0)
        elif not field.name.startswith("GGUF.") and field.name != "general.architecture":
            kind = field.types[0]
            writer.add_key_value(
                field.name, field.contents(), kind, sub_type=field.types[-1] if kind == GGUFValueType.ARRAY else None
            )
    for tensor in reader.tensors:
        shape = [int(n) for n in reversed(tensor.shape.tolist())]
        values = dequantize(tensor.data, tensor.tensor_type).astype(np.float32).reshape(shape)
        if len(shape) == 1:
            writer.add_tensor(tensor.name, values)
        else:
            writer.add_tensor(tensor.name, q8_0(values), raw_dtype=GGMLQuantizationType.Q8_0)
    _finish(writer)


def q8_0(weights: np.ndarray) -> np.ndarray:
    """Rows of blocks of 34 bytes: a float16 scale, then 32 signed codes."""
    quantized = quantize(weights, 8)
    scales = quantized.scales.astype(np.float16)[..., None].view(np.uint8)
    codes = (quantized.codes.astype(np.int16) - 128).astype(np.int8).view(np.uint8)
    return np.concatenate((scales, codes), -1).reshape(len(weights), -1)


def lora_pairs(tensors: dict[str, np.ndarray], shape: Shape) -> dict[str, np.ndarray]:
    """An adapter's pairs by their names in GGUF: lora_a [rank, inputs], lora_b [outputs, rank]."""
    pairs = {}
    for layer in range(shape.layers):
        for ours, theirs in LINEARS.items():
            a, b = (tensors.get(f"layers.{layer}.{ours}.lora_{part}") for part in "AB")
            if a is None:
                continue
            b = b.T
            if ours in ("q", "k"):
                b = interleave(b, shape.heads if ours == "q" else shape.kv_heads)
            pairs[f"blk.{layer}.{theirs}.weight.lora_a"] = np.ascontiguousarray(a.T)
            pairs[f"blk.{layer}.{theirs}.weight.lora_b"] = np.ascontiguousarray(b)
    return pairs


def interleave(rows: np.ndarray, heads: int) -> np.ndarray:
    """Rows of Q or K in llama.cpp's order, the rotary pairs side by side: what `read_base` undoes."""
    return rows.reshape(heads, 2, -1, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)


def write_lora(adapter: Path, shape: Shape, target: Path) -> None:
    """The LoRA weights of an `adapter.safetensors`; its scaling is in lora_B already, so alpha is the rank."""
    pairs = lora_pairs(load_file(adapter), shape)
    if not pairs:
        raise SystemExit(f"{adapter.name} has no LoRA weights that fit {shape.layers} layers; take the adapter of a master on this base.")
    writer = GGUFWriter(str(target), "llama")
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    rank = next(len(value) for name, value in pairs.items() if name.endswith("lora_a"))
    writer.add_float32("adapter.lora.alpha", float(rank))
    for name, value in pairs.items():
        writer.add_tensor(name, value)
    _finish(writer)


def _finish(writer: GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def whole(target: Path, write: Callable[[Path], None]) -> None:
    """Writes a file beside its place and moves it there: who is ended halfway leaves no half of one."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    write(part)
    os.replace(part, target)


def link(source: Path, target: Path) -> None:
    """A link, or a copy where the file system has none."""
    try:
        target.symlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m octograph_training.gguf_q8", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder for q8_0.gguf, q4_1.gguf and lora.gguf")
    parser.add_argument("--adapter", type=Path, help="an adapter.safetensors; without it there is no lora.gguf")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    source = packaged_gguf()
    whole(chosen.out / "q4_1.gguf", lambda part: link(source, part))
    whole(chosen.out / "q8_0.gguf", lambda part: write_base(source, part))
    if chosen.adapter:
        shape = read_base(source).shape
        whole(chosen.out / "lora.gguf", lambda part: write_lora(chosen.adapter, shape, part))


if __name__ == "__main__":
    main()
