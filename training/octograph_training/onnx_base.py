"""Writes the base as an ONNX model in onnxruntime-genai's layout.

Beside the usual inputs it has optional ones (they have default initialisers), which an adapter or the engine fills:
a LoRA pair a linear map, `functional_rows`, and the positions from which on logits are wanted: `logits_from` (by default
0, all of them; -1 is the last, the largest integer none) and `functional_logits_from` (by default the last). Weights lie
in several external data files, because a repository takes no file of 100 MB.
"""

import json
import math
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data

from .base import Base
from .quantize import quantize

MICROSOFT = "com.microsoft"
ALIGNMENT = 4096  # so that a runtime can map the file instead of reading it
PIECE = 90_000_000
_TO_THE_END = ("end", "axis_1")  # of a Slice over positions


class Graph:
    """A graph under construction: a thin layer over onnx.helper."""

    def __init__(self):
        self.nodes, self.inputs, self.outputs, self.initializers = [], [], [], []

    def constant(self, name: str, values) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes) -> str:
        return self.add_many(operator, inputs, [output], domain, **attributes)[0]

    def add_many(self, operator: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes) -> list[str]:
        name = f"{outputs[0] or outputs[-1]}/{operator}"
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs

    def input(self, name: str, kind: int, shape: list, default=None) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        if default is not None:
            self.constant(name, default)
        return name

    def output(self, name: str, shape: list) -> str:
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name


def build(base: Base, bits: int, block: int) -> onnx.ModelProto:
    shape, graph = base.shape, Graph()
    lengths, total = _inputs(graph)
    _rotary_tables(graph, base)
    embedding = quantize(base.embedding, 8, block)
    x = _embed(graph, base, embedding)
    skip = None
    for layer in range(shape.layers):
        x, skip = _block(graph, base, layer, x, skip, lengths, total, bits, block)
    features = _norm(graph, base, "final_norm", base.final_norm, skip, x)[0]
    picked = graph.add("Slice", [features, "logits_from", *_TO_THE_END], "head/features")
    attributes = {"K": shape.width, "N": shape.vocabulary, "bits": 8, "block_size": block, "accuracy_level": 4}
    graph.add("MatMulNBits", [picked, "embedding.codes", "embedding.scales"], "logits", MICROSOFT, **attributes)
    graph.output("logits", ["batch", "wanted", shape.vocabulary])
    picked = graph.add("Slice", [features, "functional_logits_from", *_TO_THE_END], "functional/features")
    columns = graph.add("Transpose", ["functional_rows"], "functional/columns", perm=[1, 0])
    graph.add("MatMul", [picked, columns], "functional_logits")
    graph.output("functional_logits", ["batch", "functional_wanted", "rows"])
    graph.outputs.sort(key=lambda value: value.name.startswith("present"))
    made = helper.make_graph(graph.nodes, "decoder", graph.inputs, graph.outputs, graph.initializers)
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10, producer_name="octograph")


def _inputs(graph: Graph) -> tuple[str, str]:
    graph.input("input_ids", TensorProto.INT64, ["batch", "sequence"])
    graph.input("attention_mask", TensorProto.INT64, ["batch", "total"])
    graph.input("logits_from", TensorProto.INT64, [1], np.array([0], np.int64))
    graph.input("functional_logits_from", TensorProto.INT64, [1], np.array([-1], np.int64))
    graph.constant("end", np.array([np.iinfo(np.int64).max], np.int64))
    used = graph.add("ReduceSum", ["attention_mask", graph.constant("axis_1", np.array([1], np.int64))], "mask/used", keepdims=0)
    last = graph.add("Sub", [used, graph.constant("one", np.array([1], np.int64))], "mask/last")
    lengths = graph.add("Cast", [last], "mask/lengths", to=TensorProto.INT32)
    sizes = graph.add("Shape", ["attention_mask"], "mask/sizes")
    total = graph.add("Gather", [sizes, graph.constant("index_1", np.array(1, np.int64))], "mask/total64", axis=0)
    return lengths, graph.add("Cast", [total], "mask/total", to=TensorProto.INT32)


def _rotary_tables(graph: Graph, base: Base) -> None:
    size = base.shape.head_size
    angle = np.arange(base.shape.context)[:, None] / base.shape.theta ** (np.arange(0, size, 2) / size)
    graph.constant("rotary.cos", np.cos(angle).astype(np.float32))
    graph.constant("rotary.sin", np.sin(angle).astype(np.float32))


def _embed(graph: Graph, base: Base, embedding) -> str:
    """An id past the vocabulary is a functional row. The head multiplies with the same codes that are gathered here."""
    shape = base.shape
    graph.constant("embedding.codes", embedding.codes)
    graph.constant("embedding.scales", embedding.scales)
    graph.input("functional_rows", TensorProto.FLOAT, ["rows", shape.width], np.zeros((1, shape.width), np.float32))
    size, zero = graph.constant("vocabulary", np.array(shape.vocabulary, np.int64)), graph.constant("zero", np.array(0, np.int64))
    functional = graph.add("GreaterOrEqual", ["input_ids", size], "embed/is_functional")
    ordinary_ids = graph.add("Where", [functional, zero, "input_ids"], "embed/ordinary_ids")
    beyond = graph.add("Sub", ["input_ids", size], "embed/beyond")
    row_ids = graph.add("Max", [beyond, zero], "embed/row_ids")
    flat = graph.constant("embedding.scales_shape", np.array([*embedding.scales.shape, 1], np.int64))
    scales = graph.add("Reshape", ["embedding.scales", flat], "embed/scales")
    attributes = {"gather_axis": 0, "quantize_axis": 2, "block_size": embedding.block, "bits": 8}
    blocks = graph.add("GatherBlockQuantized", ["embedding.codes", ordinary_ids, scales], "embed/blocks", MICROSOFT, **attributes)
    joined = graph.constant("embed/joined", np.array([0, 0, shape.width], np.int64))
    ordinary = graph.add("Reshape", [blocks, joined], "embed/ordinary")
    rows = graph.add("Gather", ["functional_rows", row_ids], "embed/rows")
    wide = graph.add("Unsqueeze", [functional, graph.constant("axis_last", np.array([-1], np.int64))], "embed/is_functional_row")
    return graph.add("Where", [wide, rows, ordinary], "embed/x")


