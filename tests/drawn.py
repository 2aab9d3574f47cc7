"""Words in a figure: which of them are seen, which lie over each other, and which the page cuts."""

from itertools import combinations


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
