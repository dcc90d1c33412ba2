def post_init_hook(env):
    """Give every company that exists already its own numbering."""
    env["res.company"].search([("id", "!=", False)])._create_crisis_sequences()
