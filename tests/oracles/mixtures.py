"""Golden numbers of rerate/mixtures: scikit-learn 1.2.1 (GaussianMixture, KMeans, silhouette_score), statsmodels 0.13.5
(MarkovRegression) and a forward-backward in numpy of our own, which works with logarithms and not with scaling.

usage (at the project's root): python3 tests/oracles/mixtures.py > tests/golden/mixtures.json

Figures: columns of tests/golden/time_series_inputs.csv (600 months).

Mixtures and clusters are of columns standardised to mean 0 and population variance 1; the mixture's log-likelihood is given for the
columns as they are (less n ln of the scales). The best of 250 starts, most of them random, to a tolerance of 1e-12.

Hidden Markov models: `given` is the likelihood at parameters stated here; `best` the maximum from 60 starts of Baum and Welch in
numpy, the initial distribution estimated. statsmodels evaluates its own likelihood at both, but for the first months (see below). A start on whose way a
state falls below 1e-6 of the sample's variance or below two months is dropped.
"""
import json
import sys
import warnings

import numpy as np
import pandas as pd
from scipy.special import logsumexp
from scipy.stats import norm
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture
from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

warnings.simplefilter("ignore")
inputs = pd.read_csv("tests/golden/time_series_inputs.csv")


def listed(array):
    return np.asarray(array).tolist()


def standardised(names):
    x = inputs[names].to_numpy()
    scale = x.std(axis=0)
    return (x - x.mean(axis=0)) / scale, scale


def mixture(names, k):
    z, scale = standardised(names)
    fits = [GaussianMixture(k, reg_covar=1e-6, tol=1e-12, max_iter=100000, n_init=n, init_params=how, random_state=1).fit(z)
            for n, how in ((20, "kmeans"), (80, "k-means++"), (150, "random_from_data"))]
    whole = [fit for fit in fits if min(np.linalg.eigvalsh(c)[0] for c in fit.covariances_) > 2e-6]
    fit = max(whole, key=lambda one: one.score(z))
    order = np.argsort(fit.means_[:, 0])
    log_likelihood = fit.score_samples(z).sum() - len(z) * np.log(scale).sum()
    p = k - 1 + k * len(names) + k * len(names) * (len(names) + 1) // 2
    x = inputs[names].to_numpy()
    return dict(series=names, k=k, log_likelihood=log_likelihood, bic=-2 * log_likelihood + p * np.log(len(z)),
                weight=listed(fit.weights_[order]), mean=listed(fit.means_[order] * scale + x.mean(axis=0)),
                covariance=listed(fit.covariances_[order] * np.outer(scale, scale)),
                membership_of_first=listed(fit.predict_proba(z)[0, order]))


def given_mixture():
    """Three components at stated parameters: densities by scipy-free formula through scikit-learn's own scorer."""
    names, weight = ["spread", "gz_spread"], np.array([0.5, 0.3, 0.2])
    mean = np.array([[0.5, 2.5], [2.0, 1.5], [2.5, 4.0]])
    covariance = np.array([[[1.2, -0.3], [-0.3, 0.5]], [[0.8, 0.2], [0.2, 0.2]], [[1.0, 0.5], [0.5, 2.0]]])
    fit = GaussianMixture(3)
    fit.weights_, fit.means_, fit.covariances_ = weight, mean, covariance
    fit.precisions_cholesky_ = np.array([np.linalg.cholesky(np.linalg.inv(c)) for c in covariance])
    x = inputs[names].to_numpy()
    return dict(series=names, weight=listed(weight), mean=listed(mean), covariance=listed(covariance),
                log_likelihood=fit.score_samples(x).sum(), membership=listed(fit.predict_proba(x)[::50]))


def clusters(names, k):
    z, _ = standardised(names)
    fit = KMeans(k, n_init=200, tol=0, max_iter=1000, random_state=1).fit(z)
    order = np.argsort(fit.cluster_centers_[:, 0])
    return dict(series=names, k=k, within=fit.inertia_, silhouette=silhouette_score(z, fit.labels_),
                centres=listed(fit.cluster_centers_[order]),
                size=listed(np.bincount(fit.labels_)[order]))


def forward_backward(x, initial, transition, mean, deviation):
    density = norm.logpdf(x[:, None], mean, deviation)
    with np.errstate(divide="ignore"):
        log_initial, log_transition = np.log(initial), np.log(transition)
    forward, backward = np.empty_like(density), np.zeros_like(density)
    forward[0] = log_initial + density[0]
    for t in range(1, len(x)):
        forward[t] = logsumexp(forward[t - 1][:, None] + log_transition, axis=0) + density[t]
    for t in range(len(x) - 2, -1, -1):
        backward[t] = logsumexp(log_transition + density[t + 1] + backward[t + 1], axis=1)
    total = logsumexp(forward[-1])
    both = forward[:-1, :, None] + log_transition + (density[1:] + backward[1:])[:, None, :] - total
    return total, np.exp(forward - logsumexp(forward, axis=1)[:, None]), np.exp(forward + backward - total), np.exp(both)


