"""Figures of decisions: accuracy by node and language, and whether probabilities mean what they say."""

import numpy as np
from scipy.special import softmax

BINS = 15


def calibration_error(probability: np.ndarray, right: np.ndarray) -> float:
    """The expected calibration error of guesses, probability [n] of each and whether it is right [n]; of none it is 0.

    Naeini et al. (AAAI 2015), in bins of equal count (Nguyen and O'Connor, EMNLP 2015), weighed by what is in them: bins of
    equal width would put most guesses of a sure master into one. `./octograph eval` computes the same (docs/eval.md).
    """
    order = np.argsort(probability, kind="stable")
    gap = np.asarray(right, float)[order] - probability[order]
    count = min(BINS, len(gap))
    bounds = [len(gap) * b // count for b in range(count + 1)] if count else []
    return float(sum(abs(gap[low:high].sum()) for low, high in zip(bounds, bounds[1:])) / max(1, len(gap)))


def figures(logits: np.ndarray, target: np.ndarray, names: list[str], temperature: float, languages: list[str]) -> dict:
    """logits [n, columns] of what may be chosen, target [n] a column with its name."""
    choice = logits.argmax(-1)
    right = choice == target
    share = lambda chosen: {"rows": int(chosen.sum()), "right": round(float(right[chosen].mean()), 4)}
    spoken = np.array(languages)
    return {
        **share(np.ones(len(target), bool)),
        "calibration_error": round(calibration_error(softmax(logits / temperature, -1).max(-1), right), 4),
        "nodes": {names[column]: share(target == column) for column in np.unique(target)},
        "languages": {language: share(spoken == language) for language in sorted(set(languages))},
    }
