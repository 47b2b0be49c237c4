"""What surrounds the application: images, benchmarks, drills, vendoring, translations, decisions."""
