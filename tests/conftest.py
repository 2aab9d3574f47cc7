"""One way to run all generated tests: the same examples every time, however long the first compilation takes."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parents[1]))
settings.register_profile(
    "redoubt", derandomize=True, deadline=None, max_examples=60, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("redoubt")
