"""The campaign: many raids over many months, each played by the raid's own compiled rules.

Read `week.py` first: it is the order of one week, as `sim/tick.py` is the order of one minute. What a campaign may say stands
in `config.py`; what is counted, in `outcome.py`.
"""