def _norm(graph: Graph, base: Base, name: str, weight, skip: str | None, x: str) -> tuple[str, str]:
    """Normalises x + skip; returns the normalised tensor and the sum."""
    constant = graph.constant(f"{name}.weight", weight.astype(np.float32))
    if skip is None:
        attributes = {"epsilon": base.shape.epsilon, "axis": -1, "stash_type": 1}
        return graph.add("SimplifiedLayerNormalization", [x, constant], f"{name}/y", **attributes), x
    outputs = [f"{name}/y", "", "", f"{name}/sum"]
    graph.add_many("SkipSimplifiedLayerNormalization", [skip, x, constant], outputs, MICROSOFT, epsilon=base.shape.epsilon)
    return outputs[0], outputs[3]


def _linear(graph: Graph, base: Base, layer: int, short: str, x: str, bits: int, block: int) -> str:
    name = f"layers.{layer}.{short}"
    outputs, inputs = base.shape.linear[short]
    weights = quantize(base.linears[short][layer], bits, block)
    operands = [x, graph.constant(f"{name}.codes", weights.codes), graph.constant(f"{name}.scales", weights.scales)]
    if weights.zero_points is not None:
        operands.append(graph.constant(f"{name}.zero_points", weights.zero_points))
    attributes = {"K": inputs, "N": outputs, "bits": bits, "block_size": block, "accuracy_level": 4}
    y = graph.add("MatMulNBits", operands, f"{name}/base", MICROSOFT, **attributes)
    a = graph.input(f"{name}.lora_A", TensorProto.FLOAT, [inputs, f"{name}.rank"], np.zeros((inputs, 1), np.float32))
    b = graph.input(f"{name}.lora_B", TensorProto.FLOAT, [f"{name}.rank", outputs], np.zeros((1, outputs), np.float32))
    low = graph.add("MatMul", [graph.add("MatMul", [x, a], f"{name}/low"), b], f"{name}/lora")
    return graph.add("Add", [y, low], f"{name}/y")


def _block(graph: Graph, base: Base, layer: int, x: str, skip: str | None, lengths: str, total: str, bits: int, block: int):
    shape, name = base.shape, f"layers.{layer}"
    linear = lambda short, y: _linear(graph, base, layer, short, y, bits, block)
    y, skip = _norm(graph, base, f"{name}.attention_norm", base.attention_norm[layer], skip, x)
    past, present = [], []
    for part in ("key", "value"):
        cache = ["batch", shape.kv_heads, "past", shape.head_size]
        past.append(graph.input(f"past_key_values.{layer}.{part}", TensorProto.FLOAT, cache))
        present.append(graph.output(f"present.{layer}.{part}", ["batch", shape.kv_heads, "present", shape.head_size]))
    operands = [linear("q", y), linear("k", y), linear("v", y), *past, lengths, total, "rotary.cos", "rotary.sin"]
    attributes = {"num_heads": shape.heads, "kv_num_heads": shape.kv_heads, "do_rotary": 1, "scale": 1 / math.sqrt(shape.head_size)}
    graph.add_many("GroupQueryAttention", operands, [f"{name}/attention", *present], MICROSOFT, **attributes)
    y, skip = _norm(graph, base, f"{name}.mlp_norm", base.mlp_norm[layer], skip, linear("o", f"{name}/attention"))
    gate = linear("gate", y)
    activated = graph.add("Mul", [gate, graph.add("Sigmoid", [gate], f"{name}/sigmoid")], f"{name}/silu")
    return linear("down", graph.add("Mul", [activated, linear("up", y)], f"{name}/gated")), skip


def save(model: onnx.ModelProto, folder: Path) -> None:
    """model.onnx and pieces `model.onnx.data.N` of at most 90 MB, every large tensor on a page boundary."""
    for old in folder.glob("model.onnx*"):
        old.unlink()
    piece, position, file = -1, PIECE, None
    for tensor in model.graph.initializer:
        raw = tensor.raw_data
        if len(raw) < 1024 or tensor.name.endswith((".lora_A", ".lora_B")) or tensor.name == "functional_rows":
            continue
        start = -(-position // ALIGNMENT) * ALIGNMENT if len(raw) > 1 << 20 else -(-position // 64) * 64
        if start + len(raw) > PIECE:
            piece, start = piece + 1, 0
            if file:
                file.close()
            file = open(folder / f"model.onnx.data.{piece}", "wb")
            position = 0
        file.write(b"\0" * (start - position) + raw)
        position = start + len(raw)
        set_external_data(tensor, f"model.onnx.data.{piece}", start, len(raw))
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
    file.close()
    onnx.save(model, folder / "model.onnx")


def save_configuration(base: Base, folder: Path) -> None:
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
    configuration = {
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
    template = (
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n'}}"
        "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
    )
    marks = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "unk_token": "<|endoftext|>", "pad_token": "<|im_end|>"}
    write = lambda name, value: (folder / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    write("genai_config.json", configuration)
    write("special_tokens_map.json", marks)
    write(
        "tokenizer_config.json",
        {**marks, "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.context, "chat_template": template},
    )
