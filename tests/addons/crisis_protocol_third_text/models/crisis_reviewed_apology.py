from odoo import fields, models


class CrisisReviewedApology(models.AbstractModel):
    """The letter of apology leaves only when a second person has read it."""

    _name = "crisis.reviewed.apology"
    _inherit = "crisis.reviewed.text.mixin"
    _description = "Apology That a Second Person Reads"

    _template_kind = "apology"
    _document_path = ""
    _activity_type = "crisis_protocol_third_text.mail_activity_type_apology"
    _state_field = "apology_state"
    _shown_field = "date_apology_written"
    _version_field = "crisis_apology_date"

    def _writers(self, text):
        return text.apology_author_id

    def _lacks(self, document):
        is_read = document.apology_state in ("reviewed", "sent")
        return "" if is_read else self.env._("Nobody else has read the apology.")

    def _version(self, document):
        return document.date_apology_read

    def _sentences(self, note=""):
        return {
            "done": self.env._("This is done already."),
            "own": self.env._("Somebody else has to read it."),
            "changed": self.env._("The apology was changed. Read it again."),
            "outdated": self.env._("The apology has changed since."),
            "reviewed": self.env._("The apology is read."),
            "returned": self.env._("The apology needs work: %s", note),
        }

    def _keep_review(self, texts):
        texts._write_past_reactions(
            {"apology_state": "reviewed", "date_apology_read": fields.Datetime.now()}
        )

    def _make_draft(self, texts):
        texts._write_past_reactions({"apology_state": "draft"})

    def _note_sent(self, documents, message=None):
        documents._write_past_reactions({"apology_state": "sent"})
