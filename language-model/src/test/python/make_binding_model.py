"""Writes src/test/resources/binding.onnx, the small graph of DeviceTensorTest.

Run in this folder: pip install onnx==1.23.2 && python make_binding_model.py

    sum   = x + step        step is an input with a default of 1
    half  = sum as float16
    brain = sum as bfloat16
    count = the shape of x, whole numbers
"""

import pathlib

from onnx import TensorProto, checker, helper, save

FLOATS = (TensorProto.FLOAT, ["n"])
graph = helper.make_graph(
    [
        helper.make_node("Add", ["x", "step"], ["sum"]),
        helper.make_node("Cast", ["sum"], ["half"], to=TensorProto.FLOAT16),
        helper.make_node("Cast", ["sum"], ["brain"], to=TensorProto.BFLOAT16),
        helper.make_node("Shape", ["x"], ["count"]),
    ],
    "binding",
    [
        helper.make_tensor_value_info("x", *FLOATS),
        helper.make_tensor_value_info("step", TensorProto.FLOAT, [1]),
    ],
    [
        helper.make_tensor_value_info("sum", *FLOATS),
        helper.make_tensor_value_info("half", TensorProto.FLOAT16, ["n"]),
        helper.make_tensor_value_info("brain", TensorProto.BFLOAT16, ["n"]),
        helper.make_tensor_value_info("count", TensorProto.INT64, [1]),
    ],
    [helper.make_tensor("step", TensorProto.FLOAT, [1], [1.0])],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
checker.check_model(model)
save(model, pathlib.Path(__file__).parents[1] / "resources" / "binding.onnx")
