"""The file of a site: what it says is taken, every mistake is told in one sentence, and nothing is started then."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import UsageError
from gallery.program_files import program_folder
from gallery.site.check import describe
from gallery.site.config import load_config
from gallery.site.config_table import ConfigError
from gallery.site.front_config import KINDS, print_for

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.site.config import SiteConfig

PLAIN = 'address = "https://photos.example.org"\nlisten = "unix:/run/shoebox/site.sock"\n'
SIGNED = f"{PLAIN}[links]\nsecret_file = 'links'\n"
PORT = 'address = "https://photos.example.org"\nlisten = "127.0.0.1:8470"\n[login]\nsecret_file = "front"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files of secrets."""
    for name in ("front", "links", "cdn"):
        (tmp_path / name).write_text(f"{name} secret of thirty-two characters\n", encoding="utf-8")
        (tmp_path / name).chmod(0o640)
    return tmp_path


def load(folder: Path, text: str) -> SiteConfig:
    (folder / "site.toml").write_text(text, encoding="utf-8")
    return load_config(folder / "site.toml")


def test_the_shortest_file_is_enough(folder: Path) -> None:
    config = load(folder, PLAIN)
    assert (config.host, config.port, config.socket) == ("photos.example.org", None, "/run/shoebox/site.sock")
    assert (config.login.header, config.login.front_secret, config.login.session_seconds) == (
        "Remote-User",
        None,
        43200,
    )
    assert (config.originals.sender, config.links, config.users) == ("shoebox", None, None)


