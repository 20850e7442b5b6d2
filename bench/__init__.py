"""Measures on the demo regency: `python -m bench`. Ratios within one run count, seconds depend on the machine."""
