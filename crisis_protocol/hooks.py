def post_init_hook(env):
    """Give every company that exists already its own numbering."""
    env["res.company"].search([("id", "!=", False)])._create_crisis_sequences()


def uninstall_hook(env):
    """Take away what the phrases offer for typing."""
    phrases = env["crisis.phrase"].with_context(active_test=False).search([])
    phrases.canned_response_id.unlink()
