"""The REST API, webhooks out, imports and exports: the top layer, which part 3 begins.

Every endpoint calls the same action as its page, so that both have the same rule.
"""
