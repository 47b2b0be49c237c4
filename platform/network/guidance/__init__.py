"""What a network asks of its members' policies and what it lends them: templates, minimums, letters, instruments.

Knows no setting: `settings.AMENDS_STANDARDS` names who does. What is published is pushed to each member as a copy.
"""
