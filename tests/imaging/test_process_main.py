"""The decode process: messages, confinement, and its end with the pipe or the program."""

import os
import signal
import struct
import subprocess
import sys
import threading
import zlib
from multiprocessing import Pipe
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered, Taken
from gallery.imaging.workers import process_main, protocol
from gallery.imaging.workers.limits import Limits
from gallery.imaging.workers.pool import Pool, Urgency
from gallery.imaging.workers.process import limits_for
from tests.imaging.files import Put, png_file
from tests.imaging.odd_pictures import chunk, png_with
from tests.imaging.pools import is_alive
from tests.pictures import encoded, picture
from tests.waiting import wait_for

WIDE = Limits(1 << 30, 1 << 30)
FILES = st.builds(FileRef, st.binary(), st.binary(), st.integers(0, 2**63), st.integers(-(2**63), 2**63))
PROBLEMS = st.builds(Problem, st.text(), st.text())
METADATA = st.builds(
    Metadata,
    fingerprint=st.binary(min_size=16, max_size=16),
    format=st.just("jpeg"),
    width=st.integers(1, 70_000),
    height=st.integers(1, 70_000),
    orientation=st.integers(1, 8),
    animated=st.booleans(),
    taken=st.builds(Taken, st.integers(-(2**50), 2**50), st.none() | st.integers(-840, 840), st.just("exif")),
    title=st.none() | st.text(),
    latitude=st.none() | st.floats(-90, 90),
)
RENDERED = st.builds(
    Rendered,
    st.binary(min_size=1),
    st.integers(1, (1 << 63) - 1),
    st.integers(1, (1 << 63) - 1),
    st.integers(1, 65535),
    st.none() | PROBLEMS,
)


def decoded(messages: list[bytes]) -> protocol.Answer | None:
    """What the pool makes of the messages, all of which it must need."""
    decoder = protocol.AnswerDecoder()
    assert [decoder.add(message) for message in messages[:-1]] == [None] * (len(messages) - 1)
    return decoder.add(messages[-1])


@given(st.lists(FILES))
def test_read_requests_arrive_as_they_were(files: list[FileRef]) -> None:
    asked = protocol.decode_request(protocol.encode_read_request(files))
    assert asked["op"] == "read"
    assert [protocol.to_file(file) for file in asked["files"]] == files


@given(FILES, st.sampled_from(list(Recipe)), st.booleans())
def test_render_requests_arrive_as_they_were(file: FileRef, recipe: Recipe, large: bool) -> None:
    asked = protocol.decode_request(protocol.encode_render_request(file, recipe, large_ok=large))
    assert asked["op"] == "render"
    assert (protocol.to_file(asked["file"]), asked["recipe"], asked["large_ok"]) == (file, recipe, large)


@given(st.lists(METADATA | PROBLEMS))
def test_read_answers_arrive_as_they_were(answers: list[Metadata | Problem]) -> None:
    assert decoded(protocol.encode_read(answers)) == answers


@given(RENDERED | PROBLEMS)
def test_pictures_arrive_as_they_were(answer: Rendered | Problem) -> None:
    assert decoded(protocol.encode_rendered(answer)) == answer


def test_a_read_request_is_answered_with_metadata_and_a_render_request_with_a_picture(put: Put) -> None:
    file = put("a.webp", encoded("WEBP", picture(400, 300)))
    to_read = protocol.decode_request(protocol.encode_read_request([file]))
    to_render = protocol.decode_request(protocol.encode_render_request(file, Recipe.SMALL, large_ok=False))
    read = decoded(process_main.answer(to_read, WIDE))
    assert isinstance(read, list)
    assert isinstance(read[0], Metadata)
    assert isinstance(decoded(process_main.answer(to_render, WIDE)), Rendered)
    assert isinstance(decoded(process_main.answer(to_render, Limits(1000, 1 << 30))), protocol.Large)


