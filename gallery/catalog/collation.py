"""Keys by which names are sorted and compared: accents beside their letters, 2 before 10. Pure.

The page has the same order in ui/js/pure/text/collation.js; tests/names_in_order.json is the list that both are held
to.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

_SPACED = re.compile(r"[\s\0-\x20\x7f\ud800-\udfff]+")
_DIGITS = re.compile(r"[0-9]+")
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic, variation selectors, invisible formatting.

Marks without which a word is another one stay: vowels of Indian scripts and Thai, voicing of kana.
"""
_LETTERS = str.maketrans(
    {
        letter: plain
        for plain, letters in {
            "ae": "æ", "b": "ƀɓƃ", "c": "ƈȼ", "d": "đðɖɗƌ", "e": "ɇǝəɛ", "f": "ƒ", "g": "ǥɠ", "h": "ħ", "i": "ɨı",
            "j": "ɉȷ", "k": "ƙĸ", "l": "łƚɫɬ", "n": "ŋɲƞ", "o": "øɵɔ", "oe": "œ", "p": "ƥ", "r": "ɍ", "t": "ŧƭʈ",
            "th": "þ", "u": "ʉ", "v": "ʋ", "y": "ƴ", "z": "ƶ", "г": "ґғҕ", "ж": "җ", "з": "ҙ", "к": "қҝҟ", "н": "ңҥ",
            "с": "ҫ", "т": "ҭ", "х": "ҳ", "ч": "ҷҹ",
            "x": "×", "-": "‐‒–—―−", "'": "‘’‚‛ʻʼ", '"': "“”„‟«»", "/": "⁄",
        }.items()
        for letter in letters
    }
)  # fmt: skip
"""Letters with a stroke or a hook, which Unicode does not decompose, and signs that keyboards have in one form only."""
_PUNCTUATION = str.maketrans({sign: chr(2 + at) for at, sign in enumerate(". _-,;:!?'\"()[]{}@*/\\&#%`^+<=>|~$")})
"""Signs in their order, all before the digits. The point comes first, so that the end of a name before its extension
does: `a.jpg`, `a 2.jpg`, `a-b.jpg`."""
_OTHER_SIGN, _TAIL = "#", "\1"


def natural(text: str) -> str:
    """Return a key that, compared as text, sorts `text` as a dictionary does, with numbers by their values.

    Signs come before digits, digits before letters. Accents count only between names that are the same without them.
    Each number in the key is led by its length.

    >>> sorted(["img10", "IMG2", "img1"], key=natural)
    ['img1', 'IMG2', 'img10']
    >>> sorted(["Zoo", "Zürich", "Zug", "Zulu"], key=natural)
    ['Zoo', 'Zug', 'Zulu', 'Zürich']
    """
    text = spaced(text)
    if text.isascii():
        return _DIGITS.sub(_number, text.lower().translate(_PUNCTUATION))
    letters = _without_marks(_decomposed(text).replace("и\u0306", "й"))  # й is a letter of its own, after и
    key = _DIGITS.sub(_number, "".join(map(_ordered_sign, letters)))
    exact = normalize("NFC", normalize("NFC", text).casefold())
    return key if exact.isascii() else f"{key}{_TAIL}{exact}"


def folded(text: str) -> str:
    """Return `text` as searches compare it: without capitals and accents, signs and widths in their usual form.

    >>> folded("Łódź"), folded("ＦＵＬＬ"), folded("İstanbul"), folded("Straße")
    ('lodz', 'full', 'istanbul', 'strasse')
    """
    return text.lower() if text.isascii() else _without_marks(_decomposed(text))


def _decomposed(text: str) -> str:
    return normalize("NFKD", normalize("NFKD", text).casefold())


def _without_marks(text: str) -> str:
    return normalize("NFC", _MARKS.sub("", text).translate(_LETTERS))


def _ordered_sign(letter: str) -> str:
    """Return a sign so that it sorts before all digits; any other letter as it is."""
    if letter.isascii():
        return letter.translate(_PUNCTUATION)
    return _OTHER_SIGN + letter if category(letter)[0] in "PS" else letter


def _number(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0") or "0"
    return f"{min(len(digits), 999):03}{digits}"


def plain(text: str) -> str:
    """Return `text` folded and spaced: the form in which searches look for words."""
    return spaced(folded(text))


def spaced(text: str) -> str:
    """Return `text` with one space for each stretch of white space, control characters and lone surrogates.

    A phrase in a query is parsed like that too.
    """
    return _SPACED.sub(" ", text)
