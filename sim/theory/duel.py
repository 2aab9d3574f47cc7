"""What a duel may be asked: two forces, a law, and what else goes on; judged once."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.theory.laws import LAWS, Law, loss_rate

MOST_PEOPLE = 900  # the rules' binomial draw is good for so many
People = Annotated[int, Field(ge=1, le=MOST_PEOPLE, strict=True)]
FewPeople = Annotated[int, Field(ge=0, le=MOST_PEOPLE, strict=True)]
Rate = Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False, strict=True)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]


class Duel(BaseModel):
    """Attackers A against defenders B: A loses `beta B` a unit of time to aimed fire and `beta A B` to area fire, and so on."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    law: Literal["square", "linear", "ambush", "siege"]
    attackers: People
    defenders: People
    alpha: Rate
    beta: Rate
    stop_attackers: FewPeople  # they leave when no more than so many are left
    stop_defenders: FewPeople
    rounds: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] | None  # of all attackers together; null: no end of them
    kill_per_round: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False, strict=True)] | None
    structure: Annotated[int, Field(ge=0, le=50_000, strict=True)]  # points; each comes off by itself
    cover: Share  # of the attackers' kills that is left while a point stands
    damage: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False, strict=True)]  # points for each attacker and unit of time
    relief: FewPeople  # defenders who come, if there is still a fight
    relief_time: Rate
    relief_law: Literal["fixed", "exponential"]

    @property
    def fight(self) -> Law:
        """Who aims?"""
        return LAWS[self.law]

    @property
    def round_kill(self) -> float | None:
        """The chance that a round kills where it matters: as asked, or one round for each attacker and unit of time."""
        return self.kill_per_round if self.kill_per_round is not None or self.rounds is None else self.alpha

    def kills_in(self, time: float) -> float:
        """How many people may fall in so short a time, on both sides together, when all are there?"""
        defenders = self.defenders + self.relief
        ours = loss_rate(self.alpha, self.attackers, self.defenders, self.fight.attackers_aim)
        return time * (ours + loss_rate(self.beta, defenders, self.attackers, self.fight.defenders_aim))

    @property
    def is_hidden(self) -> bool:
        """Are the attackers never seen, so that only their own fire gives them away?"""
        return not self.fight.defenders_aim

    @model_validator(mode="after")
    def _stops_below_the_start(self) -> "Duel":
        for side in ("attackers", "defenders"):
            stop, people = getattr(self, f"stop_{side}"), getattr(self, side)
            if stop >= people:
                raise ValueError(f"stop_{side}: should be below {side}={people}, or nobody fights; it is {stop}")
        return self

    @model_validator(mode="after")
    def _a_round_kills_one_at_most(self) -> "Duel":
        if self.round_kill is not None and self.round_kill > 1.0:
            raise ValueError(f"kill_per_round: should be given with rounds where alpha is more than 1; alpha is {self.alpha:g}")
        return self

    @model_validator(mode="after")
    def _relief_can_be_fought(self) -> "Duel":
        if self.relief and self.law != "square":
            raise ValueError(
                f"relief: should be 0 with law={self.law}, since it is a unit of its own in the open, neither in an area with "
                "the defenders nor seen or hidden as they are; it can come with law=square"
            )
        if self.relief and self.structure:
            raise ValueError("relief: should be 0 with structure, since it stands outside the walls and would have no cover")
        if self.relief + self.defenders > MOST_PEOPLE:
            both = self.relief + self.defenders
            raise ValueError(f"relief: should make at most {MOST_PEOPLE} people with defenders; it makes {both}")
        return self
