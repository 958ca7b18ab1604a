"""The faults: each function kills the program a number of times, and returns a row of the table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

from gallery.base.paths import DataFolder
from gallery.base.single_instance import hand_over
from tests.faults.life import Outcome, bury, children_of, kill, shown_paths, start
from tests.pictures import picture, save
from tests.program import PROGRAM
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from tests.web.client import ApiClient

PHOTOS = 120
SETTLE_S = 180.0
"""How long a start may take to show everything on a busy computer."""
GONE = (OSError, HTTPException, ValueError)
"""What a request raises whose program has been killed."""
State = dict[int, tuple[str, str]]
"""The saved searches: name and text by id."""


def searches(place: Path, times: int, chance: Random) -> Outcome:
    """Kill while searches are saved, renamed and removed, one request after the other."""
    outcome, data = Outcome("searches saved, renamed, removed"), place / "data"
    known, under_way = State(), State()
    while True:
        served = start(place, data)
        client = served.enter()
        found = _listed(client)
        lost: list[str] = min(_differences(known, found), _differences(under_way, found), key=len)
        outcome.lost += lost
        if outcome.kills == times:
            served.stop()
            return outcome
        children = children_of(served.pid)
        killer = threading.Timer(chance.uniform(0.0, 0.8), served.process.kill)
        killer.start()
        known, under_way = found, found
        with suppress(*GONE):
            while True:
                request, under_way = _random_change(known, chance)
                answer = client.ask(*request[:2], body=request[2])
                if answer.status != 200:
                    outcome.wrong.append(f"{request[:2]} was answered {answer.status}")
                outcome.acknowledged += 1
                under_way = {
                    answer.json()["search"]["id"] if number == 0 else number: saved
                    for number, saved in under_way.items()
                }
                known = under_way
        killer.join()
        bury(served.process, children, data, outcome)


def _listed(client: ApiClient) -> State:
    """Return the saved searches."""
    answer = client.ask("/api/searches").json()["searches"]
    return {search["id"]: (search["name"], search["query"]) for search in answer}


def _differences(expected: State, found: State) -> list[str]:
    """Return what is missing, or is there though it was removed or renamed."""
    return [f"{name}: {query}" for name, query in set(expected.values()) ^ set(found.values())]


def _random_change(known: State, chance: Random) -> tuple[tuple[str, str, dict[str, str]], State]:
    """Return a request (address, method, body), and the state after it, in which a new search has the id 0."""
    kind = chance.choice(("save", "save", "rename", "remove")) if known else "save"
    text = f"q{chance.getrandbits(48)}"
    if kind == "save" and len(known) < 150:
        return ("/api/searches", "POST", {"name": text, "query": text}), {**known, 0: (text, text)}
    search = chance.choice(sorted(known))
    if kind == "rename":
        return (f"/api/searches/{search}", "PUT", {"name": text}), {**known, search: (text, known[search][1])}
    after = {number: saved for number, saved in known.items() if number != search}
    return (f"/api/searches/{search}", "DELETE", {}), after


def named_folders(place: Path, times: int, chance: Random) -> Outcome:
    """Kill 0 to 50 ms after `serve FOLDER` has printed its address."""
    outcome, data = Outcome("folders named on the command line"), place / "data"
    for number in range(times):
        folder = place / f"folder{number}"
        folder.mkdir(parents=True)
        served = start(place, data, str(folder))
        time.sleep(chance.uniform(0.0, 0.05))
        kill(served.process, data, outcome)
        outcome.acknowledged += 1
    _count_lost_roots(place, [str(place / f"folder{number}") for number in range(times)], outcome)
    return outcome


def handed_over(place: Path, times: int, chance: Random) -> Outcome:
    """Kill 0 to 50 ms after a second start was told that its folder is taken."""
    outcome, data = Outcome("folders handed over by a second start"), place / "data"
    data.mkdir(parents=True)
    for number in range(times):
        folder = place / f"folder{number}"
        folder.mkdir()
        command = [sys.executable, "-m", "tests.faults.second_start", str(data)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROGRAM.parent)
        assert process.stdout
        address = process.stdout.readline().strip() or DataFolder(data).handover
        outcome.acknowledged += hand_over(address, [os.fsencode(folder)])
        time.sleep(chance.uniform(0.0, 0.05))
        kill(process, data, outcome)
    _count_lost_roots(place, [str(place / f"folder{number}") for number in range(times)], outcome)
    return outcome


def roots_removed(place: Path, times: int, chance: Random) -> Outcome:
    """Kill 0 to 50 ms after the removal of a root was answered: it must not come back."""
    outcome, data = Outcome("folders removed"), place / "data"
    folders = [str(place / f"folder{number}") for number in range(times)]
    for folder in folders:
        os.makedirs(folder)
    served = start(place, data, *folders)
    for number in range(times):
        client = served.enter()
        roots = {root["path"]: root["id"] for root in client.ask("/api/status").json()["roots"]}
        answer = client.ask(f"/api/roots/{roots[folders[number]]}", "DELETE", body={})
        outcome.acknowledged += answer.status == 200
        time.sleep(chance.uniform(0.0, 0.05))
        kill(served.process, data, outcome)
        served = start(place, data)
    left = [root["path"] for root in served.enter().ask("/api/status").json()["roots"]]
    outcome.lost += [f"{path} came back" for path in left]
    served.stop()
    return outcome


def _count_lost_roots(place: Path, folders: list[str], outcome: Outcome) -> None:
    """Note which folders neither the file nor the next start has."""
    stored = json.loads((place / "data" / "settings.json").read_text(encoding="utf-8"))["roots"]
    served = start(place, place / "data")
    shown = {root["path"] for root in served.enter().ask("/api/status").json()["roots"]}
    outcome.lost += [folder for folder in folders if folder not in shown]
    if shown != {root["path"] for root in stored}:
        outcome.wrong.append("file and start differ")
    served.stop()


def first_scan(place: Path, times: int, chance: Random) -> Outcome:
    """Kill in the first scan of a folder: the next start shows all of its photos."""
    outcome, photos = Outcome("first scan of photos"), place / "photos"
    _make_photos(photos)
    for number in range(times):
        data = place / f"data{number}"
        served = start(place, data, str(photos))
        time.sleep(chance.uniform(0.0, 2.0))
        kill(served.process, data, outcome)
        outcome.acknowledged += PHOTOS
        served = start(place, data)
        outcome.lost += _missing(served.enter(), photos)
        served.stop()
    return outcome


def changes(place: Path, times: int, chance: Random) -> Outcome:
    """Kill while files are made, renamed and deleted: the next start shows what is on the disk."""
    outcome, photos, data = Outcome("files changed while watching"), place / "photos", place / "data"
    _make_photos(photos)
    served = start(place, data, str(photos))
    for number in range(times):
        client = served.enter()
        client.ask("/api/rescan", "POST", body={})  # or it would wait for a page
        children = children_of(served.pid)
        killer = threading.Timer(chance.uniform(0.1, 1.5), served.process.kill)
        killer.start()
        step = 0
        while killer.is_alive():
            step += 1
            _change_a_file(photos, f"{number}-{step}", chance)
            time.sleep(0.005)
        bury(served.process, children, data, outcome)
        outcome.acknowledged += len(os.listdir(photos))
        served = start(place, data)
        outcome.lost += _missing(served.enter(), photos)
        served.stop()
        served = start(place, data)
    served.stop()
    return outcome


def _make_photos(folder: Path) -> None:
    for number in range(PHOTOS):
        save(folder / f"p{number}.jpg", picture(160, 120, hue=number * 2))


def _change_a_file(folder: Path, name: str, chance: Random) -> None:
    """Rename, delete, or copy one of the files."""
    file = folder / chance.choice(sorted(os.listdir(folder)))
    kind = chance.choice(("rename", "delete", "copy", "copy"))
    if kind == "rename":
        file.rename(folder / f"r{name}.jpg")
    elif kind == "delete":
        file.unlink()
    else:
        (folder / f"c{name}.jpg").write_bytes(file.read_bytes())


def _missing(client: ApiClient, folder: Path) -> list[str]:
    """Return what the page does not show of a folder, or shows though it is gone, after SETTLE_S at most."""
    client.ask("/api/rescan", "POST", body={})
    disk = {str(path) for path in folder.iterdir()}
    with suppress(AssertionError):
        wait_for(lambda: shown_paths(client) == disk, SETTLE_S)
    return sorted(shown_paths(client) ^ disk)


FAULTS: dict[str, Callable[[Path, int, Random], Outcome]] = {
    "searches": searches,
    "named": named_folders,
    "handed-over": handed_over,
    "removed": roots_removed,
    "first-scan": first_scan,
    "changes": changes,
}
"""By the name that the command line takes."""
