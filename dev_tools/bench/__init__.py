"""Measures the addon beside its peers. Runs in the venv, on databases of its own.

- case: what a case is; cases, *_cases: what is measured, and the goals; work, *_work:
  what both sides do. New ones go there.
- data, tickets, bulk, duties, history, clone: the documents with what is owed on them
  and what happened, tickets and tasks to work on; facts: where they are.
- meter: how a case is measured; views: what the web client would ask for.
- statements, report: how it is told.
"""
