"""Functional rows refitted as a convex problem, and their temperature.

Gradient steps may leave the rows behind the features that LoRA has made. With the features fixed, the best rows are
a multinomial logistic regression, solved here to its minimum. The features are those that the last part of the
training saw, each before it was learnt from, so they cost nothing. The penalty draws the rows towards the trained ones;
it is chosen by cross-validation, the rows as trained being one of the candidates. They have seen these examples and the
refitted ones have not, so a refit must be clearly better to be taken.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax

FOLDS = 5
PENALTIES = (1e-3, 3e-3, 1e-2, 3e-2, 1e-1)


@dataclass(frozen=True)
class Refit:
    """rows [nodes, width]; the penalty is None where the trained rows stay; accuracies are out of fold."""

    rows: np.ndarray
    penalty: float | None
    temperature: float
    accuracy_before: float
    accuracy_after: float


def refit(features: np.ndarray, target: np.ndarray, rows: np.ndarray) -> Refit:
    """features [n, width], target [n] (index of a node), rows [nodes, width] as trained."""
    trained = features @ rows.T
    best = (*temper(trained, target), None, trained)
    for penalty in PENALTIES:
        logits = _out_of_fold(features, target, rows, penalty)
        loss, temperature = temper(logits, target)
        if loss < best[0]:
            best = loss, temperature, penalty, logits
    _, temperature, penalty, logits = best
    right = lambda values: float((values.argmax(-1) == target).mean())
    solved = rows if penalty is None else _solve(features, target, rows, penalty)
    return Refit(solved, penalty, temperature, right(trained), right(logits))


def _out_of_fold(features: np.ndarray, target: np.ndarray, rows: np.ndarray, penalty: float) -> np.ndarray:
    logits, fold = np.empty((len(target), len(rows))), np.arange(len(target)) % FOLDS
    for f in range(FOLDS):
        fitted = _solve(features[fold != f], target[fold != f], rows, penalty)
        logits[fold == f] = features[fold == f] @ fitted.T
    return logits


def temper(logits: np.ndarray, target: np.ndarray) -> tuple[float, float]:
    """The smallest loss that a temperature can give, and that temperature."""
    found = minimize_scalar(lambda t: _loss(logits / t, target), bounds=(0.2, 5), method="bounded")
    return float(found.fun), float(found.x)


def _loss(logits: np.ndarray, target: np.ndarray) -> float:
    return float(-log_softmax(logits, -1)[np.arange(len(target)), target].mean())


def _solve(features: np.ndarray, target: np.ndarray, rows: np.ndarray, penalty: float) -> np.ndarray:
    spread = features.var(0) + 1e-6
    truth = np.eye(len(rows))[target]

    def objective(flat):
        change = flat.reshape(rows.shape)
        log_p = log_softmax(features @ (rows + change).T, -1)
        loss = -(truth * log_p).sum() / len(target) + penalty / 2 * (change**2 * spread).sum()
        gradient = (np.exp(log_p) - truth).T @ features / len(target) + penalty * change * spread
        return loss, gradient.ravel()

    solution = minimize(objective, np.zeros(rows.size), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return rows + solution.x.reshape(rows.shape)
