"""The pages of networks: the operator's, those of a network's own people, and what everybody may read."""
