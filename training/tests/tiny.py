"""A training on a tiny base of random weights, for the tests of whole trainings."""

import tempfile
import unittest
from functools import cache
from pathlib import Path
from types import ModuleType
from unittest import mock

from test_training import tiny_base

from octograph_training import onnx_base, verify
from octograph_training.base import Shape, packaged_gguf
from octograph_training.tokenizer import read_tokenizer

tokenizer = cache(lambda: read_tokenizer(packaged_gguf()))


def tiny(case: type[unittest.TestCase], trainer: ModuleType, shape: Shape, *more: tuple[ModuleType, str, object]) -> Path:
    """A folder with the exported base in `tiny`, for as long as the class is tested; what `trainer` reads a base with is patched,
    and `more`: module, name, value."""
    folder = tempfile.TemporaryDirectory()
    case.addClassCleanup(folder.cleanup)
    base = Path(folder.name) / "tiny"
    base.mkdir()
    for module, name, value in (
        (onnx_base, "DEPTH", 1),
        (verify, "LEAST", 0.9),  # a network of random weights has many near ties
        (trainer, "read_base", lambda _: tiny_base(shape)),
        (trainer, "read_tokenizer", lambda _: tokenizer()),
        *more,
    ):
        patched = mock.patch.object(module, name, value)
        patched.start()
        case.addClassCleanup(patched.stop)
    onnx_base.save(tiny_base(shape), base)
    return Path(folder.name)
