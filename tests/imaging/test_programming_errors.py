"""Errors of our own code in a decode process: they end in a problem as bad data does, but they are logged."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging.decoding import bmp_decoder, decode, loading, mpf, own_decoders, programming_errors
from gallery.imaging.decoding import render as rendering
from gallery.imaging.decoding.render import render
from gallery.imaging.workers import error_log
from gallery.imaging.workers.pool import Pool, Urgency
from tests.imaging.pools import WAIT_S
from tests.imaging.worker_targets import serve_without_a_name
from tests.pictures import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.imaging.files import Put


@pytest.fixture(autouse=True)
def nothing_noted() -> Iterator[None]:
    programming_errors.take()
    error_log._logged.clear()
    yield
    programming_errors.take()
    error_log._logged.clear()


def damaged(put: Put, name: str = "a.bmp") -> Problem:
    result = render(put(name, encoded("BMP")[:2000]), Recipe.SMALL)
    assert isinstance(result, Problem)
    return result


def test_a_missing_name_is_noted_with_its_place_and_without_the_file(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(own_decoders, "_as_far_as_it_goes")
    assert damaged(put, "secret.bmp").code in ("damaged", "truncated")
    noted = programming_errors.take()
    assert len(noted) == 1
    assert noted[0].startswith("NameError in gallery.imaging.decoding.own_decoders")
    assert programming_errors.take() == []


def test_a_wrong_call_within_a_shortcut_is_noted(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "_decode_preview", None)
    monkeypatch.setattr(mpf, "read_previews", lambda *_: [b""])
    data = encoded("MPO", save_all=True, append_images=[Image.new("RGB", (64, 48))])
    assert isinstance(render(put("a.jpg", data), Recipe.SMALL), Rendered)
    assert [note.split(",")[0] for note in programming_errors.take()] == [
        "TypeError in gallery.imaging.decoding.decode"
    ]


def test_a_wrong_call_behind_the_decoder_is_noted(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_mean_colour", None)
    result = render(put("a.jpg", encoded()), Recipe.SMALL)
    assert isinstance(result, Problem)
    assert [note.split(",")[0] for note in programming_errors.take()] == [
        "TypeError in gallery.imaging.decoding.render"
    ]


@pytest.mark.parametrize("error", [ValueError, IndexError, OSError])
def test_what_bad_data_raises_is_not_noted(put: Put, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(bmp_decoder, "decode_bmp", fail)
    damaged(put)
    assert programming_errors.take() == []


def test_what_a_library_raises_is_not_noted(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of this test is none of the package, either."""

    def fail(*_: object) -> None:
        raise TypeError

    monkeypatch.setattr(bmp_decoder, "decode_bmp", fail)
    damaged(put)
    assert programming_errors.take() == []


def test_a_library_that_is_missing_is_noted(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(loading._PLUGINS, "png", ("PNG", "no_such_module"))
    render(put("a.png", encoded("PNG")), Recipe.SMALL)
    assert [note.split(",")[0] for note in programming_errors.take()] == [
        "ModuleNotFoundError in gallery.imaging.decoding.loading"
    ]


def test_an_error_in_a_decode_process_is_logged_once(put: Put, caplog: pytest.LogCaptureFixture) -> None:
    files = [put(f"secret{number}.bmp", encoded("BMP")) for number in range(3)]
    pool = Pool(1, 1 << 30, target=serve_without_a_name)
    try:
        with caplog.at_level(logging.ERROR):
            results = [pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE).result(WAIT_S) for file in files]
    finally:
        pool.close()
    assert [result.code for result in results if isinstance(result, Problem)] == ["damaged"] * 3
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "NameError in gallery.imaging.decoding.own_decoders" in caplog.text
    assert "secret" not in caplog.text


def test_what_a_process_says_of_errors_is_kept_short_and_in_its_line(caplog: pytest.LogCaptureFixture) -> None:
    error_log.log_new(["one\ntwo\x1b" + "x" * 10_000])
    error_log.log_new(str(number) for number in range(1000))
    assert len(caplog.records) == 100
    assert all("\n" not in record.getMessage() for record in caplog.records)
    assert max(len(record.getMessage()) for record in caplog.records) < 400
