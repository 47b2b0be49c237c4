"""Who may open the public site and the style page: anyone, because they show nobody; the latter in development only."""

ACCESS: dict[str, tuple[str, ...]] = {
    "protection": ("anyone",),
    "find-program": ("anyone",),
    "styles": ("anyone",),
    "styles-participant": ("anyone",),
}
