"""What `./dev` runs: set-up, demo server, tests, lint, translations, benchmark.

Everything here needs nothing but Python's standard library, because it runs
before any package is installed. State lives in one folder (`settings.DEV`).
"""
