from odoo import api, models

from ...tools.left_behind import (
    forget_structure_of_gone_models,
    remove_what_hangs_on,
)


class IrModelData(models.Model):
    """An addon that brought kinds of duties takes them with it when it goes."""

    _inherit = "ir.model.data"

    @api.model
    def _module_data_uninstall(self, modules_to_remove):
        """Delete the duties of these addons first: their activity types are in use."""
        kinds = [
            model
            for model in self.env["crisis.duty.mixin"]._duty_models()
            if model._original_module in modules_to_remove
        ]
        # our own hook has been there before, and knows that everything goes
        stays = "crisis_protocol" not in modules_to_remove
        if stays and kinds and self.env.is_system():
            self._forget_crisis_duties(kinds)
        result = super()._module_data_uninstall(modules_to_remove)
        if stays:
            forget_structure_of_gone_models(self.env, "crisis_protocol")
        return result

    def _forget_crisis_duties(self, kinds):
        """Let cases go on without these kinds, as if they had never been."""
        for kind in kinds:
            # what the addon brought goes with it, whoever made it
            everything = kind.sudo().with_context(_force_unlink=True)
            everything.search([("id", "!=", False)]).unlink()
        going = {kind._original_module for kind in kinds}
        remove_what_hangs_on(self.env, [kind._name for kind in kinds], going)
