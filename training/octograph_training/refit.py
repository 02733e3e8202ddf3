"""Functional rows fitted as a convex problem on fixed features, and their temperature.

Gradient steps leave the rows behind the features that LoRA has made; for a new graph there may be no rows yet. With the
features fixed, the best rows are a multinomial logistic regression, solved here to its minimum. The penalty, on
standardised features, draws the rows towards those given. A bias needs no input of its own: the features have a large
mean, along which a change costs nearly nothing (docs/adr/0019).

The penalty is chosen by cross-validation by the loss, the rows as given being one of the candidates; of what is less often
right than these none is taken, for a loss can fall by calm alone, which a temperature gives too. Only examples that the network has
not learnt from are tried on, since it knows the others too well; the temperature is fitted on these alone, out of fold.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax

FOLDS = 5
PENALTIES = (1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1.0)
_NEVER = -1e30


@dataclass(frozen=True)
class Choices:
    """Positions where a token is chosen: features [n, width], target [n] a column, allowed bool [n, columns].

    A column is a functional row, or a fixed one (STOP) after these. `tried` bool [n] says which examples the figures are
    taken from: first decisions that the network has not learnt from.
    """

    features: np.ndarray
    target: np.ndarray
    allowed: np.ndarray
    tried: np.ndarray

    def of(self, chosen: np.ndarray) -> "Choices":
        return Choices(self.features[chosen], self.target[chosen], self.allowed[chosen], self.tried[chosen])

    def logits(self, rows: np.ndarray, fixed: np.ndarray) -> np.ndarray:
        """rows [rows, width], fixed [others, width] -> [n, columns]."""
        return np.where(self.allowed, self.features @ np.concatenate((rows, fixed)).T.astype(np.float32), _NEVER)


@dataclass(frozen=True)
class Refit:
    """rows [rows, width]; the penalty is None where the given rows stay; accuracies are out of fold, `logits` and `target`
    those of the examples tried on, not yet divided by the temperature."""

    rows: np.ndarray
    penalty: float | None
    temperature: float
    accuracy_before: float
    accuracy_after: float
    logits: np.ndarray
    target: np.ndarray


def refit(choices: Choices, rows: np.ndarray, fixed: np.ndarray, free: np.ndarray) -> Refit:
    """rows [rows, width] as given, fixed [others, width], free bool [rows]: those that may change."""
    tried = choices.of(np.flatnonzero(choices.tried))
    given = tried.logits(rows, fixed)
    right = lambda values: float((values.argmax(-1) == tried.target).mean())
    best = (*temper(given, tried.target), None, given)
    for penalty in PENALTIES:
        logits = _out_of_fold(choices, rows, fixed, free, penalty)
        loss, temperature = temper(logits, tried.target)
        if loss < best[0] and right(logits) >= right(given):
            best = loss, temperature, penalty, logits
    _, temperature, penalty, logits = best
    solved = rows if penalty is None else _solve(choices, rows, fixed, free, penalty)
    return Refit(solved, penalty, temperature, right(given), right(logits), logits, tried.target)


def _out_of_fold(choices: Choices, rows: np.ndarray, fixed: np.ndarray, free: np.ndarray, penalty: float) -> np.ndarray:
    """Logits of the examples tried on, each by rows that were fitted on all examples but its fold's."""
    fold = np.full(len(choices.target), -1)
    fold[choices.tried] = np.arange(choices.tried.sum()) % FOLDS
    logits = np.empty((choices.tried.sum(), choices.allowed.shape[1]))
    for f in range(FOLDS):
        fitted = _solve(choices.of(np.flatnonzero(fold != f)), rows, fixed, free, penalty)
        logits[fold[choices.tried] == f] = choices.of(np.flatnonzero(fold == f)).logits(fitted, fixed)
    return logits


def temper(logits: np.ndarray, target: np.ndarray) -> tuple[float, float]:
    """The smallest loss that a temperature can give, and that temperature."""
    found = minimize_scalar(lambda t: _loss(logits / t, target), bounds=(0.2, 5), method="bounded")
    return float(found.fun), float(found.x)


def _loss(logits: np.ndarray, target: np.ndarray) -> float:
    return float(-log_softmax(logits, -1)[np.arange(len(target)), target].mean())


def _solve(choices: Choices, rows: np.ndarray, fixed: np.ndarray, free: np.ndarray, penalty: float) -> np.ndarray:
    spread, count, chosen = choices.features.var(0) + 1e-6, len(choices.target), np.flatnonzero(free)
    start = choices.logits(rows, fixed)
    truth = np.arange(count), choices.target

    def objective(flat):
        change = flat.reshape(len(chosen), -1)
        logits = start.copy()
        logits[:, chosen] += choices.features @ change.T.astype(np.float32)
        log_p = log_softmax(logits, -1)
        loss = -log_p[truth].mean() + penalty / 2 * (change**2 * spread).sum()
        error = np.exp(log_p)
        error[truth] -= 1
        gradient = error[:, chosen].T.astype(np.float32) @ choices.features / count + penalty * change * spread
        return loss, gradient.ravel().astype(np.float64)

    solution = minimize(objective, np.zeros(len(chosen) * rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    solved = np.array(rows, np.float64)
    solved[chosen] += solution.x.reshape(len(chosen), -1)
    return solved.astype(np.float32)
