"""The engine's PlainQuestionTest and ShoutingTest have the same lists."""

import unittest

from octograph_training.plain_question import calmed, plain_question


class PlainQuestionTest(unittest.TestCase):
    def test_blanks_and_courtesy_go(self):
        for text, plain in (
            ("How  do I\t\tsolve it ?\n", "How do I solve it ?"),
            ("one\n \n\n\ntwo", "one\n\ntwo"),
            ("Please: why is the sky blue?", "why is the sky blue?"),
            ("Could you please explain osmosis?", "explain osmosis?"),
            ("Why is the sky blue, please?", "Why is the sky blue?"),
            ("sigmoid vs relu explain pls", "sigmoid vs relu explain"),
            ("Why is the sky blue? Thanks a lot!", "Why is the sky blue?"),
            ("rotator cuff muscles thanks in advance", "rotator cuff muscles"),
            ("Why is the sky blue?\nThank you.", "Why is the sky blue?"),
            ("请问，今天深圳天气如何?", "今天深圳天气如何?"),
            ("今天深圳天气如何? 谢谢大家！", "今天深圳天气如何?"),
            ("Bitte: Warum ist der Himmel blau? Vielen Dank!", "Warum ist der Himmel blau?"),
            ("¿Por qué el cielo es azul? ¡Muchas gracias!", "¿Por qué el cielo es azul?"),
            ("S'il vous plaît : pourquoi ? Merci beaucoup !", "pourquoi ?"),
            ("HOW DO I SOLVE x^2 + 2X = 5 FOR X? THANKS A LOT!", "how do i solve x^2 + 2X = 5 for x?"),
        ):
            self.assertEqual(plain_question(text), plain)

    def test_a_text_that_has_none_stays(self):
        for text in (
            "Why is the sky blue?",
            "How do you say thank you",
            "Pleasure and pain in Bentham",
            "Thanks!",
            "谢谢",
            "Which sitcom is set in Boston? A. Frasier B. Cheers",
            "Who wrote 'please the crowd'?",
            "昙花为啥开几个钟头就谢",
            "这属于（\u3000）A.正强化 B.惩罚",
            "for x in a:\n    print(x)",
        ):
            self.assertEqual(plain_question(text), text)


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
            "DNA PCR RNA 有什么区别",
            "SNAKE_CASE_A SNAKE_CASE_B SNAKE_CASE_C",
            "",
        ):
            self.assertEqual(calmed(text), text)


if __name__ == "__main__":
    unittest.main()
