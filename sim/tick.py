"""The order of one tick. All decide on the same picture, then everything happens at once."""

from sim.compiled import rule
from sim.rules import (
    air,
    command,
    decide,
    ending,
    fire,
    help,
    movement,
    relief,
    resolve,
    sight,
    structure,
    suppression,
    weather,
)

# Pass after pass; within a pass the order of agents does not matter. The Mesa model walks through this list.
PASSES = (
    "weather", "help", "air", "relief", "sight", "decide", "move", "share", "shoot", "press", "suffer", "waver",
    "hold_or_yield", "structure", "assault", "lead_group", "lead_attack", "ending",
)  # fmt: skip


@rule
def play_tick(raid):
    """One tick of a raid, from the sky to the verdict."""
    world = raid.world
    units, squads, places, groups = world.units, world.squads, world.places, world.groups
    weather.change(raid)
    help.call(raid)
    air.fly(raid)
    relief.travel(raid)
    for i in range(units):
        sight.spot(raid, i)
    for i in range(units):
        decide.decide(raid, i)
    for i in range(units):
        movement.move(raid, i)
    for i in range(units):
        fire.share_rounds(raid, i)
    for i in range(units):
        fire.shoot(raid, i)
    for i in range(units):
        suppression.press(raid, i)
    for i in range(units):
        fire.suffer(raid, i)
    for i in range(units):
        resolve.waver(raid, i)
    for i in range(squads, units):
        command.hold_or_yield(raid, i)
    for p in range(places):
        structure.wear(raid, p)
    for p in range(places):
        command.order_assault(raid, p)
    for g in range(groups):
        command.lead_group(raid, g)
    command.lead_attack(raid)
    ending.judge(raid)
