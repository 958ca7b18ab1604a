"""Reads the files in which the texts of a language stand: a small, strict subset of Fluent. Pure.

    # a comment
    key = text with a { $variable }
    key = { $count ->
        [one] { $count } photo
       *[other] { $count } photos
    } and more text

A variable is a text or a number; a number is written as the language writes it. What stands in brackets is a number, a
plural category of CLDR, or a text that the variable may be; the one with the asterisk counts where no other does.
`{ " " }` is for what could not be read otherwise: blanks at an end, braces. All else of Fluent is refused.
"""

from __future__ import annotations

import json
import re

Part = str | list[object]
Pattern = str | list[Part]
"""A text, or its parts: texts, `[variable]`, and `[variable, {what it may be: pattern}, which of them is the last]`."""

_MESSAGE = re.compile(r"([a-z][a-z0-9-]*) = (.+(?:\n[ }].*)*)\n*")
_COMMENT = re.compile(r"(?:#.*\n|\n)+")
_TEXT = re.compile(r"[^{}\n]+")
_LITERAL = re.compile(r'\{ ("(?:[^"\\\n]|\\.)*") \}')
_VARIABLE = re.compile(r"\{ \$(\w+) \}")
_SELECT = re.compile(r"\{ \$(\w+) ->\n")
_VARIANT = re.compile(r" +(\*?)\[([\w.-]+)\] ?")
_END_OF_SELECT = re.compile(r" *\}")


def read_messages(text: str) -> dict[str, Pattern]:
    """Return the messages of a file by their keys.

    Raises:
        ValueError: something is written in another form, or two messages have one key; with the number of the line.
    """
    found: dict[str, Pattern] = {}
    at = 0
    while at < len(text):
        if comment := _COMMENT.match(text, at):
            at = comment.end()
            continue
        message = _MESSAGE.match(text, at)
        if not message:
            raise ValueError(f"Line {text.count(chr(10), 0, at) + 1} is no message.")
        if message[1] in found:
            raise ValueError(f"There are two messages {message[1]}.")
        found[message[1]] = _PatternReader(message[1], message[2]).read()
        at = message.end()
    return found


def variables(pattern: Pattern) -> set[str]:
    """Return the names of the variables of a message."""
    found: set[str] = set()
    for part in pattern if isinstance(pattern, list) else []:
        if isinstance(part, list):
            name, *select = part
            found.add(str(name))
            if select and isinstance(select[0], dict):
                found.update(*map(variables, select[0].values()))
    return found


class _PatternReader:
    """Reads the text of one message from its beginning to its end."""

    def __init__(self, key: str, text: str) -> None:
        self._key, self._text, self._at = key, text, 0

    def read(self) -> Pattern:
        """Return the whole message."""
        pattern = self._pattern()
        if self._at < len(self._text):
            raise self._wrong()
        return pattern

    def _pattern(self) -> Pattern:
        """Return what stands up to the end of the line, with the lines of a choice that begins on it."""
        parts: list[Part] = []
        while (part := self._part()) is not None:
            if parts and isinstance(part, str) and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
        if not parts:
            raise self._wrong()
        return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else parts

    def _part(self) -> Part | None:
        """Return the next part of a line; None: the line ends, or something else begins."""
        if match := self._take(_TEXT):
            return match[0]
        if match := self._take(_LITERAL):
            return str(json.loads(match[1]))
        if match := self._take(_VARIABLE):
            return [match[1]]
        if match := self._take(_SELECT):
            return self._select(match[1])
        return None

    def _select(self, name: str) -> Part:
        """Return a choice, whose first line has been read."""
        variants: dict[str, Pattern] = {}
        last = ""
        while match := self._take(_VARIANT):
            if match[2] in variants or (match[1] and last):
                raise self._wrong()
            last = match[2] if match[1] else last
            variants[match[2]] = self._pattern()
            if self._text[self._at : self._at + 1] != "\n":
                raise self._wrong()
            self._at += 1
        if not last or not self._take(_END_OF_SELECT):
            raise self._wrong()
        return [name, variants, last]

    def _take(self, form: re.Pattern[str]) -> re.Match[str] | None:
        """Return the match of a form at this place, and go behind it."""
        match = form.match(self._text, self._at)
        if match:
            self._at = match.end()
        return match

    def _wrong(self) -> ValueError:
        rest = self._text[self._at :].partition("\n")[0]
        return ValueError(f"The message {self._key} is written in another form: {rest or 'its end'}")