def test_everything_that_may_be_said(folder: Path) -> None:
    config = load(
        folder,
        PORT
        + 'header = "X-Person"\nsession_hours = 2\nlog_out = "https://auth.example.org/logout"\n'
        + '[originals]\nsender = "x-accel-redirect"\nlocation = "/_files/"\n'
        + '[links]\nsigner = "cloudfront"\nsecret_file = "links"\nkey_id = "K1"\ncdn_secret_file = "cdn"\n'
        + 'base = "https://cdn.example.org"\nhours = 48\n'
        + '[users.anna]\n[users."ben@example.org"]\nfolders = ["Holidays/", "Pictures/2023"]\n',
    )
    assert config.port == 8470
    assert config.login.front_secret == "front secret of thirty-two characters"
    assert (config.login.session_seconds, config.login.log_out) == (7200, "https://auth.example.org/logout")
    assert config.originals.location == "/_files/"
    assert config.links
    assert (config.links.base, config.links.seconds) == ("https://cdn.example.org", 48 * 3600)
    assert config.users == {"anna": None, "ben@example.org": ("Holidays", "Pictures/2023")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "`address` is missing"),
        (PLAIN + "colour = 1\n", "`colour` is no setting of a site."),
        (PLAIN + "Addresse = 1\n", "`Addresse` is no setting of a site. Did you mean `address`?"),
        (PLAIN + "[user.anna]\n", "`user` is no setting of a site. Did you mean `users`?"),
        (PLAIN + "[login]\nheeder = 'x'\n", "Did you mean `login.header`?"),
        (PLAIN + "[originals]\nsend = 'x'\n", "Did you mean `originals.sender`?"),
        (PLAIN + "[links]\nsecret_file = 'links'\nkeyid = 'x'\n", "Did you mean `links.key_id`?"),
        (PLAIN + "[login]\nheeder = 'x'\n", "`login.heeder` is no setting"),
        (PLAIN + "[users.anna]\nfolder = ['x']\n", "`users.anna.folder` is no setting"),
        (PLAIN + "[users.anna]\nfolders = []\n", "without it, all are shown"),
        (PLAIN + "[users.anna]\nfolders = 'x'\n", "has to be a list"),
        (PLAIN + "[users.anna]\nfolders = [1]\n", "is a list of folders"),
        (PLAIN + "login = 1\n", "`login` is a table"),
        (PLAIN.replace("https://", "http://"), "has to begin with https://"),
        (PLAIN.replace("example.org", "example.org/photos"), "nothing behind the name"),
        (PLAIN.replace("photos.example", "PHOTOS.example"), "nothing behind the name"),
        (PLAIN.replace("example.org", "example.org:443"), "written without :443"),
        (PLAIN.replace("example.org", "example.org:99999"), "nothing behind the name"),
        (PLAIN.replace("https://", "https://anna@"), "nothing behind the name"),
        (PLAIN.replace("example.org", "example.org:"), "nothing behind the name"),
        (PLAIN.replace("example.org", "example.org:08443"), "nothing behind the name"),
        (PLAIN.replace("example.org", "example.org."), "nothing behind the name"),
        (PLAIN.replace("example.org", "example.org/"), "nothing behind the name"),
        (PLAIN.replace("example.org", "example.org?a"), "nothing behind the name"),
        (PLAIN.replace("example.org", "example.org#a"), "nothing behind the name"),
        (PLAIN.replace("photos.example.org", "photos.example.org; script-src *"), "nothing behind the name"),
        (PLAIN.replace("photos.example.org", "phötos.example.org"), "nothing behind the name"),
        (PLAIN.replace("photos.example.org", "[::1"), "nothing behind the name"),
        (PLAIN.replace("photos.example.org", "[photos.example.org]"), "nothing behind the name"),
        (PLAIN.replace("photos.example.org", ""), "nothing behind the name"),
        (PLAIN.replace("https://photos.example.org", "photos.example.org"), "nothing behind the name"),
        (PLAIN.replace("https://", "ftp://"), "has to begin with https://"),
        (PLAIN.replace("https://photos.example.org", "http://127.0.0.2:8000"), "has to begin with https://"),
        (PLAIN.replace("https://photos.example.org", "http://localhost.example.org"), "has to begin with https://"),
        (PLAIN.replace("https://photos.example.org", "http://127.0.0.1:80"), "written without :80"),
        (PLAIN.replace("unix:/run/shoebox/site.sock", "127.0.0.1:8470"), "`login.secret_file` is missing"),
        (PLAIN + "[login]\nheader = 'Remote User'\n", "the name of a header"),
        (PLAIN + "[login]\nheader = 'Remote_User'\n", "the name of a header"),
        (PLAIN + "[login]\nheader = 'X-Gallery-Key'\n", "the name of a header"),
        (PLAIN + "[login]\nheader = 'x-shoebox-front'\n", "the name of a header"),
        (PLAIN + "[login]\nheader = 'X-Forwarded-For'\n", "the name of a header"),
        *(
            (PLAIN + f"[login]\nheader = '{name}'\n", "the name of a header")
            for name in ("Cookie", "Authorization", "Range", "If-None-Match", "Accept", "Sec-Fetch-Site", "Connection")
        ),
        (PLAIN.replace("/run/shoebox/site.sock", "/run/site.sock"), "a socket in a folder of its own"),
        (PLAIN.replace("/run/shoebox/site.sock", "/var/run/x/../s"), "a socket in a folder of its own"),
        (PLAIN.replace("/run/shoebox/", "/run/" + "x" * 100 + "/"), "may have 107 bytes"),
        (PLAIN + "[login]\nheader = ''\n", "the name of a header"),
        (PLAIN + f"[login]\nheader = 'X{'a' * 64}'\n", "the name of a header"),
        (PLAIN + "[login]\nsession_hours = 8785\n", "is between 1 and 8784"),
        (PLAIN + "[login]\nsession_hours = -1\n", "is between 1 and 8784"),
        (PLAIN + "[links]\nsecret_file = 'links'\nhours = 0\n", "is between 1 and 8784"),
        (PLAIN + "[links]\nsecret_file = 'links'\nhours = 8785\n", "is between 1 and 8784"),
        (PLAIN + "[links]\nsecret_file = 'links'\ncdn_secret_file = 'cdn'\n", "go with the signer cloudfront"),
        (PLAIN + "[links]\nsecret_file = 'links'\nsigner = 'cloudfront'\nkey_id = 'K'\n", "go with the signer cloudf"),
        (PLAIN + "[users.'']\n", "no name that a front server can send"),
        (PLAIN + "[users.'a,b']\n", "no name that a front server can send"),
        (PLAIN + "[users.' anna']\n", "no name that a front server can send"),
        (PLAIN + '[users."a\\nb"]\n', "no name that a front server can send"),
        (PLAIN + f"[users.{'a' * 257}]\n", "no name that a front server can send"),
        (PLAIN + "[users.anna]\n[users.Anna]\n", "`users.anna` and `users.Anna` differ in capitals only"),
        (PLAIN + "[users]\nanna = 1\n", "`users.anna` is a table: write [users.anna]."),
        (PLAIN + "[users.anna]\nfolders = ['/']\n", "is a list of folders"),
        (PLAIN + "[users.anna]\nfolders = ['x', '']\n", "is a list of folders"),
        (PLAIN + "[users.anna]\n[users.anna]\n", "is not TOML"),
        ("listen = 1\n" + PLAIN.splitlines()[0], "`listen` has to be a text in quotes"),
        ("address = ['x']\n", "`address` has to be a text in quotes"),
        (PLAIN + "[login]\nsession_hours = 0\n", "is between 1 and"),
        (PLAIN + "[login]\nsession_hours = '12'\n", "has to be a whole number"),
        (PLAIN + "[login]\nsession_hours = true\n", "has to be a whole number"),
        (PLAIN + "[login]\nlog_out = 'javascript:x'\n", "begins with https://"),
        (PLAIN + "[originals]\nsender = 'ftp'\n", "is one of shoebox"),
        (PLAIN + "[originals]\nlocation = '/a/b/'\n", "one name between two slashes"),
        (PLAIN + "[links]\n", "`links.secret_file` is missing"),
        (PLAIN + "[links]\nsecret_file = 'links'\nsigner = 'cloudfront'\n", "go with the signer cloudfront"),
        (PLAIN + "[links]\nsecret_file = 'links'\nkey_id = 'K'\n", "go with the signer cloudfront"),
        (PLAIN + "[links]\nsecret_file = 'links'\nbase = 'http://cdn.example.org'\n", "has to begin with https://"),
        (
            SIGNED + "signer = 'secure_link'\nbase = 'https://cdn.example.org'\n",
            "can go with the signers hmac and cloudfront",
        ),
        (SIGNED + "signer = 'cloudfront'\nkey_id = 'K'\ncdn_secret_file = 'cdn'\n", "cloudfront needs `links.base`"),
        ("address = ", "is not TOML"),
        ("a = [" * 3000, "is not TOML"),
    ],
)
def test_each_mistake_is_told_by_its_key(folder: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)) as caught:
        load(folder, text)
    assert str(caught.value).startswith(str(folder / "site.toml"))
    assert str(caught.value)[-1] in ".?"


