"""Scripts that copy chosen third-party front-end files into the repository, run by hand on upgrade."""
