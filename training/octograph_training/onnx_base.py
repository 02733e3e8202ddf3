"""Writes the base as ONNX graphs over one set of weights (docs/adr/0002, 0010).

`model.onnx` is the plain model in onnxruntime-genai's layout, which other hosts run too. The graphs of `octograph.json`
are for masters: LoRA pairs and functional rows are optional inputs (their defaults change nothing), and a run may
carry tokens of several sequences, a lane each. In a lane graph the tokens of all lanes lie one after the other; the
linear maps see them together, attention sees each lane with its own cache. `early.onnx` is the lower part of the graph
of one lane, for a reader (reader.py) that decides there.

Graphs for CUDA are the same but for their attentions, which are float16 with casts around them, and so are the caches:
CUDA has GroupQueryAttention for 16 bits alone (docs/adr/0013).
"""

import json
import math
from pathlib import Path

import numpy as np
from onnx import TensorProto

from .base import Base
from .onnx_graph import MICROSOFT, Graph, Stored, store
from .quantize import quantize

BITS, BLOCK = 8, 32  # docs/adr/0003
LANES = 4  # docs/adr/0010
DEPTH = 10  # docs/adr/0014
# Linear maps of one input are one node: fewer, larger runs of the threads.
FUSED = {"qkv": ("q", "k", "v"), "o": ("o",), "gate_up": ("gate", "up"), "down": ("down",)}
_INT32, _INT64, _FLOAT, _HALF = TensorProto.INT32, TensorProto.INT64, TensorProto.FLOAT, TensorProto.FLOAT16
_TO_THE_END = ("end", "axis_1")  # of a Slice over positions


def weights(base: Base) -> dict[str, np.ndarray]:
    """Every stored tensor, in the order of the files."""
    shape = base.shape
    angle = np.arange(shape.context)[:, None] / shape.theta ** (np.arange(0, shape.head_size, 2) / shape.head_size)
    embedding = quantize(base.embedding, 8, BLOCK)
    tensors = {"rotary.cos": np.cos(angle).astype(np.float32), "rotary.sin": np.sin(angle).astype(np.float32)}
    tensors |= {"embedding.codes": embedding.codes, "embedding.scales": embedding.scales}
    for layer in range(shape.layers):
        for norm, linears in (("attention_norm", "q k v o"), ("mlp_norm", "gate up down")):
            tensors[f"layers.{layer}.{norm}.weight"] = getattr(base, norm)[layer].astype(np.float32)
            for short in linears.split():
                matrix = quantize(base.linears[short][layer], BITS, BLOCK)
                tensors[f"layers.{layer}.{short}.codes"] = matrix.codes
                tensors[f"layers.{layer}.{short}.scales"] = matrix.scales
    tensors["final_norm.weight"] = base.final_norm.astype(np.float32)
    return tensors


def plain(base: Base, stored: dict[str, Stored], attention: int = _FLOAT) -> Graph:
    """The model in onnxruntime-genai's layout; `logits_from` (optional) is the first position whose logits are wanted."""
    shape, graph = base.shape, Graph(stored, attention)
    graph.input("input_ids", _INT64, ["batch", "sequence"])
    graph.input("attention_mask", _INT64, ["batch", "total"])
    graph.input("logits_from", _INT64, [1], np.array([0], np.int64))
    graph.constant("end", np.array([np.iinfo(np.int64).max], np.int64))
    used = graph.add("ReduceSum", ["attention_mask", graph.constant("axis_1", np.array([1], np.int64))], "mask/used", keepdims=0)
    last = graph.add("Sub", [used, graph.constant("one", np.array([1], np.int64))], "mask/last")
    lengths = graph.add("Cast", [last], "mask/lengths", to=_INT32)
    sizes = graph.add("Shape", ["attention_mask"], "mask/sizes")
    total = graph.add("Gather", [sizes, graph.constant("index_1", np.array(1, np.int64))], "mask/total64", axis=0)
    total = graph.add("Cast", [total], "mask/total", to=_INT32)

    def attend(layer: int, qkv: str) -> str:
        names = {part: f"{layer}.{part}" for part in ("key", "value")}
        past = [_cache_input(graph, shape, f"past_key_values.{name}", "past") for name in names.values()]
        present = [_cache_output(graph, shape, f"present.{name}") for name in names.values()]
        return _attention(graph, base, f"layers.{layer}/attention", [qkv, "", "", *past, lengths, total], present)

    wanted = lambda y, name: graph.add("Slice", [y, "logits_from", *_TO_THE_END], name)
    features = _decoder(graph, base, _embedding(graph, base), attend, wanted, adapters=False)
    _head(graph, base, features, ["batch", "wanted", shape.vocabulary])
    return graph


