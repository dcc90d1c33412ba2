from .common import CrisisCase


class TurkishCase(CrisisCase):
    """The desk as it works: in Turkish, with what the addon ships."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("tr_TR")
        cls.env["ir.module.module"]._load_module_terms(["crisis_protocol"], ["tr_TR"])
        (cls.agent | cls.manager).write({"lang": "tr_TR"})
        cls.contact.lang = "tr_TR"
        cls.env.invalidate_all()

    @classmethod
    def _as(cls, user, model):
        """Return a model as this user's client reads it: in Turkish."""
        return cls.env[model].with_user(user).with_context(lang="tr_TR")
