"""A smooth chance over two factors whose points lie scattered."""

import numpy as np

KNOTS, FOLDS = 4, 3  # knots along each factor; parts of the cells that are left out in turn
STRENGTHS = (0.03, 0.3, 3.0, 30.0)  # how freely the surface bends; cross-validation picks one
LEAST_POINTS = 30  # fewer cells with raids than that carry no surface


def smoothed(raids: np.ndarray, hits: np.ndarray) -> np.ndarray:
    """The chance in each cell, as a logistic regression on the products of cubic splines of both factors estimates it.

    Parameters
    ----------
    raids, hits : numpy.ndarray
        Shape (y cells, x cells): raids in each cell, and how many of them were occupied.

    Returns
    -------
    numpy.ndarray
        Of the same shape; NaN everywhere where there are too few points, and where all raids went alike that share.
    """
    seen = np.argwhere(raids > 0)
    if len(seen) < LEAST_POINTS:
        return np.full(raids.shape, np.nan)
    if hits.sum() in (0, raids.sum()):
        return np.full(raids.shape, hits.sum() / raids.sum())
    every = np.argwhere(np.ones(raids.shape, bool)) / np.array(raids.shape)
    basis = spline_products(every)
    rows = seen[:, 0] * raids.shape[1] + seen[:, 1]
    return fitted_chance(basis, rows, raids.ravel()[rows], hits.ravel()[rows]).reshape(raids.shape)


def spline_products(places: np.ndarray) -> np.ndarray:
    """Products of the cubic splines of both coordinates, shape (places, splines squared)."""
    from sklearn.preprocessing import SplineTransformer

    one = [SplineTransformer(n_knots=KNOTS, degree=3).fit_transform(places[:, k : k + 1]) for k in (0, 1)]
    return (one[0][:, :, None] * one[1][:, None, :]).reshape(len(places), -1)


def fitted_chance(basis: np.ndarray, rows: np.ndarray, raids: np.ndarray, hits: np.ndarray) -> np.ndarray:
    """The chance at every place, fitted to the raids in some of the rows; both outcomes of a cell stay in one fold."""
    from sklearn.linear_model import LogisticRegression

    folds = np.random.default_rng(0).integers(0, FOLDS, len(rows))
    loss = [sum(loss_of(basis, rows, raids, hits, folds == fold, strength) for fold in range(FOLDS)) for strength in STRENGTHS]
    best = STRENGTHS[int(np.argmin(loss))]
    return fit(LogisticRegression(C=best, solver="newton-cholesky"), basis[rows], raids, hits).predict_proba(basis)[:, 1]


def loss_of(
    basis: np.ndarray, rows: np.ndarray, raids: np.ndarray, hits: np.ndarray, out: np.ndarray, strength: float
) -> float:
    """How badly does a fit to the other cells foretell those left out? The negative log-likelihood."""
    from sklearn.linear_model import LogisticRegression

    kept = ~out
    if hits[kept].sum() in (0, raids[kept].sum()):
        return 0.0
    model = fit(LogisticRegression(C=strength, solver="newton-cholesky"), basis[rows[kept]], raids[kept], hits[kept])
    chance = np.clip(model.predict_proba(basis[rows[out]])[:, 1], 1e-9, 1.0 - 1e-9)
    return -float(np.sum(hits[out] * np.log(chance) + (raids[out] - hits[out]) * np.log1p(-chance)))


def fit(model, places: np.ndarray, raids: np.ndarray, hits: np.ndarray):
    """Each cell as one weighted hit and one weighted miss."""
    twice = np.concatenate([places, places])
    outcome = np.repeat([1, 0], len(places))
    weight = np.concatenate([hits, raids - hits]).astype(float)
    return model.fit(twice[weight > 0], outcome[weight > 0], sample_weight=weight[weight > 0])
