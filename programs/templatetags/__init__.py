"""What a program's templates can do beyond Django's own tags."""
