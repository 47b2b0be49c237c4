"""Long drills: each tries hard to break a promise, and says in figures whether it held."""
