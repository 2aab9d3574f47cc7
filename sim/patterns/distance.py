"""How far are the model's claims from what was reported? A number a figure, quick enough to be asked thousands of times."""

import numpy as np

from sim.patterns.facts import Facts, claims, has_cause, has_ending


def parts_of(facts: Facts) -> tuple[str, ...]:
    """What does each number of `distances` stand for?"""
    return ("ending", "ending and cause", *facts.figures)


def distances(facts: Facts, rows: np.ndarray) -> np.ndarray:
    """How far are the claims of these raids from the reports, part by part?

    Each part is the continuous ranked probability score of the raids as an ensemble (Matheson and Winkler 1976; its fair
    version, whose mean does not hang on the number of raids: Ferro 2014): of numbers on the scale log(1 + x), so that it is
    nearly a relative error; of endings, causes and flags it is Brier's score. It is a proper score: neither a blurred nor an
    over-confident model profits. Several reports of one figure count once, with their mean.

    Parameters
    ----------
    facts : Facts
        From `facts_of`.
    rows : numpy.ndarray
        Shape (..., raids, N_COLUMNS), from `sim.table.play_rows`; leading axes are rule vectors, scenarios' variants, seeds.

    Returns
    -------
    numpy.ndarray
        Shape (..., parts), in the order of `parts_of`. 0 is best; a part may fall a little below 0 by chance.

    Raises
    ------
    ValueError
        If there are fewer than two raids.
    """
    ended = has_ending(rows, facts.endings)
    ended_so = ended & has_cause(rows, facts.causes)
    parts = [ranked_score(ended, 1.0), ranked_score(ended_so, 1.0)]
    for name, reports in facts.figures.items():
        parts.append(np.mean([ranked_score(np.log1p(claims(rows, name)), np.log1p(report)) for report in reports], axis=0))
    return np.stack(parts, axis=-1)


def ranked_score(ensemble: np.ndarray, report: float) -> np.ndarray:
    """The fair continuous ranked probability score of ensembles, shape (..., raids), against what happened; shape (...)."""
    ordered = np.sort(np.asarray(ensemble, float), axis=-1)
    raids = ordered.shape[-1]
    if raids < 2:
        raise ValueError(f"a distance needs two raids at least; there are {raids}")
    rank = 2.0 * np.arange(raids) - raids + 1.0
    return np.abs(ordered - report).mean(axis=-1) - (ordered * rank).sum(axis=-1) / (raids * (raids - 1.0))
