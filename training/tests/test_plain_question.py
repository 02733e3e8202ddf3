"""The cases are the engine's (PlainQuestionTest)."""

import json
import unittest
from pathlib import Path

from octograph_training.plain_question import plain_question

CASES = json.loads((Path(__file__).parents[2] / "language-model/src/test/resources/plain-questions.json").read_text(encoding="utf-8"))


class PlainQuestionTest(unittest.TestCase):
    def test_blanks_courtesy_and_shouting_go(self):
        for text, plain in CASES["changed"]:
            self.assertEqual(plain_question(text), plain)

    def test_a_text_that_has_none_stays(self):
        for text in CASES["kept"]:
            self.assertEqual(plain_question(text), text)


if __name__ == "__main__":
    unittest.main()
