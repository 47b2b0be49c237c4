"""The demonstration: four invented programs, the people who work there, and what came to them. No row of it is real."""
