"""The graphs of the base, on a tiny one: those for CUDA are the others with attention in 16 bits."""

import json
import tempfile
import unittest
from collections import Counter
from dataclasses import replace
from pathlib import Path

import onnx
from onnx import TensorProto
from test_training import TINY, tiny_base

from octograph_training.base import Shape
from octograph_training.onnx_base import save

LAYERS = 12
PAIRS = (("model.onnx", "model-cuda.onnx"), ("master.onnx", "master-cuda.onnx"))


class OnnxBaseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = Path(cls.folder.name)
        save(tiny_base(replace(TINY, layers=LAYERS)), cls.path)

    def graph(self, name: str) -> onnx.GraphProto:
        return onnx.load(self.path / name, load_external_data=False).graph

    def test_every_attention_of_cudas_graphs_is_float16(self):
        for _, name in PAIRS:
            with self.subTest(name):
                graph = self.graph(name)
                types = {value.name: value.type.tensor_type.elem_type for value in (*graph.input, *graph.output)}
                types |= {node.output[0]: node.attribute[0].i for node in graph.node if node.op_type == "Cast"}
                attentions = [node for node in graph.node if node.op_type == "GroupQueryAttention"]
                self.assertEqual(len(attentions), LAYERS)
                for node in attentions:
                    qkv, past, sequence, rotary = node.input[0], node.input[3:5], node.input[5:7], node.input[7:9]
                    for given in (qkv, *past, *rotary, *node.output[1:]):
                        self.assertEqual(types[given], TensorProto.FLOAT16, given)
                    self.assertEqual({types[number] for number in sequence}, {TensorProto.INT32})
                    back = [user for user in graph.node if node.output[0] in user.input]
                    self.assertEqual([(user.op_type, user.attribute[0].i) for user in back], [("Cast", TensorProto.FLOAT)])

    def test_all_else_is_as_in_the_others(self):
        for name, other in PAIRS:
            with self.subTest(other):
                own, cuda = self.graph(name), self.graph(other)
                count = lambda graph: Counter(node.op_type for node in graph.node if node.op_type != "Cast")
                self.assertEqual(count(cuda), count(own))
                self.assertEqual([value.name for value in cuda.input], [value.name for value in own.input])
                self.assertEqual([value.name for value in cuda.output], [value.name for value in own.output])
                self.assertEqual(list(cuda.initializer), list(own.initializer))

    def test_the_parameters_are_those_of_the_published_model(self):
        bundled = Shape(30, 576, 1536, 9, 3, 1e5, 1e-5, 8192, 49152)
        self.assertEqual(bundled.parameters, 134_515_008)

    def test_what_is_listed_is_there(self):
        listed = json.loads((self.path / "octograph.json").read_text(encoding="utf-8"))
        self.assertEqual(listed["parameters"], replace(TINY, layers=LAYERS).parameters)
        cuda = listed["devices"]["cuda"]
        graphs = [*listed["graphs"], *cuda["graphs"]]
        for name in (cuda["plain"], *(graph["file"] for graph in graphs)):
            self.assertTrue((self.path / name).is_file())
        self.assertEqual([graph["lanes"] for graph in graphs], [1, 4, 1])


if __name__ == "__main__":
    unittest.main()