def test_a_file_that_is_not_there_and_one_that_is_no_text(folder: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(folder / "none.toml")
    (folder / "site.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="is not UTF-8"):
        load_config(folder / "site.toml")


@pytest.mark.parametrize("hours", [1, 8784])
def test_hours_that_are_right(folder: Path, hours: int) -> None:
    text = f"{PLAIN}[login]\nsession_hours = {hours}\n[links]\nsecret_file = 'links'\nhours = {hours}\n"
    config = load(folder, text)
    assert config.links
    assert (config.login.session_seconds, config.links.seconds) == (hours * 3600, hours * 3600)


def test_a_file_of_an_editor_of_windows_is_as_good(folder: Path) -> None:
    (folder / "site.toml").write_bytes(b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode())
    assert load_config(folder / "site.toml").host == "photos.example.org"
    (folder / "site.toml").write_bytes(PLAIN.encode("utf-16"))
    with pytest.raises(ConfigError, match="is not UTF-8"):
        load_config(folder / "site.toml")


def test_a_folder_that_is_named_twice_is_one(folder: Path) -> None:
    config = load(folder, PLAIN + "[users.anna]\nfolders = ['b', 'a', 'b/', '/a']\n")
    assert config.users == {"anna": ("b", "a")}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000",
        "http://localhost:8000",
        "http://[::1]:8000",
        "https://photos.example.org:8443",
        "http://127.0.0.1:443",
        "https://photos.example.org:80",
        "https://home_server",
        "https://[2001:db8::1]",
        "https://192.0.2.1",
        "https://xn--phtos-jua.example.org",
        "https://photos.example.org:65535",
    ],
)
def test_addresses_that_are_right(folder: Path, address: str) -> None:
    assert load(folder, PLAIN.replace("https://photos.example.org", address)).address == address


@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_is_printed(folder: Path, kind: str) -> None:
    config = load(folder, PORT + "[links]\nsecret_file = 'links'\nsigner = 'secure_link'\n")
    printed = print_for(kind, config, [b"/srv/photos"], folder / "site.toml", folder / "data")
    assert "thirty-two" not in printed
    assert "thirty-two" not in describe(config, [b"/srv/photos"])


@pytest.mark.parametrize("name", [b'/srv/a"b', b"/srv/a\nb", b"/srv/$home", b"/srv/a;b", b"/srv/{a}"])
def test_a_folder_that_would_be_read_as_something_else_is_not_printed(folder: Path, name: bytes) -> None:
    config = load(folder, PLAIN + '[originals]\nsender = "x-accel-redirect"\n')
    with pytest.raises(UsageError, match="a plainer name"):
        print_for("nginx", config, [name], folder / "site.toml", folder / "data")


@pytest.mark.parametrize("words", [("--check",), ("--print", "nginx"), ()])
def test_a_mistake_ends_the_program_with_2_and_starts_nothing(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "site.toml").write_text("address = 'https://photos.example.org'\n", encoding="utf-8")
    command = [sys.executable, "main.py", "site", str(folder / "site.toml"), "--data-dir", str(folder / "data"), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=program_folder("."), check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "`listen` is missing." in done.stderr
    assert not (folder / "data").exists()


def test_check_says_what_it_would_do_and_starts_nothing(folder: Path) -> None:
    (folder / "site.toml").write_text(PLAIN + "[users.anna]\n[users.ben]\nfolders = ['Holidays']\n", encoding="utf-8")
    (folder / "data").mkdir()
    command = [
        sys.executable,
        "main.py",
        "site",
        str(folder / "site.toml"),
        "--data-dir",
        str(folder / "data"),
        "--check",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=program_folder("."), check=True)
    for words in ("https://photos.example.org", "Remote-User", "ben sees Holidays", "anna sees everything", "none yet"):
        assert words in done.stdout
    assert not os.listdir(folder / "data")


@pytest.mark.parametrize("words", [("--check",), ("--print", "nginx")])
def test_who_only_looks_makes_no_data_folder(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "site.toml").write_text(PLAIN, encoding="utf-8")
    command = [sys.executable, "main.py", "site", str(folder / "site.toml"), "--data-dir", str(folder / "data"), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=program_folder("."), check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no data folder" in done.stderr
    assert not (folder / "data").exists()
