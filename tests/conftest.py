"""One way to run all generated tests: the same examples every time, however long the first compilation takes.

A longer hunt with fresh examples: ``pytest --hypothesis-profile=hunt tests/test_conservation.py``.
"""

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parents[1]))
quiet = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("redoubt", derandomize=True, max_examples=50, **quiet)
settings.register_profile("hunt", max_examples=1500, **quiet)
settings.load_profile("redoubt")
