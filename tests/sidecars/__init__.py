"""Tests of gallery/sidecars/."""
