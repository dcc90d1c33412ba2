"""What several models have in common: choices, and how much is too much."""

# Answer to a yes/no question that may not have been asked yet.
ANSWERS = [("not_asked", "Not asked yet"), ("yes", "Yes"), ("no", "No")]
# Longer texts belong into a file; in characters.
MAX_TEXT = 1_000_000
