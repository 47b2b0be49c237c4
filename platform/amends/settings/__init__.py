"""Settings, flat: `environment` declares every variable, `base` is shared, `dev`, `test` and `prod` differ."""
