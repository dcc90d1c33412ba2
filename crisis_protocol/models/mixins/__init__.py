"""What models of several rooms are made of. It knows no other room.

It uses no other room.
"""

from . import (
    crisis_mark_mixin,
    crisis_input_mixin,
    crisis_figure_mixin,
    crisis_view_rows_mixin,
)
