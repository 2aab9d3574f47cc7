"""Duels: raids with everything switched off but attrition, beside what is known of them exactly."""