def lanes(base: Base, stored: dict[str, Stored], count: int, attention: int = _FLOAT) -> Graph:
    """The model for masters.

    Inputs: `input_ids` [1, tokens] of all lanes, `lane_tokens` [lanes] (absent of one lane), and of every lane `last`
    (its last position) and `total` (its length after the run) with its cache; `rows` are the positions in `input_ids`
    whose features are wanted, `vocabulary_rows` those of the rows that want the vocabulary's logits too.
    """
    shape, graph = base.shape, Graph(stored, attention)
    graph.input("input_ids", _INT64, [1, "tokens"])
    graph.input("rows", _INT64, ["rows"])
    graph.input("vocabulary_rows", _INT64, ["vocabulary_rows"])
    if count > 1:
        graph.input("lane_tokens", _INT64, [count])
    ends = [_lane_input(graph, i) for i in range(count)]

    def attend(layer: int, qkv: str) -> str:
        name = f"layers.{layer}"
        pieces = [f"{name}/lane.{i}/qkv" for i in range(count)]
        pieces = graph.add_many("Split", [qkv, "lane_tokens"], pieces, axis=1) if count > 1 else [qkv]
        attended = [_attend_lane(graph, base, layer, i, end, piece) for i, (end, piece) in enumerate(zip(ends, pieces, strict=True))]
        return graph.add("Concat", attended, f"{name}/attention", axis=1) if count > 1 else attended[0]

    wanted = lambda y, name: graph.add("Gather", [y, "rows"], name, axis=1)
    features = _decoder(graph, base, _embedding(graph, base, adapters=True), attend, wanted, adapters=True)
    columns = graph.add("Transpose", ["functional_rows"], "functional/columns", perm=[1, 0])
    graph.add("MatMul", [features, columns], "functional_logits")
    graph.output("functional_logits", [1, "rows", "functional_rows"])
    features = graph.add("Gather", [features, "vocabulary_rows"], "head/features", axis=1)
    _head(graph, base, features, [1, "vocabulary_rows", shape.vocabulary])
    return graph


def _embedding(graph: Graph, base: Base, adapters: bool = False) -> str:
    """An id past the vocabulary is a functional row. The head multiplies with the same codes that are gathered here."""
    shape, ids = base.shape, "input_ids"
    if adapters:
        graph.input("functional_rows", _FLOAT, ["functional_rows", shape.width], np.zeros((1, shape.width), np.float32))
        size = graph.constant("vocabulary", np.array(shape.vocabulary, np.int64))
        zero = graph.constant("zero", np.array(0, np.int64))
        functional = graph.add("GreaterOrEqual", ["input_ids", size], "embed/is_functional")
        ids = graph.add("Where", [functional, zero, "input_ids"], "embed/ordinary_ids")
    codes, scales = graph.weight("embedding.codes"), graph.weight("embedding.scales")
    flat = graph.constant("embedding.scales_shape", np.array([*graph.stored[scales].values.shape, 1], np.int64))
    scales = graph.add("Reshape", [scales, flat], "embed/scales")
    attributes = {"gather_axis": 0, "quantize_axis": 2, "block_size": BLOCK, "bits": 8}
    blocks = graph.add("GatherBlockQuantized", [codes, ids, scales], "embed/blocks", MICROSOFT, **attributes)
    ordinary = graph.add("Reshape", [blocks, graph.constant("embed/joined", np.array([0, 0, shape.width], np.int64))], "embed/x")
    if not adapters:
        return ordinary
    beyond = graph.add("Sub", ["input_ids", "vocabulary"], "embed/beyond")
    rows = graph.add("Gather", ["functional_rows", graph.add("Max", [beyond, "zero"], "embed/row_ids")], "embed/rows")
    wide = graph.add("Unsqueeze", [functional, graph.constant("axis_last", np.array([-1], np.int64))], "embed/is_functional_row")
    return graph.add("Where", [wide, rows, ordinary], "embed/all")


def lower(base: Base, stored: dict[str, Stored], depth: int) -> Graph:
    """The lowest `depth` layers of `lanes` for one lane, with its inputs, caches and adapters. `states` [1, tokens, width]
    are those after the layers, of all tokens, divided by their root mean square: what `early.states` gives a reader."""
    shape, graph = base.shape, Graph(stored)
    graph.input("input_ids", _INT64, [1, "tokens"])
    end = _lane_input(graph, 0)
    attend = lambda layer, qkv: _attend_lane(graph, base, layer, 0, end, qkv)
    _constants(graph, base)
    x, skip = _embedding(graph, base, adapters=True), None
    for layer in range(depth):
        x, skip = _block(graph, base, layer, x, skip, attend, None, adapters=True)
    ones = graph.constant("states/ones", np.ones(shape.width, np.float32))
    outputs = ["states", "", "", "states/sum"]
    graph.add_many("SkipSimplifiedLayerNormalization", [skip, x, ones], outputs, MICROSOFT, epsilon=shape.epsilon)
    graph.output("states", [1, "tokens", shape.width])
    return graph


