"""The models, room by room.

A room uses those above it in this list, never those below (`test_layers.py` holds it).
Each says in its own `__init__.py` what it is for. What happens to a case, and in which
order, is read in `document/crisis_document.py`.
"""

from . import (
    mixins,
    rulebook,
    document,
    duties,
    messages,
    watch,
    explanation,
    customer_pages,
    production,
    items,
    conversations,
    leading,
    sources,
    drills,
    oversight,
    papers,
)
