"""What the history command makes of its cases: a table, words, and one JSON object."""