def baum_welch(x, k, starts, steps, random):
    """Many starts at a time: arrays are starts x states (x states). With scaling."""
    stay = random.uniform(0.6, 0.98, (starts, 1, 1))
    initial = np.full((starts, k), 1 / k)
    transition = (1 - stay) / (k - 1) * (1 - np.eye(k)) + stay * np.eye(k)
    mean, deviation = random.choice(x, (starts, k)), x.std() * random.uniform(0.2, 1.5, (starts, k))
    forward, backward = np.empty((len(x), starts, k)), np.ones((len(x), starts, k))
    scale = np.empty((len(x), starts, 1))
    for step in range(steps):
        density = np.maximum(norm.pdf(x[:, None, None], mean, deviation), 1e-290)
        for t in range(len(x)):
            joint = (initial if t == 0 else np.einsum("si,sij->sj", forward[t - 1], transition)) * density[t]
            scale[t] = joint.sum(axis=1, keepdims=True)
            forward[t] = joint / scale[t]
        for t in range(len(x) - 2, -1, -1):
            backward[t] = np.einsum("sij,sj->si", transition, density[t + 1] * backward[t + 1] / scale[t + 1])
        smoothed = forward * backward
        moved = transition * np.einsum("tsi,tsj->sij", forward[:-1], density[1:] * backward[1:] / scale[1:])
        weight = smoothed.sum(axis=0)
        before, total = total if step else np.full(starts, -np.inf), np.log(scale).sum(axis=(0, 2))
        mean = np.einsum("tsi,t->si", smoothed, x) / weight
        variance = (smoothed * (x[:, None, None] - mean) ** 2).sum(axis=0) / weight
        initial, transition, deviation = smoothed[0], moved / moved.sum(axis=2, keepdims=True), np.sqrt(variance)
        whole = (weight.min(axis=1) >= 2) & (variance.min(axis=1) >= 1e-6 * x.var()) & np.isfinite(total)
        if not whole.all():
            initial, transition, mean, deviation = (part[whole] for part in (initial, transition, mean, deviation))
            starts, total, before = whole.sum(), total[whole], before[whole]
            forward, backward, scale = forward[:, whole], np.ones((len(x), starts, k)), scale[:, whole]
        best = total.argmax()
        if total[best] - before[best] < 1e-11 * abs(total[best]) and step > 100:
            break
    return initial[best], transition[best], mean[best], deviation[best]


def by_statsmodels(x, filtered, transition, mean, deviation):
    """Likelihood of x_{t+1}..x_T given x_1..x_t, and t. Its initial distribution goes through two transitions before the first month
    that it sees, so it must be filtered_t divided by one transition, which is none in every month: t is the first where it
    is. Transition probabilities are named p[from->to], the last state's left out."""
    k = len(mean)
    initials = np.linalg.solve(transition.T, filtered.T).T
    t = int(np.flatnonzero(initials.min(axis=1) >= 0)[0])
    model = MarkovRegression(x[t + 1:], k, switching_variance=True)
    model.initialize_known(initials[t])
    parameters = np.zeros(model.k_params)
    parameters[model.parameters["regime_transition"]] = transition[:, :-1].T.ravel()
    parameters[model.parameters["exog"]] = mean
    parameters[model.parameters["variance"]] = np.square(deviation)
    named = dict(zip(model.param_names, parameters))
    assert all(named[f"p[{i}->{j}]"] == transition[i, j] for i in range(k) for j in range(k - 1))
    result = model.filter(parameters)
    assert np.abs(filtered[t + 1:] - result.filtered_marginal_probabilities).max() < 1e-9
    return result.llf, t


def chain_figures(name, chain):
    x = inputs[name].to_numpy()
    total, filtered, smoothed, _ = forward_backward(x, *chain)
    theirs, t = by_statsmodels(x, filtered, *chain[1:])
    theirs += forward_backward(x[:t + 1], *chain)[0]
    print(f"{name}, {len(chain[2])} states: statsmodels from month {t + 2} on", file=sys.stderr)
    return dict(series=name, initial=listed(chain[0]), transition=listed(chain[1]), mean=listed(chain[2]),
                standard_deviation=listed(chain[3]), log_likelihood=dict(numpy=total, statsmodels=theirs),
                filtered=listed(filtered[::50]), smoothed=listed(smoothed[::50]))


def best_chain(name, k):
    chain = baum_welch(inputs[name].to_numpy(), k, 60, 2000, np.random.default_rng(1))
    order = np.argsort(chain[2])
    return chain_figures(name, (chain[0][order], chain[1][np.ix_(order, order)], chain[2][order], chain[3][order]))


def given_chain(name, k):
    x = inputs[name]
    transition = np.array([[0.9 if i == j else 0.1 / (k - 1) for j in range(k)] for i in range(k)])
    initial = np.array([0.7, 0.2, 0.1][:k]) if k == 3 else np.array([0.6, 0.4])
    return chain_figures(name, (initial, transition, np.round(x.quantile([(i + 0.5) / k for i in range(k)]).to_numpy(), 3),
                                np.round(x.std() * np.linspace(0.3, 0.8, k), 3)))


print(json.dumps(dict(
    source="scikit-learn 1.2.1, statsmodels 0.13.5, numpy",
    given_mixture=given_mixture(),
    mixtures=[mixture(names, k) for names, k in ((["spread"], 2), (["spread", "gz_spread"], 2), (["spread", "gz_spread"], 3),
                                                 (["spread", "gz_spread", "unrate"], 2), (["unrate"], 1))],
    clusters=[clusters(names, k) for names, k in ((["spread", "gz_spread"], 3), (["spread", "gz_spread", "unrate"], 4),
                                                  (["gz_spread"], 2))],
    given_chains=[given_chain(name, k) for name in ("spread", "gz_spread") for k in (2, 3)],
    best_chains=[best_chain(name, k) for name, k in (("spread", 2), ("gz_spread", 2), ("unrate", 2), ("gz_spread", 3))]),
    indent=1))
