"""The pages of agencies on the platform's hosts, and of the operators who verify them."""
