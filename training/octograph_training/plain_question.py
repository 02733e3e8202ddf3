"""A question as a master reads it, as the engine has it (PlainQuestion.java, Shouting.java; docs/adr/0025)."""

import re
from unicodedata import category

_BLANKS, _LINES = re.compile(r"(?<=\S)[ \t\u00a0\u3000]{2,}"), re.compile(r"\n\s*\n")
_PLEASE = r"please|pls|plz|bitte|por favor|s['’]il vous pla[iî]t|per favore|пожалуйста"
_ASKED = re.compile(rf"^\W*(?:(?:(?:could|can|would|will) you (?:please|pls|plz)|{_PLEASE})\b[\s,:;!.]*|(?:请问|麻烦问一下)(?:一下)?[\s，,：:！!]*)", re.I)
_AT_LAST = re.compile(rf"[\s,，]+(?:{_PLEASE})\s*([?？]?)[\s!.]*$", re.I)
_MUCH = r" (?:a lot|a million|so much|very much|in advance|beaucoup)"
_THANKED = re.compile(
    rf"(?:(?<=[.!?,;:…。！？，；])(?<!\b[A-Za-z][.:])\s*|\s*\n\s*)(?:(?:many )?thanks|thank you|thx|cheers|danke|merci|gracias|obrigad[oa]|grazie|спасибо)(?:{_MUCH})?[\s!.]*$"
    rf"|[\s,]+(?:(?:many )?thanks|thank you|merci){_MUCH}[\s!.]*$"
    r"|[\s,]+(?:vielen dank|¡?muchas gracias|muito obrigad[oa]|mille grazie)[\s!.]*$"
    r"|[\s，。,]*(?:谢谢|多谢)(?:大家|各位|你|您)?[\s！!。.~]*$",
    re.I,
)
_WORD = re.compile(r"(?<![^\W_])(?<![_^])[^\W\d_]++(?:['’][^\W\d_]++)*+(?![^\W]|[_^(])")
_FEWEST = 3  # a few acronyms are no shouting
_LONGEST = 4_000  # characters; longer texts are documents, in which a please is lost


def plain_question(text: str) -> str:
    """Without runs of blanks, a please or thanks at the ends, and capitals where all is in capitals."""
    if len(text) > _LONGEST:
        return text
    tidy = _LINES.sub("\n\n", _BLANKS.sub(" ", text)).strip()
    short = _THANKED.sub("", _AT_LAST.sub(r"\1", _ASKED.sub("", tidy)))
    return calmed(short if any(map(str.isalnum, short)) else tidy)


def calmed(text: str) -> str:
    """The text itself, or, where at least two words of three are in capitals, those in small ones."""
    if any(category(letter) == "Lo" for letter in text):
        return text  # a script without capitals, with acronyms in it
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    loud = sum(map(_loud, words))
    if loud < _FEWEST or 3 * loud < 2 * len(words):
        return text
    return _WORD.sub(lambda found: found[0].lower() if _loud(found[0]) else found[0], text)


def _loud(word: str) -> bool:
    return word == word.upper() and word != word.lower()
