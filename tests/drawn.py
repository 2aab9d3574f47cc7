"""What is in a figure: its marks, its bars, and its words, which may lie over each other or off the page."""

from itertools import combinations

import numpy as np


def words_in(figure):
    """All words that are seen, and where, in dots."""
    from matplotlib.text import Text

    figure.canvas.draw()
    hidden = hidden_labels(figure)
    texts = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible() and id(text) not in hidden]
    placed = [(text.get_text(), text.get_window_extent()) for text in texts]
    return [(words, box) for words, box in placed if box.width > 0]


def hidden_labels(figure):
    """Labels of ticks that lie outside their axis are not drawn."""
    hidden = set()
    for axes in figure.axes:
        for axis, bounds in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            low, high = sorted(bounds)
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                if not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    hidden |= {id(tick.label1), id(tick.label2)}
    return hidden


def overlaps(figure):
    """Pairs of words that lie over each other by more than a dot."""
    return [
        (one, other)
        for (one, box), (other, beside) in combinations(words_in(figure), 2)
        if min(box.x1, beside.x1) - max(box.x0, beside.x0) > 1.0 and min(box.y1, beside.y1) - max(box.y0, beside.y0) > 1.0
    ]


def off_page(figure):
    """Words that the page cuts."""
    page = figure.bbox
    return [w for w, box in words_in(figure) if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1]


def signs_in(axes, gid):
    """So many marks with this meaning are on this map."""
    return sum(len(signs.get_offsets()) for signs in axes.collections if str(signs.get_gid()).partition(",")[0] == gid)


def bars_of(axes, gid=None):
    """Heights of the bars of this word, or of all."""
    chosen = [bars for bars in axes.containers if gid is None or all(bar.get_gid() == gid for bar in bars)]
    return np.array([bar.get_height() for bars in chosen for bar in bars])


def titled(figure, start):
    """The panel whose title starts so."""
    return next(axes for axes in figure.axes if axes.get_title(loc="left").startswith(start))
