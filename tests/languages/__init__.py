"""Tests of gallery/languages/."""
