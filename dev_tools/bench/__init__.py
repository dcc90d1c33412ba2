"""Measures the addon beside its peers. Runs in the venv, on databases of its own.

- cases: what is measured, and the goals; work: what both sides do. New ones go there.
- data, bulk, clone: the documents, tickets and tasks to work on; facts: where they are.
- meter: how a case is measured; views: what the web client would ask for.
- statements, report: how it is told.
"""
