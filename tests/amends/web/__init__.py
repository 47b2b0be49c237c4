"""Tests of the look: vendored files, components, forms, error pages, headers, pages in a browser."""
