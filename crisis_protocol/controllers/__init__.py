from . import crisis_notice
