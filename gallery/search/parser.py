"""The parser of queries: words, phrases, filters, `-` for not, `or`, brackets, dates and pasted paths. Pure.

A word that can be a date, a setting of the camera or a path is that *or* part of a name: `may` is the month or Maya. It
keeps the position of every term, for suggestions and for the marks under mistakes. Positions are code points.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gallery.catalog.collation import folded
from gallery.search import date_terms, file_paths, filter_numbers, filters, number_terms, relative_dates
from gallery.search.nodes import AllOf, AnyOf, FilePath, Node, Not, QueryMistake, Word
from gallery.search.parsed_query import Parsed, Part, Term

if TYPE_CHECKING:
    from datetime import date

MAX_QUERY_CHARACTERS = 1000
MAX_TERMS = 64
MAX_DEPTH = 20
_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"([^\W\d_]+):")
_OR = re.compile(r"[oO][rR](?=[\s()\"|]|\Z)|\|+")
_LONELY_OR = "“or” stands between two words."
_UNTYPEABLE = re.compile("[\0-\x1f\x7f\ud800-\udfff]")
_OTHER_FORMS = {0xFF00 + code - 0x20: code for code in range(0x21, 0x7F)} | dict.fromkeys(map(ord, "“”„‟"), ord('"'))
"""Signs and digits of full width, as Asian keyboards type them, and quotes as phones do."""


def parse(text: str, today: date | None = None) -> Parsed:
    """Parse what the user typed. It never fails: a part that means nothing is a mistake, and the rest applies.

    Args:
        text: as it was typed or pasted. A path, or the name of a file with spaces, is looked for as a whole.
        today: the day that `yesterday` and the like are seen from; None: these are words.

    >>> parse("beach iso:x").node
    AllOf(nodes=(Word(text='beach', field=''),))
    """
    if len(text) <= MAX_QUERY_CHARACTERS and (parts := file_paths.parse_path(text)):
        return _whole(text, AnyOf((FilePath(parts), Word(_plain(_typeable(text))))))
    parsed = _Parser(text, today).parse()
    is_one_word = len(parsed.parts) == 1 and isinstance(parsed.parts[0].node, Word)
    if len(text) <= MAX_QUERY_CHARACTERS and not is_one_word and (name := file_paths.parse_name(text)):
        return replace(_whole(text, AnyOf((FilePath((name,)), parsed.node))), terms=parsed.terms)
    return parsed


def _whole(text: str, node: Node) -> Parsed:
    return Parsed(AllOf((node,)), (), (Term(0, len(text), None, text, 0, quoted=True),), (Part(0, len(text), node),))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", folded(text)).strip()


def _typeable(text: str) -> str:
    return _UNTYPEABLE.sub(lambda match: " " if match[0] < "\x80" else "\ufffd", text)


class _Parser:
    """A recursive-descent parser of one text. `_at` is the position of the next character."""

    def __init__(self, text: str, today: date | None) -> None:
        self._full = text
        self._text = _typeable(text[:MAX_QUERY_CHARACTERS].translate(_OTHER_FORMS))
        self._today = today
        self._at = 0
        self._cut = False
        self._terms: list[Term] = []
        self._mistakes: list[QueryMistake] = []

    def parse(self) -> Parsed:
        parts = _join(self._terms_until_bracket(0))
        node = _all_of(parts)
        if len(self._full) > MAX_QUERY_CHARACTERS:
            self._add_mistake(
                MAX_QUERY_CHARACTERS,
                len(self._full),
                f"Only the first {MAX_QUERY_CHARACTERS:,} characters are searched for.",
            )
        if len(self._terms) > MAX_TERMS:
            beyond = self._terms[MAX_TERMS]
            self._add_mistake(beyond.start, len(self._text), f"Only the first {MAX_TERMS} words are searched for.")
        whole = node if isinstance(node, AllOf) else AllOf((node,))
        mistakes = tuple(sorted(self._mistakes, key=lambda mistake: (mistake.start, mistake.end)))
        return Parsed(whole, mistakes, tuple(self._terms[:MAX_TERMS]), tuple(parts))

    def _add_mistake(self, start: int, end: int, message: str) -> None:
        if len(self._mistakes) < MAX_TERMS:
            self._mistakes.append(QueryMistake(start, end, message))

    def _skip(self) -> bool:
        """Skip white space. Return False at the end of the text."""
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at < len(self._text)

    def _terms_until_bracket(self, depth: int) -> list[tuple[Part, bool]]:
        """Parse terms up to the end or the closing bracket. `or` joins its two neighbours: `a b or c` is a (b or c).

        Returns:
            Parts, and for each whether `or` joins it to the one before.
        """
        found: list[tuple[Part, bool]] = []
        joins: tuple[int, int] | None = None
        while self._skip() and not (depth and self._text[self._at] == ")"):
            operator = self._operator()
            if operator:
                if joins or not found:
                    self._add_mistake(*operator, _LONELY_OR)
                joins = operator if found else None
                continue
            start = self._at
            node = self._next_node(depth)
            if node is not None:
                found.append((Part(start, self._at, node), joins is not None))
            joins = None
        if joins:
            self._add_mistake(*joins, _LONELY_OR)
        return found

    def _operator(self) -> tuple[int, int] | None:
        """Skip an `or`, if there is one here. Return its [start, end)."""
        match = _OR.match(self._text, self._at)
        if match is None:
            return None
        self._at = match.end()
        return match.span()

    def _next_node(self, depth: int) -> Node | None:
        """Parse the next term, date or group. Return None if it means nothing."""
        start = self._at
        following = self._text[start + 1 : start + 2].strip()
        excluded = self._text[start] == "-" and following not in ("", "-", "|", ")")
        self._at += excluded
        letter = self._text[self._at]
        if letter == ")":
            self._at += 1
            self._add_mistake(start, self._at, "There is no open bracket before this one.")
            return None
        if letter == "(":
            node = self._group(depth)
        else:
            term = self._term(depth)
            plain = term.field is None and not term.quoted
            node = self._words(term, depth) if plain else self._phrase_or_filter(term)
        return Not(node) if excluded and node is not None else node

    def _group(self, depth: int) -> Node | None:
        start = self._at
        if depth >= MAX_DEPTH:
            self._add_mistake(start, len(self._text), "There are too many brackets inside each other.")
            self._at, self._cut = len(self._text), True
            return None
        self._at += 1
        node = _all_of(_join(self._terms_until_bracket(depth + 1)))
        empty = not self._text[start + 1 : self._at].strip()
        if self._at < len(self._text):
            self._at += 1
            if empty:
                self._add_mistake(start, self._at, "There is nothing between the brackets.")
        elif not self._cut:
            self._add_mistake(start, start + 1, "This bracket is not closed.")
        return None if node == AllOf() else node

    def _words(self, first: Term, depth: int) -> Node | None:
        """Parse words that mean something together, or else the first of them; those after it are parsed again."""
        terms, ends = [first], [self._at]
        while len(terms) < date_terms.MAX_DATE_WORDS and (following := self._following(depth)):
            terms.append(following)
            ends.append(self._at)
        words = [folded(term.value) for term in terms]
        used, meant = self._meaning(words)
        self._at = ends[used - 1]
        del self._terms[len(self._terms) - len(terms) + used :]
        if len(self._terms) > MAX_TERMS:
            return None
        plain = tuple(filters.word(word) for word in words[:used] if word)  # nothing is left of an accent alone
        for term in terms[:used]:
            self._check_pattern(term)
        if not plain:
            return None
        return AnyOf((*meant, plain[0] if len(plain) == 1 else AllOf(plain))) if meant else plain[0]

    def _meaning(self, words: list[str]) -> tuple[int, list[Node]]:
        """Return what the first words mean besides what they say, and how many they are."""
        used, node = date_terms.parse_leading(words)
        if self._today is not None and node is None:
            used, node = relative_dates.parse_leading(words, self._today)
        found = [] if node is None else [node]
        count, setting = _setting(words)
        if setting and count >= used:
            found = [*(found if used == count else []), setting]
            used = count
        path = file_paths.split_path(words[0]) if used == 1 else None
        return used, [*found, FilePath(path)] if path else found

    def _following(self, depth: int) -> Term | None:
        """Parse the next term if it is a plain word; else stay where the parser is."""
        kept = self._at
        if self._skip() and self._text[self._at] not in '-"()|' and not self._operator():
            term = self._term(depth)
            if term.field is None and not term.quoted:
                return term
            self._terms.pop()
        self._at = kept
        return None

    def _term(self, depth: int) -> Term:
        start = self._at
        match = _FIELD.match(self._text, start)
        value_start = match.end() if match else start
        field = folded(match[1]) if match else None
        quoted = self._text[value_start : value_start + 1] == '"'
        end = self._quote_end(value_start) if quoted else self._word_end(value_start, depth, bool(match))
        value = self._text[value_start:end].strip('"') if quoted else self._text[value_start:end]
        if field and (more := filters.find_rest(field, value, self._text, end, quoted=quoted)):
            value, end = value + " " * quoted + more, end + len(more)
        self._at = end
        term = Term(start, end, field, value, value_start, quoted)
        self._terms.append(term)
        return term

    def _quote_end(self, start: int) -> int:
        closing = self._text.find('"', start + 1)
        return closing + 1 if closing >= 0 else len(self._text)

    def _word_end(self, start: int, depth: int, in_field: bool) -> int:  # noqa: FBT001
        """Find white space, a `|`, or the bracket that closes the group; `IMG (1)` keeps its own brackets."""
        inner = 0
        for at in range(start, len(self._text)):
            letter = self._text[at]
            if letter.isspace() or (letter == "|" and not in_field) or (letter == ")" and depth and not inner):
                return at
            inner += (letter == "(") - (letter == ")" and inner > 0)
        return len(self._text)

    def _phrase_or_filter(self, term: Term) -> Node | None:
        """Return the node of a phrase or a filter; if it means nothing, note a mistake and return None."""
        if term.quoted and not self._closed(term):
            self._add_mistake(term.value_start, term.value_start + 1, "This quote is not closed.")
        value = _plain(term.value)
        if len(self._terms) > MAX_TERMS:
            return None
        try:
            if term.field is not None and value:
                node = filters.parse_filter(term.field, value, quoted=term.quoted, today=self._today)
                self._check_pattern(term)
                return node
        except filter_numbers.FilterValueError as error:
            self._add_mistake(term.start, term.end, str(error))
            return None
        if not value:
            self._add_mistake(term.start, term.end, self._empty_message(term))
            return None
        path = file_paths.parse_path(term.value)
        return AnyOf((FilePath(path), Word(value))) if path else Word(value)

    def _check_pattern(self, term: Term) -> None:
        if not term.quoted and (message := filters.pattern_mistake(term.value)):
            self._add_mistake(term.start, term.end, message)

    def _closed(self, term: Term) -> bool:
        return self._text.find('"', term.value_start + 1, term.end) >= 0

    def _empty_message(self, term: Term) -> str:
        if term.field is None:
            return "There is nothing between the quotes."
        if filters.known_name(term.field) is None:
            return filters.unknown_message(term.field)
        return f"Type something after “{term.field}:”."


def _setting(words: list[str]) -> tuple[int, Node | None]:
    """Return how many of the first words are a setting, and its node; 1 and None if its filter does not know it."""
    count, setting = number_terms.parse_leading(words)
    try:
        return (count, filters.parse_filter(*setting)) if setting else (1, None)
    except filter_numbers.FilterValueError:  # no mistake of the user, who typed no filter: these are words
        return 1, None


def _join(found: list[tuple[Part, bool]]) -> list[Part]:
    """Make one part of those that `or` joins."""
    groups: list[list[Part]] = []
    for part, joined in found:
        if joined and groups:
            groups[-1].append(part)
        else:
            groups.append([part])
    nodes = [group[0].node if len(group) == 1 else AnyOf(tuple(part.node for part in group)) for group in groups]
    return [Part(group[0].start, group[-1].end, node) for group, node in zip(groups, nodes, strict=True)]


def _all_of(parts: list[Part]) -> Node:
    return parts[0].node if len(parts) == 1 else AllOf(tuple(part.node for part in parts))
