"""A class plays raids side by side in its browsers: the server plays them with the compiled rules, and keeps nothing."""
