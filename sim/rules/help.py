"""The garrison calls for help: some minutes after the first contact, while somebody is left to call."""

from sim.compiled import rule
from sim.rules.units import in_field
from sim.state import Stance


@rule
def can_call(raid):
    """Is anybody of the garrison still at the station or near it?"""
    for i in range(raid.world.squads, raid.world.units):
        if in_field(raid.units[i]) and raid.units[i].stance >= Stance.MANNING:
            return True
    return False


@rule
def call(raid):
    """Aircraft and relief are called in one breath."""
    defence, attack, world = raid.defence, raid.attack, raid.world
    if defence.called_minute >= 0.0 or attack.contact_minute < 0.0:
        return
    if world.minute >= attack.contact_minute + raid.given.garrison_alert_minutes and can_call(raid):
        defence.called_minute = world.minute
