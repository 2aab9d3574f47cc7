"""Historical cases, predicted blind: what was known before the fight becomes a scenario, and the rest only scores it."""
