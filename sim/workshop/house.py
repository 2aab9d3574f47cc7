"""What all requests share."""

import secrets

from starlette.requests import Request

from sim.workshop.asked import Setting
from sim.workshop.fair import Cores
from sim.workshop.many import Kept, Many
from sim.workshop.ready import Readiness
from sim.workshop.setting import Ready, Settings
from sim.workshop.settings import Workshop
from sim.workshop.wall import Wall


class House:
    """Scenarios, cores, raids that were played, the wall: nothing in it belongs to one request but the bets."""

    def __init__(self, workshop: Workshop, token: str | None = None) -> None:
        self.workshop, self.limits = workshop, workshop.limits
        self.token = token or secrets.token_urlsafe(9)
        self.settings = Settings(workshop.scenarios, workshop.controls)
        self.cores, self.kept = Cores(workshop.limits.waiting), Kept()
        self.wall, self.readiness = Wall(workshop.limits.bets), Readiness()

    def find(self, setting: Setting, seed: int) -> tuple[Ready, Many]:
        """The scenario of this setting, and its raids so far."""
        ready = self.settings.ready(setting)
        return ready, self.kept.many((*setting.key, seed), ready.plan, seed)


def house_of(request: Request) -> House:
    """The house this request came to."""
    house: House = request.app.state.house
    return house
