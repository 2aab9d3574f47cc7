"""The rules as Mesa agents call them, one compiled door for each pass of `tick.PASSES`.

A door takes the array that holds the raid instead of the raid itself: handing a large record from Python to compiled
code costs some 30 times as much as handing over the array. Nothing is decided here.
"""

from sim import outcome
from sim.compiled import rule
from sim.rules import (
    air as air_rules,
)
from sim.rules import (
    command,
    fire,
    movement,
    resolve,
    suppression,
)
from sim.rules import (
    decide as decide_rules,
)
from sim.rules import (
    ending as ending_rules,
)
from sim.rules import (
    help as help_rules,
)
from sim.rules import (
    relief as relief_rules,
)
from sim.rules import (
    sight as sight_rules,
)
from sim.rules import (
    structure as structure_rules,
)
from sim.rules import (
    weather as weather_rules,
)


@rule
def weather(raids, _):
    """The sky changes."""
    weather_rules.change(raids[0])


@rule
def help(raids, _):
    """The garrison's commander calls for help, or not yet."""
    help_rules.call(raids[0])


@rule
def air(raids, _):
    """The aircraft fly, strike, rearm."""
    air_rules.fly(raids[0])


@rule
def relief(raids, _):
    """The relief sets out, travels, lands."""
    relief_rules.travel(raids[0])


@rule
def sight(raids, i):
    """Unit `i` is seen, or not."""
    sight_rules.spot(raids[0], i)


@rule
def decide(raids, i):
    """Unit `i` forms an intention."""
    decide_rules.decide(raids[0], i)


@rule
def move(raids, i):
    """Unit `i` moves."""
    movement.move(raids[0], i)


@rule
def share(raids, i):
    """Unit `i` takes its share of the rounds."""
    fire.share_rounds(raids[0], i)


@rule
def shoot(raids, i):
    """Unit `i` fires."""
    fire.shoot(raids[0], i)


@rule
def suffer(raids, i):
    """Unit `i` takes what all that fire does."""
    fire.suffer(raids[0], i)


@rule
def structure(raids, p):
    """Place `p` wears down, is taken."""
    structure_rules.wear(raids[0], p)


@rule
def press(raids, i):
    """Unit `i` keeps its heads down."""
    suppression.press(raids[0], i)


@rule
def waver(raids, i):
    """Unit `i` wavers, recovers."""
    resolve.waver(raids[0], i)


@rule
def hold_or_yield(raids, i):
    """Section `i` holds, falls back, surrenders or flees."""
    command.hold_or_yield(raids[0], i)


@rule
def assault(raids, p):
    """Place `p` is assaulted, or not."""
    command.order_assault(raids[0], p)


@rule
def lead_group(raids, g):
    """Group `g` stays, or leaves on its own."""
    command.lead_group(raids[0], g)


@rule
def lead_attack(raids, _):
    """The attackers' commander weighs the reasons to leave."""
    command.lead_attack(raids[0])


@rule
def ending(raids):
    """The tick is judged."""
    ending_rules.judge(raids[0])


@rule
def record(raids, row):
    """A row of the raid's course is written."""
    outcome.record(raids[0], row)


@rule
def measure(raids, row):
    """The row of the raid's measures is written."""
    outcome.measure(raids[0], row)
