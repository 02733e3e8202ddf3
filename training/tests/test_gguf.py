"""Our weights as llama.cpp reads them, on tiny matrices."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, LlamaFileType
from gguf.quants import dequantize
from safetensors.numpy import save_file

from octograph_training import gguf_q8, quantize
from octograph_training.base import Shape

TINY = Shape(layers=2, width=32, hidden=64, heads=4, kv_heads=2, theta=10000.0, epsilon=1e-5, context=64, vocabulary=8)


def half_split(rows: np.ndarray, heads: int) -> np.ndarray:
    """The order of ONNX from llama.cpp's, as `read_base` makes it."""
    return rows.reshape(heads, -1, 2, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)


class GgufTest(unittest.TestCase):
    def setUp(self):
        self.random = np.random.default_rng(3)

    def test_codes_are_those_that_are_deployed(self):
        weights = self.random.standard_normal((6, 96)).astype(np.float32)
        packed = gguf_q8.q8_0(weights)
        self.assertEqual(packed.shape, (6, 3 * 34))
        ours = quantize.quantize(weights, 8)
        codes = packed.reshape(6, 3, 34)[..., 2:].view(np.int8).astype(np.int16) + 128
        np.testing.assert_array_equal(codes, ours.codes)
        # a scale in half precision is off by at most 2^-11
        theirs = dequantize(packed, GGMLQuantizationType.Q8_0)
        np.testing.assert_allclose(theirs, ours.dequantize(), rtol=2**-11, atol=1e-7)

    def test_rows_of_q_and_k_go_back_to_llamas_order(self):
        rows = self.random.standard_normal((32, 5))
        for heads in (2, 4):
            with self.subTest(heads=heads):
                np.testing.assert_array_equal(gguf_q8.interleave(half_split(rows, heads), heads), rows)

    def test_an_adapter_changes_the_same_weights(self):
        tensors = {}
        for layer in range(TINY.layers):
            for name, (outputs, inputs) in TINY.linear.items():
                tensors[f"layers.{layer}.{name}.lora_A"] = self.random.standard_normal((inputs, 4)).astype(np.float16)
                tensors[f"layers.{layer}.{name}.lora_B"] = self.random.standard_normal((4, outputs)).astype(np.float16)
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "adapter.safetensors"), Path(folder, "lora.gguf")
            save_file(tensors, source)
            gguf_q8.write_lora(source, TINY, target)
            reader = GGUFReader(str(target))
            self.assertEqual(reader.fields["general.type"].contents(), "adapter")
            self.assertEqual(reader.fields["adapter.lora.alpha"].contents(), 4.0)
            read = {tensor.name: np.array(tensor.data, np.float32) for tensor in reader.tensors}
        self.assertEqual(len(read), 2 * 7 * TINY.layers)
        for ours, theirs, heads in (("q", "attn_q", 4), ("k", "attn_k", 2), ("down", "ffn_down", 0)):
            with self.subTest(linear=ours):
                delta = read[f"blk.1.{theirs}.weight.lora_b"] @ read[f"blk.1.{theirs}.weight.lora_a"]
                a, b = (tensors[f"layers.1.{ours}.lora_{part}"].astype(np.float32) for part in "AB")
                np.testing.assert_allclose(half_split(delta, heads) if heads else delta, (a @ b).T, rtol=1e-4, atol=1e-5)

    def test_the_base_keeps_its_metadata_and_norms(self):
        weights = self.random.standard_normal((4, 64)).astype(np.float32)
        norm = self.random.standard_normal(64).astype(np.float32)
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "source.gguf"), Path(folder, "q8_0.gguf")
            writer = GGUFWriter(str(source), "llama")
            writer.add_file_type(LlamaFileType.ALL_F32)
            writer.add_name("tiny")
            writer.add_context_length(64)
            writer.add_layer_norm_rms_eps(1e-5)
            writer.add_token_list(["a", "b"])
            writer.add_token_types([1, 3])
            writer.add_add_bos_token(False)
            writer.add_tensor("blk.0.attn_q.weight", weights)
            writer.add_tensor("output_norm.weight", norm)
            gguf_q8._finish(writer)
            gguf_q8.write_base(source, target)
            read, wanted = GGUFReader(str(target)), GGUFReader(str(source))
            names = {name for name in wanted.fields if not name.startswith("GGUF.")}
            self.assertEqual({name for name in read.fields if not name.startswith("GGUF.")}, names)
            for name in names - {"general.file_type"}:
                with self.subTest(name=name):
                    self.assertEqual(read.fields[name].contents(), wanted.fields[name].contents())
                    self.assertEqual(read.fields[name].types, wanted.fields[name].types)
            self.assertEqual(read.fields["general.file_type"].contents(), LlamaFileType.MOSTLY_Q8_0)
            tensors = {tensor.name: tensor for tensor in read.tensors}
            self.assertEqual(tensors["blk.0.attn_q.weight"].tensor_type, GGMLQuantizationType.Q8_0)
            np.testing.assert_array_equal(tensors["blk.0.attn_q.weight"].data, gguf_q8.q8_0(weights))
            np.testing.assert_array_equal(tensors["output_norm.weight"].data, norm)

    def test_a_file_is_there_whole_or_not_at_all(self):
        with tempfile.TemporaryDirectory() as folder:
            target, source = Path(folder, "q4_1.gguf"), Path(folder, "source.gguf")
            source.write_bytes(b"weights")

            def half(part: Path) -> None:
                part.write_bytes(b"wei")
                raise OSError("no space left")

            with self.assertRaises(OSError):
                gguf_q8.whole(target, half)
            self.assertFalse(target.exists())
            gguf_q8.whole(target, lambda part: gguf_q8.link(source, part))
            self.assertEqual(target.read_bytes(), b"weights")
            self.assertEqual(sorted(p.name for p in Path(folder).iterdir()), ["q4_1.gguf", "source.gguf"])

    def test_an_adapter_without_lora_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "adapter.safetensors")
            save_file({"functional_rows": np.zeros((2, 32), np.float16)}, source)
            with self.assertRaisesRegex(SystemExit, "has no LoRA weights that fit 2 layers"):
                gguf_q8.write_lora(source, TINY, Path(folder, "lora.gguf"))


if __name__ == "__main__":
    unittest.main()
