"""How far a long piece of work is: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from typing import TextIO

from tqdm import tqdm

APART = 10.0  # seconds between two plain lines at least


class Progress:
    """Counts from `first` (where an earlier run stopped) to `total`; tokens are counted from now on."""

    def __init__(self, what: str, total: int, first: int = 0, stream: TextIO | None = None, clock=time.monotonic):
        self.what, self.total, self.first, self.at, self.tokens = what, total, first, first, 0
        self.stream, self.clock = stream or sys.stderr, clock
        self.begun, self.told = clock(), clock() - APART
        terminal = self.stream.isatty()
        form = "{desc} {n_fmt}/{total_fmt} |{bar}| {postfix}"
        self.bar = tqdm(desc=what, total=total, initial=first, file=self.stream, bar_format=form, leave=True) if terminal else None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_) -> None:
        if self.bar is not None:
            self.bar.close()

    def add(self, tokens: int, measured: str = "") -> None:
        """One more is done, which read so many tokens; `measured` is what there is to say of it."""
        self.at += 1
        self.tokens += tokens
        pieces = [measured, *self._pace()]
        text = "  ".join(piece for piece in pieces if piece)
        if self.bar is not None:
            self.bar.set_postfix_str(text, refresh=False)
            self.bar.update()
        elif self.at == self.total or self.clock() - self.told >= APART:
            self.told = self.clock()
            print(f"{self.what} {self.at}/{self.total}  {text}", file=self.stream, flush=True)

    def _pace(self) -> tuple[str, str]:
        seconds = max(self.clock() - self.begun, 1e-6)
        left = seconds / (self.at - self.first) * (self.total - self.at)
        return f"{self.tokens / seconds:.0f} tokens/s", f"{int(left // 60)}:{int(left % 60):02} left"
