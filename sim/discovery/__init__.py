"""Scenario discovery: the box of conditions under which raids do something, and how far it can be trusted."""
