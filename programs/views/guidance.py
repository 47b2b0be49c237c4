"""The page of what a program's networks ask of its policy and lend it: compare, adopt, take over."""
