"""The pages of billing, on the platform's own hosts."""
