"""Who may open the style page: anyone, because it shows nobody; outside development it is not there."""

ACCESS: dict[str, tuple[str, ...]] = {
    "styles": ("anyone",),
    "styles-participant": ("anyone",),
}
