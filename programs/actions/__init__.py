"""Every write of a program, one file per noun; pages, API, jobs and commands call the same functions."""
