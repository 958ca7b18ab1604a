"""The parser of queries: words, phrases, filters, `-` for not, `or`, brackets and dates. Pure.

It keeps the position of every term, for suggestions and for the marks under mistakes. Positions are code points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gallery.catalog.collation import folded
from gallery.search import date_terms, filters
from gallery.search.nodes import AllOf, AnyOf, Node, Not, QueryMistake, Word

MAX_QUERY_CHARACTERS = 1000
MAX_TERMS = 64
MAX_DEPTH = 20
_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"([^\W\d_]+):")
_OR = re.compile(r"[oO][rR](?=[\s()\"|]|\Z)|\|+")
_LONELY_OR = "“or” stands between two words."
_UNTYPEABLE = re.compile("[\0-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or filter of the query: text[start:end] without a `-` before it.

    `value` begins at `value_start`, after the colon of a filter (`field` is its folded name), and has no quotes.
    """

    start: int
    end: int
    field: str | None
    value: str
    value_start: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed query: its tree, the mistakes in the order of their positions, and its terms in order."""

    node: AllOf
    mistakes: tuple[QueryMistake, ...] = ()
    terms: tuple[Term, ...] = ()


def parse(text: str) -> Parsed:
    """Parse what the user typed. It never fails: a part that means nothing is a mistake, and the rest applies.

    >>> parse("beach iso:x").node
    AllOf(nodes=(Word(text='beach', field=''),))
    """
    return _Parser(text).parse()


class _Parser:
    """A recursive-descent parser of one text. `_at` is the position of the next character."""

    def __init__(self, text: str) -> None:
        self._full = text
        self._text = _UNTYPEABLE.sub(lambda match: " " if match[0] < "\x80" else "\ufffd", text[:MAX_QUERY_CHARACTERS])
        self._at = 0
        self._cut = False
        self._terms: list[Term] = []
        self._mistakes: list[QueryMistake] = []

    def parse(self) -> Parsed:
        node = self._terms_until_bracket(0)
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
        return Parsed(whole, mistakes, tuple(self._terms[:MAX_TERMS]))

    def _add_mistake(self, start: int, end: int, message: str) -> None:
        if len(self._mistakes) < MAX_TERMS:
            self._mistakes.append(QueryMistake(start, end, message))

    def _skip(self) -> bool:
        """Skip white space. Return False at the end of the text."""
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at < len(self._text)

    def _terms_until_bracket(self, depth: int) -> Node:
        """Parse terms up to the end or the closing bracket. `or` joins its two neighbours: `a b or c` is a (b or c)."""
        found: list[tuple[Node, bool]] = []  # the node, and whether `or` joins it to the one before
        joins: tuple[int, int] | None = None
        while self._skip() and not (depth and self._text[self._at] == ")"):
            operator = self._operator()
            if operator:
                if joins or not found:
                    self._add_mistake(*operator, _LONELY_OR)
                joins = operator if found else None
                continue
            node = self._next_node(depth)
            if node is not None:
                found.append((node, joins is not None))
            joins = None
        if joins:
            self._add_mistake(*joins, _LONELY_OR)
        return _combine(found)

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
            node = self._date_or_word(term, depth) if plain else self._phrase_or_filter(term)
        return Not(node) if excluded and node is not None else node

    def _group(self, depth: int) -> Node | None:
        start = self._at
        if depth >= MAX_DEPTH:
            self._add_mistake(start, len(self._text), "There are too many brackets inside each other.")
            self._at, self._cut = len(self._text), True
            return None
        self._at += 1
        node = self._terms_until_bracket(depth + 1)
        empty = not self._text[start + 1 : self._at].strip()
        if self._at < len(self._text):
            self._at += 1
            if empty:
                self._add_mistake(start, self._at, "There is nothing between the brackets.")
        elif not self._cut:
            self._add_mistake(start, start + 1, "This bracket is not closed.")
        return None if node == AllOf() else node

    def _date_or_word(self, first: Term, depth: int) -> Node | None:
        """Parse words that make a date, or else the first of them as a word; the words after it are parsed again."""
        terms, ends = [first], [self._at]
        while len(terms) < date_terms.MAX_DATE_WORDS and (following := self._following(depth)):
            terms.append(following)
            ends.append(self._at)
        used, date = date_terms.parse_leading([folded(term.value) for term in terms])
        used = used if date else 1
        self._at = ends[used - 1]
        del self._terms[len(self._terms) - len(terms) + used :]
        if len(self._terms) > MAX_TERMS:
            return None
        return date or Word(folded(first.value))

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
        value = _SPACE.sub(" ", folded(term.value)).strip()
        if len(self._terms) > MAX_TERMS:
            return None
        try:
            if term.field is not None and value:
                return filters.parse_filter(term.field, value, quoted=term.quoted)
        except filters.FilterValueError as error:
            self._add_mistake(term.start, term.end, str(error))
            return None
        if not value:
            self._add_mistake(term.start, term.end, self._empty_message(term))
            return None
        return Word(value)

    def _closed(self, term: Term) -> bool:
        return term.end - term.value_start >= 2 and self._text[term.end - 1] == '"'

    def _empty_message(self, term: Term) -> str:
        if term.field is None:
            return "There is nothing between the quotes."
        if term.field not in (*filters.filter_names(), "colour"):
            return f"There is no filter called “{term.field[:20]}”."
        return f"Type something after “{term.field}:”."


def _combine(found: list[tuple[Node, bool]]) -> Node:
    parts: list[list[Node]] = []
    for node, joined in found:
        if joined and parts:
            parts[-1].append(node)
        else:
            parts.append([node])
    nodes = tuple(part[0] if len(part) == 1 else AnyOf(tuple(part)) for part in parts)
    return nodes[0] if len(nodes) == 1 else AllOf(nodes)
