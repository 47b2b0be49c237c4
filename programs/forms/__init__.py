"""What the pages ask, one file per noun; what may happen with the answers is the guards' to say."""
