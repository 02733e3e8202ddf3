"""Rewrites an export so that one tensor a layer holds keys and values, as older exports have it (`past_names`)."""

import json
import shutil
from pathlib import Path

import onnx
from onnx import TensorProto, helper


def fuse(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    model = onnx.load(source / "model.onnx")
    file = target / "genai_config.json"
    config = json.loads(file.read_text())
    decoder = config["model"]["decoder"]
    heads, size = decoder["num_key_value_heads"], decoder["head_size"]
    graph = model.graph
    before, after = [], []
    for layer in range(decoder["num_hidden_layers"]):
        parts = [f"past_key_values.{layer}.{part}" for part in ("key", "value")]
        given = [f"present.{layer}.{part}" for part in ("key", "value")]
        for values, names in ((graph.input, parts), (graph.output, given)):
            for value in [value for value in values if value.name in names]:
                values.remove(value)
        shape = [2, "batch_size", heads, "past_sequence_length", size]
        graph.input.append(helper.make_tensor_value_info(f"past_{layer}", TensorProto.FLOAT, shape))
        shape = [2, "batch_size", heads, "total_sequence_length", size]
        graph.output.append(helper.make_tensor_value_info(f"present_{layer}", TensorProto.FLOAT, shape))
        for index, part in enumerate(parts):
            constant = f"fused/{layer}/{index}"
            graph.initializer.append(helper.make_tensor(constant, TensorProto.INT64, [], [index]))
            before.append(helper.make_node("Gather", [f"past_{layer}", constant], [part], f"{part}/Gather", axis=0))
        axis = f"fused/{layer}/axis"
        graph.initializer.append(helper.make_tensor(axis, TensorProto.INT64, [1], [0]))
        for name in given:
            after.append(helper.make_node("Unsqueeze", [name, axis], [f"{name}/wide"], f"{name}/Unsqueeze"))
        wide = [f"{name}/wide" for name in given]
        after.append(helper.make_node("Concat", wide, [f"present_{layer}"], f"present_{layer}/Concat", axis=0))
    nodes = [*before, *graph.node, *after]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, target / "model.onnx")
    (target / "model.onnx.data").unlink()
    for names, fused, kind in (("past_key_names", "past_names", "inputs"), ("present_key_names", "present_names", "outputs")):
        del decoder[kind][names], decoder[kind][names.replace("key", "value")]
        decoder[kind][fused] = fused.replace("names", "%d")
    config["search"]["past_present_share_buffer"] = False
    file.write_text(json.dumps(config, indent=4))
