"""Figures of decisions: accuracy by node and language, and whether probabilities mean what they say."""

import numpy as np
from scipy.special import softmax

BINS = 10


def calibration_error(probability: np.ndarray, right: np.ndarray) -> float:
    """The expected calibration error of Naeini et al. (AAAI 2015): bins of equal width, weighed by what is in them."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    gaps = [abs(right[bins == b].sum() - probability[bins == b].sum()) for b in range(BINS)]
    return float(np.sum(gaps) / len(right))


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
