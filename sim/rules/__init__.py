"""The rules of a raid, one file a submodel, compiled by Numba; they know nobody.

Small functions ask one question of plain numbers. A function that takes `raid` and a row number is what one agent does
in one pass of a tick: it reads everybody and writes its own row alone, so agents may act in any order.
"""
