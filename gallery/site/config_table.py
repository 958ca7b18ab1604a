"""A table of the file of a site, read key by key, so that every mistake in it is told by the name of the key."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from gallery.base.errors import UsageError

_KINDS = {str: "a text in quotes", int: "a whole number", list: "a list in [ ]"}


class ConfigError(UsageError):
    """The file of a site cannot be used as it is; the sentence says where it is wrong."""


class ConfigTable:
    """One table of the file, whose keys are taken out one by one; what is left at the end is unknown."""

    def __init__(self, values: Any, name: str) -> None:
        if not isinstance(values, dict):
            raise ConfigError(f"`{name}` is a table: write [{name}].")
        self._values, self._name = dict(values), name
        self._known: list[str] = []

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        """Return a value of this kind; the default where the key is missing.

        Raises:
            ConfigError: the value is of another kind, or missing without a default.
        """
        self._known.append(key)
        value = self._values.pop(key, default)
        if value is None and default is None:
            raise ConfigError(f"`{self._full(key)}` is missing.")
        if value is not default and (type(value) is not kind):
            raise ConfigError(f"`{self._full(key)}` has to be {_KINDS[kind]}.")
        return value

    def take_choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return one of the choices.

        Raises:
            ConfigError: the value is none of them.
        """
        value: str = self.take(key, str, default)
        if value not in choices:
            raise ConfigError(f"`{self._full(key)}` is one of {', '.join(choices)}.")
        return value

    def table(self, key: str) -> ConfigTable | None:
        """Return an inner table; None where there is none."""
        self._known.append(key)
        values = self._values.pop(key, None)
        return None if values is None else ConfigTable(values, self._full(key))

    def tables(self) -> dict[str, ConfigTable]:
        """Return all that is left as inner tables."""
        found = {key: ConfigTable(values, self._full(key)) for key, values in self._values.items()}
        self._values.clear()
        return found

    def refuse_rest(self) -> None:
        """Return if every key was taken.

        Raises:
            ConfigError: one was not.
        """
        for key in self._values:
            near = get_close_matches(key.lower(), self._known, 1)
            hint = f" Did you mean `{self._full(near[0])}`?" if near else ""
            raise ConfigError(f"`{self._full(key)}` is no setting of a site.{hint}")

    def _full(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key
