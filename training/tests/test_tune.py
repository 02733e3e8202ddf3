"""The encoder's biases and norms fitted: our forward pass against ONNX Runtime's, and a task that two passes learn."""

import unittest

import numpy as np

from octograph_training import tune
from octograph_training.encoder import JARS, Encoder, newest

TEXTS = ("今天深圳天气如何?", "是谁提倡罢黜百家,独尊儒术?", "用 Python 写一个快速排序")
LAW = ("合同{}怎么解除", "被告{}要不要赔偿", "法院{}会怎么判", "租房押金{}不退违法吗")
MATH = ("求{}的平方根", "{}的导数是多少", "解方程x+{}=3", "{}的积分怎么算")


class TuneTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.jar = newest(JARS)
        cls.encoder = Encoder(cls.jar)
        cls.fixed = tune.weights_of(cls.encoder.graph)

    def ours(self, tuned: dict, text: str) -> np.ndarray:
        ids = np.array([[*self.encoder.ids(text), 0, 0]])
        real = np.array([[1.0] * (ids.shape[1] - 2) + [0.0, 0.0]], np.float32)
        return np.asarray(tune.states(tuned, self.fixed, ids, real))[0, :-2]

    def test_the_forward_pass_is_that_of_the_graph(self):
        other = {name: value + 0.05 * np.sin(np.arange(len(value), dtype=np.float32)) for name, value in self.fixed.tuned.items()}
        for tuned, encoder in ((self.fixed.tuned, self.encoder), (other, Encoder(self.jar, other))):
            for text in TEXTS:
                # the graph rounds what it multiplies to 8 bits
                alike = np.corrcoef(self.ours(tuned, text).ravel(), encoder.states(text).ravel())[0, 1]
                self.assertGreater(alike, 0.985, text)
        self.assertGreater(np.abs(self.ours(other, TEXTS[0]) - self.ours(self.fixed.tuned, TEXTS[0])).mean(), 0.1)

    def test_a_task_is_learnt_and_the_seed_decides_all(self):
        fill = lambda texts, words: [text.format(word) for text in texts for word in words]
        rows = [(text, "", 0) for text in fill(LAW, "甲乙丙丁")] + [(text, "", 1) for text in fill(MATH, "2357")]
        first, again = (tune.tune(self.encoder, rows, 2, tune.Plan(passes=12)) for _ in range(2))
        for name, value in first[0].items():
            np.testing.assert_array_equal(value, again[0][name])
        self.assertGreater(max(np.abs(value - self.fixed.tuned[name]).max() for name, value in first[0].items()), 1e-3)
        unseen = Encoder(self.jar, first[0]).pooled(fill(LAW, "戊") + fill(MATH, "8"))
        np.testing.assert_array_equal((unseen @ first[1] + first[2]).argmax(-1), [0] * 4 + [1] * 4)


if __name__ == "__main__":
    unittest.main()
