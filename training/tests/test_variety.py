"""Rows in other forms: what they ask for stays."""

import unittest

import numpy as np

from octograph_training import data, variety
from octograph_training.variety import Variety
from test_training import vocabulary


def row(query: str, node: str, lang: str = "en") -> dict:
    return {"query": query, "calls": [{"node": node, "rewrite": f"{query} In detail."}], "lang": lang}


ASKED = [row("What is the derivative of x^3 at 2?", "math"), row("Who was Dong Zhongshu of the Han?", "history"), row("三角形有几条边？", "math", "zh")]
SEVERAL = {"query": "Derivative of x^3? And who was Dong Zhongshu?", "calls": [ASKED[0]["calls"][0], ASKED[1]["calls"][0]], "lang": "en"}


class VarietyTest(unittest.TestCase):
    def test_the_same_seed_gives_the_same_rows(self):
        made = [[variety.varied(ASKED, i % 3, Variety(), random) for i in range(60)] for random in map(np.random.default_rng, (1, 1, 2))]
        self.assertEqual(made[0], made[1])
        self.assertNotEqual(made[0], made[2])

    def test_without_shares_a_row_stays_as_it_is(self):
        self.assertEqual(variety.varied([*ASKED, SEVERAL], 3, Variety.none(), np.random.default_rng(0)), SEVERAL)

    def test_another_form_asks_for_the_same(self):
        random = np.random.default_rng(0)
        for share in ("lower", "upper", "bare", "typos", "before", "after", "talk"):
            changed = variety.varied(ASKED, 0, Variety(**{**vars(Variety.none()), share: 1}), random)
            with self.subTest(share, query=changed["query"]):
                self.assertNotEqual(changed["query"], ASKED[0]["query"])
                self.assertEqual(changed["calls"], ASKED[0]["calls"])
                self.assertIn("x^3", changed["query"].lower())

    def test_questions_are_joined_in_their_order_and_language(self):
        only = Variety(**{**vars(Variety.none()), "joined": 1})
        for seed in range(30):
            made = variety.varied(ASKED, 0, only, np.random.default_rng(seed))
            with self.subTest(made["query"]):
                self.assertEqual([call["node"] for call in made["calls"]][:2], ["math", "history"])
                self.assertLess(made["query"].index("x^3"), made["query"].index("Dong"))
                self.assertNotIn("三角形", made["query"])

    def test_a_blurred_text_asks_for_more_and_is_read_but_not_learnt(self):
        v, only = vocabulary(), Variety(**{**vars(Variety.none()), "blurred": 1})
        made = next(m for m in (variety.varied([SEVERAL], 0, only, np.random.default_rng(i)) for i in range(20)) if "blurred" in m["calls"][0])
        self.assertTrue(made["calls"][0]["blurred"].startswith(ASKED[0]["calls"][0]["rewrite"].rstrip(".")))
        self.assertGreater(len(made["calls"][0]["blurred"]), len(made["calls"][0]["rewrite"]))
        item = data.example(v, made, data.Clip())
        ids, targets = data.sequence(v, item, True)
        second = ids.index(v.token("history"))
        self.assertEqual([kind for place, _, kind in targets if place < second], [data.NODE, data.NEXT])
        self.assertEqual(targets[1], (second - 1, v.token("history"), data.NEXT))
        self.assertIn(data.TEXT, [kind for place, _, kind in targets if place > second])


if __name__ == "__main__":
    unittest.main()
