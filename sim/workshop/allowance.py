"""How often may each of many ask?"""

import time
from collections import OrderedDict

MOST_KNOWN = 4096


class Allowance:
    """How often each of many may ask: so many a second on average, twice as many at once (a token bucket)."""

    def __init__(self, per_second: float) -> None:
        self.per_second, self.most = per_second, 2.0 * per_second
        self.left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, who: str, now: float | None = None) -> bool:
        """May they ask once more?"""
        now = time.monotonic() if now is None else now
        left, since = self.left.pop(who, (self.most, now))
        left = min(self.most, left + (now - since) * self.per_second)
        self.left[who] = (left - 1.0 if left >= 1.0 else left, now)
        if len(self.left) > MOST_KNOWN:
            self.left.popitem(last=False)
        return left >= 1.0
