from . import crisis_errand_paste
