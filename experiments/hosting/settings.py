"""What the workshop may be asked."""

from typing import ClassVar

from experiments.settings import WithoutScenario
from sim.workshop.settings import Workshop


class WorkshopSettings(WithoutScenario):
    """A workshop."""

    why_none: ClassVar[str] = "the workshop's scenarios are those of workshop.scenarios"
    workshop: Workshop
