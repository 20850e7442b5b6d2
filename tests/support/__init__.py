"""The kit: engines, clock, cast, makers, the house client."""
