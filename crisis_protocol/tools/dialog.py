def dialog(records, name, view=False, **context):
    """Return the action that opens a form in a dialog.

    :param records: the record to open, or none of its model for a new one
    :param str name: the title
    :param view: the form; by default that of the model
    :param context: what the form begins with
    """
    action = {
        "type": "ir.actions.act_window",
        "name": name,
        "res_model": records._name,
        "view_mode": "form",
        "views": [(view and view.id, "form")],
        "target": "new",
    }
    if records:
        action["res_id"] = records.id
    if context:
        action["context"] = context
    return action