def test_half_of_the_memory_is_for_large_pictures() -> None:
    limits = limits_for(4, 4 << 30)
    assert limits == Limits(512 << 20, 2 << 30)
    assert 4 * limits.usual + limits.large <= 4 << 30


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_decode_process_is_confined_and_ignores_ctrl_c(put: Put) -> None:
    pool = Pool(1, 1 << 30)
    try:
        file = put("a.jpg", encoded())
        pool.read([file], urgency=Urgency.METADATA).result(60)
        process = psutil.Process(pool._processes[0].process.pid)
        assert process.nice() >= 10
        if hasattr(process, "rlimit"):
            assert process.rlimit(psutil.RLIMIT_CORE) == (0, 0)
            assert process.rlimit(psutil.RLIMIT_AS)[0] == (512 << 20) + (512 << 20)
        process.send_signal(signal.SIGINT)  # pending before the process runs on
        pool.read([file], urgency=Urgency.METADATA).result(60)
        assert pool._processes[0].process.pid == process.pid
    finally:
        pool.close()


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="RLIMIT_AS of another process")
def test_a_decode_process_begins_with_the_memory_for_a_usual_picture() -> None:
    """With what is for a large one, all of them together could take the machine's."""
    script = (
        "import resource; from gallery.imaging.workers.limits import Limits, confine; confine(Limits(300 << 20, 900 << 20));"
        " print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=60, cwd=Path(__file__).parents[2], check=True
    )
    assert int(done.stdout) == (300 << 20) + (512 << 20)


def test_a_decode_process_ends_when_its_pipe_closes() -> None:
    ours, theirs = Pipe()
    ours.close()
    before = signal.getsignal(signal.SIGINT)
    try:
        script = "from multiprocessing.connection import Connection; import sys; from gallery.imaging.workers import process_main; from gallery.imaging.workers.limits import Limits; process_main.main(Connection(int(sys.argv[1])), Limits(1 << 30, 1 << 30))"  # fmt: skip
        os.set_inheritable(theirs.fileno(), True)
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", script, str(theirs.fileno())], close_fds=False, timeout=60, cwd=root, check=False
        )
        assert done.returncode == 0
    finally:
        theirs.close()
        assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_no_decode_process_outlives_a_killed_program(put: Put, tmp_path: Path) -> None:
    put("a.jpg", encoded())
    script = tmp_path / "main.py"
    script.write_text(
        "import time\n"
        "from gallery.imaging.workers.pool import Pool, Urgency\n"
        "from gallery.base.models import FileRef\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(2, 1 << 30)\n"
        f"    file = FileRef({os.fsencode(tmp_path)!r}, b'a.jpg', -1, 0)\n"
        "    pool.read([file] * 600, urgency=Urgency.METADATA).result(60)\n"
        "    print([one.process.pid for one in pool._processes], flush=True)\n"
        "    time.sleep(60)\n",
        encoding="utf-8",
    )
    program = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(Path(__file__).parents[2])}
    )
    assert program.stdout
    pids = [int(pid) for pid in program.stdout.readline().strip("[]\n").split(",")]
    program.kill()
    program.wait()
    program.stdout.close()
    wait_for(lambda: not any(is_alive(pid) for pid in pids))


def test_memory_beyond_the_limit_is_a_problem_and_the_pool_goes_on(put: Put) -> None:
    # 196 MP, 784 MB, in a process that may take 8 MB for pictures beside the 512 of its own
    file = put("a.png", png_file(14_000, 14_000, zlib.compress(bytes(1 << 20))))
    pool = Pool(1, 16 << 20)
    try:
        answer = pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE).result(120)
        assert isinstance(answer, Problem)
        assert answer.code in ("out_of_memory", "decoder_died")
        small = put("b.jpg", encoded())
        assert isinstance(pool.render(small, Recipe.SMALL, urgency=Urgency.VISIBLE).result(60), Rendered)
    finally:
        pool.close()
    assert not any(thread.name == "pool" for thread in threading.enumerate())


def test_what_decoders_say_of_broken_files_is_not_printed_and_what_we_say_is() -> None:
    code = (
        "import logging\nfrom gallery.imaging.workers import process_main\nprocess_main._silence_decoders()\n"
        "logging.getLogger('PIL.TiffImagePlugin').error('theirs')\nlogging.getLogger('gallery').error('ours')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "ours\n"


def test_no_warning_about_a_file_is_printed(put: Put, capfd: pytest.CaptureFixture[str]) -> None:
    """Of the first Pillow says that it is no sound APNG, of the second that there is more than one orientation."""
    odd = encoded("TIFF", picture(64, 48), tiffinfo={274: 1})
    at = odd.index(struct.pack("<HHL", 274, 3, 1))
    files = [
        put("a.png", png_with(chunk(b"acTL", bytes(8)))),
        put("a.tif", odd[: at + 4] + struct.pack("<L", 2) + odd[at + 8 :]),
    ]
    for file in files:
        with pytest.warns(UserWarning, match="."):
            Image.open(os.path.join(os.fsdecode(file.root), os.fsdecode(file.relative))).getexif()
    pool = Pool(1, 1 << 30)
    try:
        made = [pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE).result(60) for file in files]
    finally:
        pool.close()
    assert all(isinstance(one, Rendered) for one in made)
    assert capfd.readouterr().err == ""
