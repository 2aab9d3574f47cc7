"""Where does a chance cross a level? Points near that line, round by round, and the map they make.

A Gaussian process is fitted to the counts in the logit scale; the next points lie where it straddles the level
(Bryan et al. 2005, "Active learning for identifying function threshold boundaries"). Everything happens on the unit cube,
and the same input gives the same points to the last bit.

The fit takes the luck of different points as independent: play raids of other numbers at each. The same numbers everywhere
give every point the same luck, which moves the whole line and which no smoothing and no further point can average out.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from sklearn.gaussian_process import GaussianProcessRegressor

MOST_FITTED = 500  # cells that are fitted; more points than that are pooled
MOST_TUNED = 200  # of them, how many decide how smooth the surface is
CANDIDATES = 1024
OVERHANG = 1.06  # candidates are spread over a slightly larger cube and cut back, so that faces and corners are among them
SIGMAS = 1.96
FARTHEST = 8.0  # logits; beyond that a chance is 0 or 1 for every purpose
ROUNDS, STEPS = 2, 4
DOUBT = 0.7  # of the logarithms of size and lengths of the bends; few points alone would often take noise for bends


class Counts(NamedTuple):
    """What was seen at distinct points, in the order of their coordinates."""

    at: np.ndarray  # (points, dimensions)
    successes: np.ndarray  # (points,)
    trials: np.ndarray  # (points,)


def first_points(dimensions: int, count: int) -> np.ndarray:
    """Where to look before anything is known? Spread evenly over the unit cube.

    Parameters
    ----------
    dimensions, count : int
        Of the cube; of points.

    Returns
    -------
    numpy.ndarray
        Shape (count, dimensions), each time the same: a scrambled Sobol sequence, of which fewer points are the first ones
        of more.
    """
    return spread(dimensions, count, seed=0)


def spread(dimensions: int, count: int, seed: int) -> np.ndarray:
    """So many points evenly over the unit cube."""
    from scipy.stats.qmc import Sobol

    power = max(count - 1, 0).bit_length()
    return Sobol(dimensions, rng=np.random.default_rng(seed)).random_base2(power)[:count]


def next_points(tried: np.ndarray, successes: np.ndarray, trials: np.ndarray, level: float, count: int) -> np.ndarray:
    """Where to look next, to find where the chance crosses the level?

    Parameters
    ----------
    tried : numpy.ndarray
        Shape (points, dimensions), on the unit cube; in any order, also repeated.
    successes, trials : numpy.ndarray
        Shape (points,): at each, how many of how many.
    level : float
        Between 0 and 1, exclusive.
    count : int
        How many points are wanted.

    Returns
    -------
    numpy.ndarray
        Shape (count, dimensions), the most wanted first; none that was tried, none twice.
    """
    counts = merged(tried, successes, trials)
    candidates = untried(counts.at, count, seed=1 + len(tried))
    with steady():
        mean, covariance = fitted(counts).predict(candidates - 0.5, return_cov=True)
    picks = straddle(mean, covariance, logit(level), float(np.median(counts.trials)), count)
    return candidates[picks]


def chance_map(
    tried: np.ndarray, successes: np.ndarray, trials: np.ndarray, at: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What is the chance at these points, as far as the counts at the tried ones tell?

    Parameters
    ----------
    tried, successes, trials : numpy.ndarray
        As in `next_points`.
    at : numpy.ndarray
        Shape (points, dimensions), on the unit cube.

    Returns
    -------
    tuple of numpy.ndarray
        The chance and the bounds of its 95 % interval, each of shape (points,).
    """
    with steady():
        model = fitted(merged(tried, successes, trials))
        parts = [model.predict(part - 0.5, return_std=True) for part in np.array_split(at, 1 + len(at) // 4096)]
    mean, sigma = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return chance(mean), chance(mean - SIGMAS * sigma), chance(mean + SIGMAS * sigma)


def steady():
    """Within this block, sums are taken in one order, however many cores there are."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def merged(tried: np.ndarray, successes: np.ndarray, trials: np.ndarray) -> Counts:
    """The counts of equal points added up; where more points remain than can be fitted, neighbours are pooled."""
    counts = pooled(Counts(np.asarray(tried, float), np.asarray(successes, float), np.asarray(trials, float)), None)
    cells = 64
    while len(counts.at) > MOST_FITTED:
        counts, cells = pooled(counts, cells), cells * 4 // 5
    return counts


def pooled(counts: Counts, cells: int | None) -> Counts:
    """The counts of all points in the same of `cells` cells a side; None for equal points. Each stands at their centre."""
    key = counts.at if cells is None else np.minimum(np.floor(counts.at * cells), cells - 1)
    keys, cell = np.unique(key, axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    trials = np.bincount(cell, counts.trials)
    if cells is not None:
        keys = np.stack([np.bincount(cell, counts.trials * axis) / trials for axis in counts.at.T], 1)
    return Counts(keys, np.bincount(cell, counts.successes), trials)


def untried(tried: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Points to choose from: all over the cube with its faces and corners, none of them tried."""
    points = spread(tried.shape[1], max(CANDIDATES, 4 * count), seed)
    points = np.unique(np.clip((points - 0.5) * OVERHANG + 0.5, 0.0, 1.0), axis=0)
    seen = {point.tobytes() for point in tried}
    return points[[point.tobytes() not in seen for point in points]]


def straddle(mean: np.ndarray, covariance: np.ndarray, level: float, trials: float, count: int) -> list[int]:
    """Which candidates may lie on either side of the level? In turn, each as if those before it had been looked at.

    A look confirms the mean (Ginsbourger et al. 2010, the "kriging believer") and makes its neighbourhood better known, by
    as much as so many trials there tell; that keeps the points of one batch apart.
    """
    covariance, picks = covariance.copy(), []
    free = np.ones(len(mean), bool)
    for _ in range(count):
        sigma = np.sqrt(np.maximum(np.diag(covariance), 0.0))
        wanted = np.where(free, SIGMAS * sigma - np.abs(mean - level), -np.inf)
        pick = int(np.argmax(wanted))
        picks.append(pick)
        free[pick] = False
        told = covariance[pick] / np.sqrt(covariance[pick, pick] + 1.0 / weight(mean[pick], trials))
        covariance -= np.outer(told, told)
    return picks


def fitted(counts: Counts) -> "GaussianProcessRegressor":
    """The surface of logits that the counts suggest, on the cube around the origin.

    Binomial counts enter as the working responses of a logistic regression, with the noise each has at the fitted chance
    (Laplace's approximation, Rasmussen and Williams 2006, section 3.4): a zero out of forty then says "low", not "-4.4".
    """
    share = (counts.successes + 0.5) / (counts.trials + 1.0)
    surface = logit(share)
    for _ in range(ROUNDS):
        kernel = tuned(smoothness(counts.at.shape[1]), counts, surface)
        for _ in range(STEPS):
            model = conditioned(kernel, counts, surface)
            surface = model.predict(counts.at - 0.5)
    return conditioned(kernel, counts, surface)


def smoothness(dimensions: int):
    """What kind of surface is expected? A tilted plane, and bends on it, along each axis of a length of its own."""
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct

    bends = ConstantKernel(1.0, (0.01, 25.0)) * RBF(np.full(dimensions, 0.5), (0.1, 4.0))
    return bends + ConstantKernel(9.0, "fixed") * DotProduct(1.0, "fixed")


def tuned(kernel, counts: Counts, surface: np.ndarray):
    """The kernel under which the counts are the likeliest."""
    few = slice(None, None, -(-len(counts.at) // MOST_TUNED))
    some = Counts(*(column[few] for column in counts))
    return conditioned(kernel, some, surface[few], likeliest).kernel_


def likeliest(unlikelihood, start: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, float]:
    """The best logarithms of the kernel's numbers, if they lie around the start in a bell of width `DOUBT`."""
    from scipy.optimize import minimize

    def cost(logs: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = unlikelihood(logs)
        return value + 0.5 * np.sum(((logs - start) / DOUBT) ** 2), slope + (logs - start) / DOUBT**2

    found = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return found.x, found.fun


def conditioned(kernel, counts: Counts, surface: np.ndarray, optimizer=None) -> "GaussianProcessRegressor":
    """The process given the counts, linearised at this surface."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor

    surface = np.clip(surface, -FARTHEST, FARTHEST)
    weights = weight(surface, counts.trials)
    responses = surface + (counts.successes - counts.trials * chance(surface)) / weights
    model = GaussianProcessRegressor(kernel, alpha=1.0 / weights, optimizer=optimizer)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a bound is an answer here
        return model.fit(counts.at - 0.5, responses)


def weight(surface, trials):
    """How much do so many trials tell about the logit at this place? The inverse of the noise."""
    surface = np.clip(surface, -FARTHEST, FARTHEST)
    return trials * chance(surface) * chance(-surface)


def logit(share):
    """The chance in the scale of the surface."""
    return np.log(share) - np.log1p(-np.asarray(share))


def chance(surface):
    """The surface as a chance."""
    return 1.0 / (1.0 + np.exp(-surface))
