"""Tests: a sentence about the field each."""
