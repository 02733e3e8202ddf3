"""An ONNX graph under construction: a thin layer over onnx.helper, and the weights that graphs share."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
ALIGNMENT = 4096  # so that a runtime can map the file instead of reading it
PIECE = 90_000_000  # a repository takes no file of 100 MB
EXTERNAL = 1024  # bytes; what is smaller lies in the graph's own file


@dataclass(frozen=True)
class Stored:
    """Where a tensor lies: a piece beside the graph's file, from `offset` on."""

    piece: str
    offset: int
    values: np.ndarray


def store(tensors: dict[str, np.ndarray], folder: Path) -> dict[str, Stored]:
    """Writes pieces `model.onnx.data.N` of at most 90 MB, every large tensor on a page boundary, in the order given."""
    for old in folder.glob("model.onnx.data.*"):
        old.unlink()
    number, position, file, stored = -1, PIECE, None, {}
    for name, values in tensors.items():
        raw = np.ascontiguousarray(values).tobytes()
        start = -(-position // ALIGNMENT) * ALIGNMENT if len(raw) > 1 << 20 else -(-position // 64) * 64
        if start + len(raw) > PIECE:
            number, start, position = number + 1, 0, 0
            if file:
                file.close()
            file = open(folder / f"model.onnx.data.{number}", "wb")
        file.write(b"\0" * (start - position) + raw)
        position = start + len(raw)
        stored[name] = Stored(f"model.onnx.data.{number}", start, values)
    file.close()
    return stored


class Graph:
    """Nodes, inputs, outputs and constants; weights are named and lie in the pieces that `store` wrote."""

    def __init__(self, stored: dict[str, Stored], attention: int = TensorProto.FLOAT):
        self.stored, self.attention = stored, attention  # the element type of attentions and their caches
        self.nodes, self.inputs, self.outputs = [], [], []
        self.initializers: dict[str, TensorProto] = {}

    def constant(self, name: str, values: np.ndarray) -> str:
        self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def weight(self, name: str) -> str:
        at = self.stored[name]
        if at.values.nbytes < EXTERNAL:
            return self.constant(name, at.values)
        tensor = TensorProto(name=name, dims=at.values.shape, data_location=TensorProto.EXTERNAL)
        tensor.data_type = helper.np_dtype_to_tensor_dtype(at.values.dtype)
        for key, value in (("location", at.piece), ("offset", at.offset), ("length", at.values.nbytes)):
            tensor.external_data.add(key=key, value=str(value))
        self.initializers[name] = tensor
        return name

    def joined(self, names: list[str]) -> str:
        """Weights below one another; a runtime folds this when it loads."""
        if len(names) == 1:
            return self.weight(names[0])
        return self.add("Concat", [self.weight(name) for name in names], "+".join(names), axis=0)

    def add(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes) -> str:
        return self.add_many(operator, inputs, [output], domain, **attributes)[0]

    def add_many(self, operator: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes) -> list[str]:
        name = f"{outputs[0] or outputs[-1]}/{operator}"
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs

    def cast(self, name: str, kind: int) -> str:
        """The tensor in another element type; cast once for all that want it so."""
        made = f"{name}/{TensorProto.DataType.Name(kind).lower()}"
        if all(node.output[0] != made for node in self.nodes):
            self.add("Cast", [name], made, to=kind)
        return made

    def input(self, name: str, kind: int, shape: list, default=None) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        if default is not None:
            self.constant(name, default)
        return name

    def output(self, name: str, shape: list, kind: int = TensorProto.FLOAT) -> str:
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def save(self, file: Path) -> None:
        made = helper.make_graph(self.nodes, "decoder", self.inputs, self.outputs, list(self.initializers.values()))
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
        onnx.save(helper.make_model(made, opset_imports=opsets, ir_version=10, producer_name="octograph"), file)
