"""What goes into the package that needs no Python, and under which licences: for build.spec, tests and documents."""
