"""Version 1 of the API: what stays as it is until there is a version 2; fields may be added, never taken away."""
