"""Tests of gallery/transfer."""