def _decoder(graph: Graph, base: Base, x: str, attend, wanted, adapters: bool) -> str:
    """All layers; `attend(layer, qkv)` adds the attention, `wanted(y, name)` keeps the positions that are asked for.

    What follows the last attention is computed for those alone: nothing after it mixes positions.
    """
    _constants(graph, base)
    skip, last = None, base.shape.layers - 1
    for layer in range(base.shape.layers):
        x, skip = _block(graph, base, layer, x, skip, attend, wanted if layer == last else None, adapters)
    return _norm(graph, base, "final_norm", skip, x)[0]


def _constants(graph: Graph, base: Base) -> None:
    """What every layer uses."""
    graph.weight("rotary.cos")
    graph.weight("rotary.sin")
    graph.constant("halves", np.array([base.shape.hidden, base.shape.hidden], np.int64))


def _block(graph: Graph, base: Base, layer: int, x: str, skip: str | None, attend, wanted, adapters: bool) -> tuple[str, str]:
    """One layer on x + skip; its output is such a sum too. `wanted`, where there is one, as in `_decoder`."""
    name = f"layers.{layer}"
    linear = lambda group, y: _linear(graph, base, layer, group, y, adapters)
    y, skip = _norm(graph, base, f"{name}.attention_norm", skip, x)
    y = attend(layer, linear("qkv", y))
    if wanted:
        y, skip = wanted(y, "wanted/attention"), wanted(skip, "wanted/skip")
    y, skip = _norm(graph, base, f"{name}.mlp_norm", skip, linear("o", y))
    gate, up = graph.add_many("Split", [linear("gate_up", y), "halves"], [f"{name}/gate", f"{name}/up"], axis=-1)
    silu = graph.add("QuickGelu", [gate], f"{name}/silu", MICROSOFT, alpha=1.0)
    return linear("down", graph.add("Mul", [silu, up], f"{name}/gated")), skip


def _norm(graph: Graph, base: Base, name: str, skip: str | None, x: str) -> tuple[str, str]:
    """Normalises x + skip; returns the normalised tensor and the sum."""
    weight = graph.weight(f"{name}.weight")
    if skip is None:
        attributes = {"epsilon": base.shape.epsilon, "axis": -1, "stash_type": 1}
        return graph.add("SimplifiedLayerNormalization", [x, weight], f"{name}/y", **attributes), x
    outputs = [f"{name}/y", "", "", f"{name}/sum"]
    graph.add_many("SkipSimplifiedLayerNormalization", [skip, x, weight], outputs, MICROSOFT, epsilon=base.shape.epsilon)
    return outputs[0], outputs[3]


def _linear(graph: Graph, base: Base, layer: int, group: str, x: str, adapters: bool) -> str:
    name, parts = f"layers.{layer}.{group}", FUSED[group]
    inputs = base.shape.linear[parts[0]][1]
    outputs = sum(base.shape.linear[part][0] for part in parts)
    codes, scales = (graph.joined([f"layers.{layer}.{part}.{kind}" for part in parts]) for kind in ("codes", "scales"))
    attributes = {"K": inputs, "N": outputs, "bits": BITS, "block_size": BLOCK, "accuracy_level": 4}
    y = graph.add("MatMulNBits", [x, codes, scales], f"{name}/base", MICROSOFT, **attributes)
    if not adapters:
        return y
    # A is a node a part: of a wider one the threads' share, and with it the order of its sums, would depend on how many
    # tokens a run has (docs/adr/0010).
    low = []
    for part in parts:
        own = f"layers.{layer}.{part}"
        a = graph.input(f"{own}.lora_A", _FLOAT, [inputs, f"{own}.rank"], np.zeros((inputs, 1), np.float32))
        low.append(graph.add("MatMul", [x, a], f"{own}/low"))
    low = low[0] if len(low) == 1 else graph.add("Concat", low, f"{name}/low", axis=-1)
    b = graph.input(f"{name}.lora_B", _FLOAT, [f"{name}.rank", outputs], np.zeros((len(parts), outputs), np.float32))
    return graph.add("Add", [y, graph.add("MatMul", [low, b], f"{name}/lora")], f"{name}/y")


