"""Golden numbers of rerate/time_series/{cointegration,error_correction,vector_autoregression}: statsmodels 0.13.5 and, for what it
does not offer, plain numpy.

usage (at the project's root): python3 tests/oracles/cointegration.py > tests/golden/cointegration_statsmodels.json

Settings. coint_johansen(det_order -1 and 0, k_ar_diff): no constant and a free one; it has one lag less than the VAR in levels
(and not 0: then this version takes y_t for y_{t-1}).
VAR(...).fit(p, trend="c"): params, sigma_u (divisor n - k), forecast, mse per step; select_order's BIC. The stacked path
covariance is built here from the companion matrix: y_{T+i} depends on shocks e_{T+1}..e_{T+i} through its powers. Mahalanobis
distances by numpy's solve, their tails by scipy's chi2. Error correction by OLS of the differences on the constant, the lagged
residual of y on x (static OLS), and lagged differences of y and x; lags by least n ln(ssr/n) + k ln n on one sample.
"""
import json
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import chi2
from statsmodels.tsa.api import VAR
from statsmodels.tsa.vector_ar.vecm import coint_johansen

warnings.simplefilter("ignore")
inputs = pd.read_csv("tests/golden/time_series_inputs.csv").drop(columns="date")
systems = [["gs10", "tb3ms"], ["gs10", "tb3ms", "fedfunds"], ["log_price", "log_earnings"],
           ["log_pe", "gs10", "gz_spread", "unrate"], ["log_pe", "gs10", "tb3ms", "gz_spread", "unrate", "log_indpro"]]
drivers = [["gs10", "spread"], ["gs10", "spread", "gz_spread", "unrate"], ["log_indpro", "unrate", "fedfunds"]]
horizon = 12


def johansen(names, order, lags):
    result = coint_johansen(inputs[names].to_numpy(), order, lags - 1)
    return dict(series=names, constant=order == 0, lags=lags, eigenvalues=list(result.eig), trace=list(result.lr1),
                max_eigenvalue=list(result.lr2))


def stacked_covariance(coefs, sigma, steps):
    """Var of (y_{T+1}', ..., y_{T+h}')': rows of powers of the companion matrix."""
    p, m = coefs.shape[0], coefs.shape[1]
    companion = np.zeros((m * p, m * p))
    companion[:m] = np.hstack(coefs)
    companion[m:, :-m] = np.eye(m * (p - 1))
    power, blocks = np.eye(m * p), []
    for _ in range(steps):
        blocks.append(power[:m, :m])
        power = companion @ power
    impact = np.zeros((steps * m, steps * m))
    for i in range(steps):
        for j in range(i + 1):
            impact[i * m:(i + 1) * m, j * m:(j + 1) * m] = blocks[i - j]
    return impact @ np.kron(np.eye(steps), sigma) @ impact.T


def distance(deviation, covariance):
    squared = float(deviation @ np.linalg.solve(covariance, deviation))
    return dict(distance=squared, degrees_of_freedom=len(deviation), p=float(chi2.sf(squared, len(deviation))))


def var(names, lags):
    y = inputs[names].to_numpy()
    fit = VAR(y).fit(lags, trend="c")
    mean = fit.forecast(y[-lags:], horizon)
    covariance = stacked_covariance(fit.coefs, fit.sigma_u, horizon)
    per_step = fit.mse(horizon)
    waves = np.cos(0.7 * np.arange(horizon)[:, None] + np.arange(len(names)))
    path = mean + waves * np.sqrt(np.diag(covariance)).reshape(horizon, len(names)) / 2
    return dict(series=names, lags=lags, constant=fit.intercept.tolist(), matrices=fit.coefs.tolist(),
                covariance=fit.sigma_u.tolist(), n=int(fit.nobs), mean=mean.tolist(), mse=np.array(per_step).tolist(),
                path_covariance=covariance.tolist() if len(names) <= 2 else covariance[:, :len(names)].tolist(),
                largest_root=float(1 / np.min(np.abs(fit.roots))),
                path=path.tolist(), whole=distance((path - mean).ravel(), covariance),
                end=distance(path[-1] - mean[-1], covariance[-len(names):, -len(names):]))


def order(names, most):
    return dict(series=names, most=most, bic=int(VAR(inputs[names].to_numpy()).select_order(most, trend="c").bic))


def error_correction(y_name, x_names, most):
    y, x = inputs[y_name].to_numpy(), inputs[x_names].to_numpy()
    gap = sm.OLS(y, sm.add_constant(x)).fit().resid
    changes = np.diff(np.column_stack([y, x]), axis=0)

    def fit(lags, first):
        rows = np.arange(first, len(changes))
        columns = [np.ones(len(rows)), gap[rows]] + [changes[rows - lag, i] for lag in range(1, lags + 1)
                                                     for i in range(changes.shape[1])]
        return sm.OLS(changes[rows, 0], np.column_stack(columns)).fit()

    lags = min(range(most + 1), key=lambda count: fit(count, most).bic)
    best = fit(lags, lags)
    speed = -best.params[1]
    return dict(y=y_name, x=x_names, most=most, lags=lags, coefficients=list(best.params), std_errors=list(best.bse),
                half_life=float(np.log(0.5) / np.log(1 - speed)), n=int(best.nobs))


print(json.dumps(dict(
    source="statsmodels 0.13.5, numpy",
    johansen=[johansen(names, order, lags) for names in systems for order in (-1, 0) for lags in (2, 3, 5)],
    var=[var(names, lags) for names in drivers for lags in (1, 2, 4)],
    order=[order(names, most) for names in drivers for most in (6, 12)],
    error_correction=[error_correction("log_price", ["log_earnings"], 4), error_correction("gs10", ["tb3ms"], 6),
                      error_correction("fedfunds", ["tb3ms", "unrate"], 4),
                      error_correction("log_pe", ["gs10", "gz_spread"], 8)],
)))
