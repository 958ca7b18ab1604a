"""Tests of visits: folders that are shown without being roots."""