def _attention(graph: Graph, base: Base, output: str, inputs: list[str], present: list[str]) -> str:
    shape = base.shape
    attributes = {"num_heads": shape.heads, "kv_num_heads": shape.kv_heads, "do_rotary": 1, "scale": 1 / math.sqrt(shape.head_size)}
    qkv, *others = inputs  # of these the caches have the attention's type already
    add = lambda inputs, output: graph.add_many("GroupQueryAttention", inputs, [output, *present], MICROSOFT, **attributes)[0]
    if graph.attention == _FLOAT:
        return add([qkv, *others, "rotary.cos", "rotary.sin"], output)
    qkv, cos, sin = (graph.cast(name, graph.attention) for name in (qkv, "rotary.cos", "rotary.sin"))
    return graph.add("Cast", [add([qkv, *others, cos, sin], f"{output}/own")], output, to=_FLOAT)


def _lane_input(graph: Graph, lane: int) -> tuple[str, str]:
    return graph.input(f"lane.{lane}.last", _INT32, [1]), graph.input(f"lane.{lane}.total", _INT32, [])


def _attend_lane(graph: Graph, base: Base, layer: int, lane: int, end: tuple[str, str], qkv: str) -> str:
    """Attention of one lane's tokens, with its cache."""
    names = {part: f"lane.{lane}.{{}}.{layer}.{part}" for part in ("key", "value")}
    past = [_cache_input(graph, base.shape, name.format("past"), f"past.{lane}") for name in names.values()]
    present = [_cache_output(graph, base.shape, name.format("present")) for name in names.values()]
    return _attention(graph, base, f"layers.{layer}/lane.{lane}/attention", [qkv, "", "", *past, *end], present)


def _cache_input(graph: Graph, shape, name: str, length: str) -> str:
    return graph.input(name, graph.attention, ["batch", shape.kv_heads, length, shape.head_size])


def _cache_output(graph: Graph, shape, name: str) -> str:
    return graph.output(name, ["batch", shape.kv_heads, f"{name}.length", shape.head_size], graph.attention)


def _head(graph: Graph, base: Base, features: str, dimensions: list) -> None:
    attributes = {"K": base.shape.width, "N": base.shape.vocabulary, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
    graph.add("MatMulNBits", [features, "embedding.codes", "embedding.scales"], "logits", MICROSOFT, **attributes)
    graph.output("logits", dimensions)


def save(base: Base, folder: Path) -> None:
    """The weights, every graph over them, and what says so: genai_config.json, octograph.json, the tokenizer's files."""
    stored = store(weights(base), folder)
    plain(base, stored).save(folder / "model.onnx")
    lanes(base, stored, 1).save(folder / "master.onnx")
    lanes(base, stored, LANES).save(folder / "lanes.onnx")
    lower(base, stored, DEPTH).save(folder / "early.onnx")
    plain(base, stored, _HALF).save(folder / "model-cuda.onnx")
    lanes(base, stored, 1, _HALF).save(folder / "master-cuda.onnx")
    write = lambda name, value: (folder / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    write("genai_config.json", _genai(base))
    outputs = lambda part: base.shape.linear[part][0]
    fused = {group: {part: outputs(part) for part in parts} for group, parts in FUSED.items() if len(parts) > 1}
    graphs = [{"file": "master.onnx", "lanes": 1}, {"file": "lanes.onnx", "lanes": LANES}]
    early = {"file": "early.onnx", "depth": DEPTH}
    devices = {"cuda": {"plain": "model-cuda.onnx", "graphs": [{"file": "master-cuda.onnx", "lanes": 1}]}}
    says = {"graphs": graphs, "early": early, "fused": fused, "devices": devices}
    write("octograph.json", {"format": 1, "parameters": base.shape.parameters, **says})
    marks = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "unk_token": "<|endoftext|>", "pad_token": "<|im_end|>"}
    template = (
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n'}}"
        "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
    )
    tokenizer = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": base.shape.context, "chat_template": template}
    write("special_tokens_map.json", marks)
    write("tokenizer_config.json", {**marks, **tokenizer})


def _genai(base: Base) -> dict:
    shape = base.shape
    decoder = {
        "filename": "model.onnx",
        "head_size": shape.head_size,
        "hidden_size": shape.width,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "num_key_value_heads": shape.kv_heads,
        "inputs": {
            "input_ids": "input_ids",
            "attention_mask": "attention_mask",
            "past_key_names": "past_key_values.%d.key",
            "past_value_names": "past_key_values.%d.value",
        },
        "outputs": {"logits": "logits", "present_key_names": "present.%d.key", "present_value_names": "present.%d.value"},
        "session_options": {"log_id": "octograph", "provider_options": []},
    }
    return {
        "model": {
            "type": "llama",
            "bos_token_id": 1,
            "eos_token_id": 2,
            "pad_token_id": 2,
            "context_length": shape.context,
            "vocab_size": shape.vocabulary,
            "decoder": decoder,
        },
        "search": {"do_sample": False, "max_length": shape.context, "past_present_share_buffer": True},
    }
