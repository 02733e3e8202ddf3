"""The second opinion: on which texts, the pool and its weights, the file."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
from safetensors import safe_open
from scipy.special import log_softmax

from octograph_training import opinion
from octograph_training.encoder import NAME, newest
from octograph_training.evaluate import calibration_error

NODES = ("law", "math", "history")


def guesses(target: np.ndarray, sure: float, noise: float, seed: int) -> np.ndarray:
    """Log-probabilities that know the target more or less."""
    logits = np.random.default_rng(seed).standard_normal((len(target), len(NODES))) * noise
    logits[np.arange(len(target)), target] += sure
    return log_softmax(logits, -1)


class TextTest(unittest.TestCase):
    def test_a_chinese_text_is_known_by_its_characters(self):
        # the engine's ChineseOpinionTest has the same list
        for text in ("今天深圳天气如何?", "用 Python 写一个快速排序", "䶮"):
            self.assertTrue(opinion.chinese(text), text)
        for text in ("What does 法 mean in Legalism?", "the result of 2+2", "相対性理論とは何ですか", "법률은 무엇입니까 法", "", "123 + 456"):
            self.assertFalse(opinion.chinese(text), text)

    def test_rows_that_stand_alone_and_go_to_a_node_are_taken(self):
        rows = [
            {"query": "法律", "node": "law", "rewrite": "x"},
            {"query": "a and b", "calls": [{"node": "math", "rewrite": "x"}, {"node": "law", "rewrite": "y"}]},
            {"query": "那呢", "history": [{"role": "user", "content": "法律"}], "node": "law", "rewrite": "x"},
            {"query": "法律", "steps": [{"node": "law", "answer": "x"}], "node": "math", "rewrite": "x"},
            {"query": "?", "node": None, "rewrite": ""},
        ]
        with tempfile.TemporaryDirectory() as folder:
            text = "\n".join(json.dumps(row) for row in rows)
            (Path(folder) / "rows.jsonl").write_text(text + "\n", encoding="utf-8")
            taken = opinion.rows_of([Path(folder)], NODES)
        self.assertEqual([row["query"] for row in taken], ["法律", "a and b"])
        self.assertEqual(taken[1]["calls"][0]["node"], "math")


class PoolTest(unittest.TestCase):
    def test_weights_are_log_linear(self):
        own, other = np.log([[0.6, 0.3, 0.1]]), np.log([[0.1, 0.8, 0.1]])
        product = np.sqrt([0.6, 0.3, 0.1]) * np.array([0.1, 0.8, 0.1]) ** 2
        np.testing.assert_allclose(np.exp(opinion.pool((0.5, 2), own, other))[0], product / product.sum(), rtol=1e-9)

    def test_who_knows_more_weighs_more_and_both_know_more_than_one(self):
        target = np.random.default_rng(1).integers(0, 3, 1200)
        good, poor = guesses(target, 2.0, 1.0, 2), guesses(target, 0.7, 1.0, 3)
        weights = opinion.fit(good[:600], poor[:600], target[:600])
        self.assertGreater(weights[0], 1.5 * weights[1])
        good, poor, target = good[600:], poor[600:], target[600:]
        loss = lambda values: -values[np.arange(len(target)), target].mean()
        both = opinion.pool(weights, good, poor)
        np.testing.assert_allclose(np.exp(both).sum(-1), 1, rtol=1e-6)
        self.assertLess(loss(both), min(loss(good), loss(poor)))

    def test_the_weights_calm_who_is_too_sure(self):
        target = np.random.default_rng(4).integers(0, 3, 2000)
        own, other = guesses(target, 1.5, 1.0, 5), guesses(target, 1.5, 1.0, 6)
        boastful = log_softmax(4 * own, -1)
        error = lambda values, target: calibration_error(np.exp(values.max(-1)), values.argmax(-1) == target)
        self.assertGreater(error(boastful, target), 0.1)
        weights = opinion.fit(boastful[:1000], other[:1000], target[:1000])
        self.assertLess(error(opinion.pool(weights, boastful[1000:], other[1000:]), target[1000:]), 0.05)


class FileTest(unittest.TestCase):
    def test_the_file_says_all_that_the_engine_asks(self):
        found = opinion.Regression({"a.bias": np.array([1.5, -2.0])}, np.arange(12.0).reshape(4, 3), np.array([1.0, 2.0, 4.0]))
        with tempfile.TemporaryDirectory() as folder:
            opinion.write(Path(folder), found, 2.0, NODES, np.array([0.371234, 0.83]))
            with safe_open(Path(folder) / "opinion.safetensors", "numpy") as file:
                told, rows, bias = file.metadata(), file.get_tensor("opinion.rows"), file.get_tensor("opinion.bias")
                np.testing.assert_array_equal(file.get_tensor("tuned.a.bias"), np.array([1.5, -2.0], np.float16))
        self.assertEqual(told.pop("nodes"), '["law", "math", "history"]')
        self.assertEqual(told, {"encoder": NAME, "tokens": "128", "own": "0.3712", "other": "0.8300"})
        self.assertEqual(rows.dtype, np.float16)
        np.testing.assert_array_equal(rows, found.rows / 2)
        np.testing.assert_array_equal(bias, [0.5, 1, 2])

    def test_without_the_jar_the_way_to_it_is_said(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(SystemExit, "--jar"):
            newest(Path(folder))


if __name__ == "__main__":
    unittest.main()
