"""Ridge, rolling ridge and elastic nets in scikit-learn -> tests/golden/ridge.json.

Columns are standardised here with numpy (divisor n), as the library does inside; scikit-learn sees standardised figures:
Ridge's alpha is n x penalty, ElasticNet's alpha the penalty on a standardised y. Figures come from whole-number formulas.
"""
import json
import warnings
from pathlib import Path

import numpy
from sklearn.linear_model import ElasticNet, Ridge


def sample(rows, columns, targets):
    """Persistent drivers that share a part, and what they explain."""
    t, j = numpy.arange(rows)[:, None], numpy.arange(columns)[None, :]
    whole = (7919 * t * t + 104729 * (j + 2) * (t + 3) + 31 * t) % 1999 - 999
    slow = ((3 * t + 17 * j) % 97) - 48
    x = whole / 999 + slow / 24 + 5 * j
    m = numpy.arange(targets)[None, :]
    noise = (6007 * (t + 1) * (t + 5 * m + 2)) % 2011 - 1005
    y = noise / 500 + sum(((c * 7 + m * 3) % 5 - 2) * x[:, [c]] / (1 + c) for c in range(columns)) + 3
    return x, y


def standardised(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def ridge(x, y, penalty):
    fit = Ridge(alpha=len(y) * penalty, solver="cholesky").fit(standardised(x), y)
    coefficients = fit.coef_ / x.std(axis=0)
    return {"penalty": penalty, "intercept": float(y.mean() - x.mean(axis=0) @ coefficients),
            "coefficients": coefficients.tolist()}


def rolling(x, y, window, penalty):
    fits = [[ridge(x[i:i + window], y[i:i + window, m], penalty) for i in range(len(x) - window + 1)]
            for m in range(y.shape[1])]
    return {"window": window, "penalty": penalty,
            "intercept": [[fit["intercept"] for fit in one] for one in fits],
            "coefficients": [[fit["coefficients"] for fit in one] for one in fits]}


def net(x, y, penalty, share):
    z, target = standardised(x), (y - y.mean()) / y.std()
    fit = ElasticNet(alpha=penalty, l1_ratio=share, fit_intercept=False, tol=1e-15, max_iter=1_000_000).fit(z, target)
    coefficients = fit.coef_ * y.std() / x.std(axis=0)
    return {"penalty": penalty, "share": share, "intercept": float(y.mean() - x.mean(axis=0) @ coefficients),
            "coefficients": coefficients.tolist()}


def folds(rows, count, embargo):
    """Expanding: rows in count + 1 pieces; each but the first is forecast from all before it less the embargo."""
    bounds = [rows * i // (count + 1) for i in range(count + 2)]
    return [(bounds[i] - embargo, bounds[i], bounds[i + 1]) for i in range(1, count + 1)]


def cross_validation(x, y, share, count, embargo, penalties):
    errors = numpy.zeros(len(penalties))
    forecasts = 0
    for trained, first, end in folds(len(y), count, embargo):
        forecasts += end - first
        for i, penalty in enumerate(penalties):
            fit = net(x[:trained], y[:trained], penalty, share)
            ahead = y[first:end] - fit["intercept"] - x[first:end] @ numpy.array(fit["coefficients"])
            errors[i] += float(ahead @ ahead)
    return {"share": share, "folds": count, "embargo": embargo, "penalties": list(penalties),
            "mean_square": (errors / forecasts).tolist()}


def main():
    warnings.simplefilter("ignore")
    x, y = sample(150, 6, 3)
    golden = {
        "rows": 150, "columns": 6, "targets": 3,
        "ridge": [ridge(x, y[:, 0], penalty) for penalty in (1e-6, 0.01, 0.3, 5.0)],
        "rolling": rolling(x[:, :4], y, 24, 0.1),
        "nets": [net(x, y[:, 1], penalty, share) for penalty in (0.001, 0.05, 0.2, 0.6) for share in (0.25, 0.5, 1.0)],
        "cross_validation": [cross_validation(x, y[:, 2], 0.5, 4, 3, (0.5, 0.1, 0.02, 0.004, 0.0008)),
                             cross_validation(x, y[:, 1], 1.0, 5, 0, (0.4, 0.1, 0.025))],
    }
    Path(__file__).parents[1].joinpath("golden", "ridge.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
