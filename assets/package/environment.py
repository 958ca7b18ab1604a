"""List what the wheels that Shoebox requires would bring into the package, from the environment, without a build."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assets.package.chosen import is_kept
from assets.package.libraries import is_binary


def required_wheels(name: str = "shoebox") -> set[str]:
    """Return the names of the wheels that an installed one needs to run here, without extras; its own among them."""
    found: set[str] = set()
    left = [name]
    while left:
        wheel = canonicalize_name(left.pop())
        if wheel not in found:
            found.add(wheel)
            needs = [Requirement(line) for line in metadata.requires(wheel) or ()]
            left += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found


def libraries_of(wheel: str) -> list[tuple[str, Path]]:
    """Return the libraries of an installed wheel that may go into the package: their paths there, and the files."""
    distribution = metadata.distribution(wheel)
    found = []
    for file in distribution.files or ():
        path, here = str(file).replace("\\", "/"), Path(str(distribution.locate_file(file)))
        if not path.startswith("..") and is_kept(path) and here.is_file() and is_binary(here):
            found.append((path, here))
    return found
