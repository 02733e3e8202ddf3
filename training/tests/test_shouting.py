"""The engine's ShoutingTest has the same lists."""

import unittest

from octograph_training.shouting import calmed


class ShoutingTest(unittest.TestCase):
    def test_it_is_read_in_small_letters(self):
        for text, small in (
            ("HOW DO I SOLVE x^2 + 2X = 5 FOR X?", "how do i solve x^2 + 2X = 5 for x?"),
            ("WHAT'S THE BOILING POINT OF H2O AT 2 KM?", "what's the boiling point of H2O at 2 km?"),
            ("WARUM IST DER HIMMEL BLAU? GRÜSSE", "warum ist der himmel blau? grüsse"),
            ("ПОЧЕМУ НЕБО ГОЛУБОЕ?", "почему небо голубое?"),
            ("WHAT DOES my_var DO IN Python CODE?", "what does my_var do in Python code?"),
        ):
            self.assertEqual(calmed(text), small)

    def test_others_stay_as_they_are(self):
        for text in (
            "Why is the sky BLUE?",
            "DNA vs RNA vs PCR",
            "CO2 H2O NH3 O2",
            "IS SIN(x) EVEN?",
            "今天深圳天气如何?",
            "SNAKE_CASE_A SNAKE_CASE_B SNAKE_CASE_C",
            "",
        ):
            self.assertEqual(calmed(text), text)


if __name__ == "__main__":
    unittest.main()
