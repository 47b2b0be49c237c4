"""Who may open the drill's page."""

ACCESS = {"drill-order": ("anyone",)}
