"""The image and the Compose file for one host, and the scripts that make what they need: secrets and first SQL."""
