"""Who may open the benchmark's page."""

ACCESS = {"bench-page": ("anyone",)}
