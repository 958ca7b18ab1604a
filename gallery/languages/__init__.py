"""The texts of the program, one folder of files per language."""
