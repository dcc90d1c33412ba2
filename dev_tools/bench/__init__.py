"""Measures the addon beside its peers. Runs in the venv, on databases of its own.

- cases: what is measured, and the goals. New cases go there.
- data, clone: the documents, tickets and tasks that the cases find.
- meter: how a case is measured; views: what the web client would ask for.
- statements, report: how it is told.
"""
