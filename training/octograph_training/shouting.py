"""Reads WHAT IS WRITTEN LIKE THIS in small letters, as the engine does (Shouting.java; docs/adr/0025)."""

import re

_WORD = re.compile(r"(?<![^\W_])(?<![_^])[^\W\d_]+(?:['’][^\W\d_]+)*(?![^\W]|[_^(])")
_FEWEST = 3  # a few acronyms are no shouting


def calmed(text: str) -> str:
    """The text itself, or, where at least two words of three are in capitals, those in small ones."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    loud = sum(map(_loud, words))
    if loud < _FEWEST or 3 * loud < 2 * len(words):
        return text
    return _WORD.sub(lambda found: found[0].lower() if _loud(found[0]) else found[0], text)


def _loud(word: str) -> bool:
    return word == word.upper() and word != word.lower()
