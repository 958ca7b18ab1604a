"""Answers of decode processes hold what the index can store, whatever a file says and whatever a process sends."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from gallery.base.models import Metadata, Problem, Taken
from gallery.imaging.workers.protocol import AnswerDecoder, encode_read

TAKEN = Taken(0, 60, "exif")
METADATA = Metadata(b"\xff" * 16, "jpeg", 4, 3, 1, animated=False, taken=TAKEN, inline=True, iso=100, title="Möwe")
UNSTORABLE = (2**63, -(2**64), 10**400, float("inf"), "half \ud800 a pair", [1], {"a": 1})


def answer_with(**changed: Any) -> bytes:
    (message,) = encode_read([METADATA])
    (result,) = json.loads(message)["read"]
    return json.dumps({"read": [result | changed]}).encode()


def test_what_can_be_stored_comes_as_it_was_sent() -> None:
    (message,) = encode_read([METADATA, Problem("damaged", "It is.")])
    assert AnswerDecoder().add(message) == [METADATA, Problem("damaged", "It is.")]


@pytest.mark.parametrize("value", UNSTORABLE, ids=repr)
@pytest.mark.parametrize("name", ["iso", "title", "altitude_m", "rating"])
def test_an_odd_value_costs_itself_and_not_the_picture(name: str, value: object) -> None:
    assert AnswerDecoder().add(answer_with(**{name: value})) == [
        Metadata(**{field: getattr(METADATA, field) for field in asdict(METADATA)} | {name: None})
    ]


@pytest.mark.parametrize("value", UNSTORABLE, ids=repr)
@pytest.mark.parametrize("name", ["width", "format"])
def test_without_its_size_or_format_there_is_no_answer(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        AnswerDecoder().add(answer_with(**{name: value}))


@pytest.mark.parametrize("value", UNSTORABLE, ids=repr)
def test_a_date_or_a_problem_that_cannot_be_stored_is_no_answer(value: object) -> None:
    for sent in (answer_with(taken={**asdict(TAKEN), "offset_min": value}), _problem(value), _rendered(value)):
        with pytest.raises(ValueError, match="cannot be stored"):
            decode(sent, b"jpeg")


def decode(*messages: bytes) -> None:
    decoder = AnswerDecoder()
    for message in messages:
        decoder.add(message)


def _problem(value: object) -> bytes:
    return json.dumps({"problem": {"code": "damaged", "message": value}}).encode()


def _rendered(value: object) -> bytes:
    return json.dumps({"rendered": {"width": 1, "height": 1, "colour": value, "problem": None}}).encode()
