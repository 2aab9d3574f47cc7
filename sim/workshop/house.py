"""What all requests share."""

import secrets
from functools import lru_cache
from typing import Any

from starlette.requests import Request

from sim import warm
from sim.campaign import warm as campaign_warm
from sim.workshop.asked import Setting
from sim.workshop.campaigns import Campaigns
from sim.workshop.fair import Cores
from sim.workshop.many import Kept, Many
from sim.workshop.ready import Readiness, load_raids
from sim.workshop.setting import Ready, Settings
from sim.workshop.settings import Workshop, shipped_factors
from sim.workshop.shares import Sharing
from sim.workshop.wall import Wall

KEPT_SHARINGS = 6  # some 5 MB each


class House:
    """Scenarios, cores, raids that were played, the wall: nothing in it belongs to one request but the bets."""

    def __init__(self, workshop: Workshop, token: str | None = None) -> None:
        self.workshop, self.limits = workshop, workshop.limits
        self.token = token or secrets.token_urlsafe(9)
        self.settings = Settings(workshop.scenarios, workshop.controls)
        self.cores, self.kept = Cores(workshop.limits.waiting), Kept()
        self.campaigns = Campaigns(workshop.campaigns)
        self.wall, self.readiness = Wall(workshop.limits.bets), Readiness(warm, load_raids)
        self.campaign_readiness = Readiness(campaign_warm, self.campaigns.load)
        self._sharing = lru_cache(KEPT_SHARINGS)(self._shared)

    def find(self, setting: Setting, seed: int) -> tuple[Ready, Many]:
        """The scenario of this setting, and its raids so far."""
        ready = self.settings.ready(setting)
        return ready, self.kept.many((*setting.key, seed), ready.plan, seed)

    def sharing(self, setting: Setting, seed: int, raids: int) -> Sharing:
        """The shortfall of this setting, shared out as far as it was played."""
        return self._sharing(setting.key, seed, raids)

    def _shared(self, key: tuple[Any, ...], seed: int, raids: int) -> Sharing:
        return Sharing(
            self.settings.of_key(key).scenario, {name: shipped_factors()[name] for name in self.workshop.factors}, seed, raids
        )


def house_of(request: Request) -> House:
    """The house this request came to."""
    house: House = request.app.state.house
    return house
