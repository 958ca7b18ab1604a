"""What the file of a site says, as values: read with `tomllib`, checked whole before anything is started.

docs/site.md explains the file for those who write one.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gallery.site.config_table import ConfigError, ConfigTable
from gallery.site.person_name import is_name
from gallery.site.secret_file import read_secret

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
SENDERS = ("shoebox", "x-accel-redirect", "x-sendfile")
"""Who sends the bytes of originals: this program, nginx, or Apache with mod_xsendfile."""
SIGNERS = ("hmac", "secure_link", "cloudfront")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_NOBODYS_HEADERS = re.compile(
    r"(accept|content-|cookie|forwarded|if-|proxy-|sec-|transfer-|x-forwarded-|x-gallery-|x-shoebox-).*"
    r"|authorization|connection|expect|host|origin|range|referer|te|trailer|upgrade|user-agent|via"
)
"""Headers that say something else than who it is: of browsers, of ours, and those that a server takes away."""
_AUTHORITY = re.compile(r"([a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[1-9][0-9]*)?")
_LISTEN = re.compile(r"127\.0\.0\.1:([1-9][0-9]{0,4})")
_LOCATION = re.compile(r"/[A-Za-z0-9_.-]+/")
MAX_HOURS = 24 * 366
MAX_SOCKET_BYTES = 107
"""Of the path of a Unix socket, without the zero behind it (Linux, unix(7))."""
_ALL: list[str] = []
"""Stands for the list of folders that is not there."""


@dataclass(frozen=True, slots=True)
class Login:
    """How people are known: by one header of the front server."""

    header: str
    """Name of the header that says who it is."""
    front_secret: str | None
    """What the front server proves itself by, in `X-Shoebox-Front`; None on a Unix socket, which proves it."""
    session_seconds: int
    log_out: str | None
    """Where the page goes after it was logged out; None: to the page itself."""


@dataclass(frozen=True, slots=True)
class Originals:
    """How the bytes of originals go out."""

    sender: str
    """One of SENDERS."""
    location: str
    """nginx: the internal location below which each root has one, with slashes at both ends."""


@dataclass(frozen=True, slots=True)
class Links:
    """How the addresses of thumbnails and renditions are signed."""

    signer: str
    """One of SIGNERS."""
    secret: str
    """The key; for `cloudfront` a private key as PEM."""
    key_id: str
    """What CloudFront calls the public key; else empty."""
    base: str
    """What stands before the paths of pictures: an https origin, or nothing for that of the page."""
    seconds: int
    """How long a link is good at least."""
    cdn_secret: str | None
    """What the CDN proves itself by, in `X-Shoebox-Cdn`, where it checks the links instead of us."""


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """A site as its file describes it."""

    address: str
    """The origin that browsers see, without a slash at its end."""
    port: int | None
    """On 127.0.0.1; None where it listens on a Unix socket."""
    socket: str | None
    """Path of the Unix socket; None where it listens on a port."""
    login: Login
    originals: Originals
    links: Links | None
    """None: pictures are asked for by session, as on the desktop."""
    users: Mapping[str, tuple[str, ...] | None] | None = field(default=None)
    """By name: the folders that somebody may see, None for all. None: everybody who has logged in may see all."""

    @property
    def host(self) -> str:
        """The `Host` that browsers send."""
        return urlsplit(self.address).netloc

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by TLS: by anything else they come to this computer alone, to try it out."""
        return self.address.startswith("https:")

    @property
    def public_port(self) -> int:
        """The port that browsers come to."""
        return urlsplit(self.address).port or (443 if self.is_secure else 80)

    @property
    def server_name(self) -> str:
        """The name of the server that browsers see, or its address; one of IPv6 in brackets."""
        return self.host.removesuffix(f":{self.public_port}")


def load_config(file: Path) -> SiteConfig:
    """Read the file of a site, and the files of secrets that it names.

    Raises:
        ConfigError: a file is missing or not as it should be; says in one sentence what to change.
    """
    try:
        values = tomllib.loads(file.read_bytes().decode("utf-8-sig"))  # editors of Windows put a mark before it
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{file} is not TOML: {error}.") from error
    try:
        return _parse(ConfigTable(values, ""), file.parent)
    except ConfigError as error:
        raise ConfigError(f"{file}: {error}") from error


def _parse(table: ConfigTable, folder: Path) -> SiteConfig:
    address = _origin(table.take("address", str), "address")
    port, socket = _parse_listen(table.take("listen", str))
    config = SiteConfig(
        address=address,
        port=port,
        socket=socket,
        login=_parse_login(table.table("login"), folder, needs_secret=port is not None),
        originals=_parse_originals(table.table("originals")),
        links=_parse_links(table.table("links"), folder),
        users=_parse_users(table.table("users")),
    )
    table.refuse_rest()
    return config


def _origin(text: str, name: str) -> str:
    """Return an https origin as browsers write it; http is good enough for this computer itself.

    Raises:
        ConfigError: it is none.
    """
    wrong = ConfigError(f"`{name}` has to be an address like https://photos.example.org, with nothing behind the name.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    match = _AUTHORITY.fullmatch(parts.netloc)
    if match is None or f"{parts.scheme}://{parts.netloc}" != text:
        raise wrong
    if port is not None and port == {"https": 443, "http": 80}.get(parts.scheme):
        raise ConfigError(f"`{name}` is written without :{port}, as browsers do.")
    if parts.scheme == "https" or (parts.scheme == "http" and match[1] in LOOPBACK_HOSTS):
        return text
    raise ConfigError(f"`{name}` has to begin with https:// (http:// only for this computer itself).")


def _parse_listen(text: str) -> tuple[int | None, str | None]:
    """Return (port, None) or (None, path of a Unix socket)."""
    match = _LISTEN.fullmatch(text)
    if match and int(match[1]) < 65536:
        return int(match[1]), None
    path = text.removeprefix("unix:")
    if path != text and path.startswith("/"):
        if len(path.encode()) > MAX_SOCKET_BYTES:
            raise ConfigError(f"The path of the socket in `listen` may have {MAX_SOCKET_BYTES} bytes.")
        if posixpath.dirname(posixpath.normpath(path)) in ("/run", "/var/run", "/"):
            raise ConfigError("`listen` names a socket in a folder of its own, such as unix:/run/shoebox/site.sock.")
        return None, path
    raise ConfigError("`listen` is 127.0.0.1:PORT or unix:/PATH; the front server stands between it and the world.")


def _parse_login(table: ConfigTable | None, folder: Path, *, needs_secret: bool) -> Login:
    table = table or ConfigTable({}, "login")
    header = table.take("header", str, "Remote-User")
    if not _HEADER_NAME.fullmatch(header) or _NOBODYS_HEADERS.fullmatch(header.lower()):
        raise ConfigError("`login.header` is the name of a header, such as Remote-User.")
    secret_file = table.take("secret_file", str, "")
    if needs_secret and not secret_file:
        raise ConfigError(
            "`login.secret_file` is missing: on a port, the front server has to prove itself by a secret; "
            "on a Unix socket it need not."
        )
    hours = table.take("session_hours", int, 12)
    if not 1 <= hours <= MAX_HOURS:
        raise ConfigError(f"`login.session_hours` is between 1 and {MAX_HOURS}.")
    log_out = table.take("log_out", str, "")
    if log_out and not log_out.startswith(("https://", "/")):
        raise ConfigError("`login.log_out` is an address that begins with https:// or with /.")
    table.refuse_rest()
    return Login(header, _secret(secret_file, folder), hours * 3600, log_out or None)


def _parse_originals(table: ConfigTable | None) -> Originals:
    table = table or ConfigTable({}, "originals")
    sender = table.take_choice("sender", SENDERS, "shoebox")
    location = table.take("location", str, "/_originals/")
    if not _LOCATION.fullmatch(location):
        raise ConfigError("`originals.location` is one name between two slashes, such as /_originals/.")
    table.refuse_rest()
    return Originals(sender, location)


def _parse_links(table: ConfigTable | None, folder: Path) -> Links | None:
    if table is None:
        return None
    signer = table.take_choice("signer", SIGNERS, "hmac")
    secret = _secret(table.take("secret_file", str), folder, lines=signer == "cloudfront")
    key_id = table.take("key_id", str, "")
    base = table.take("base", str, "")
    hours = table.take("hours", int, 24)
    cdn_secret = _secret(table.take("cdn_secret_file", str, ""), folder)
    table.refuse_rest()
    if not 1 <= hours <= MAX_HOURS:
        raise ConfigError(f"`links.hours` is between 1 and {MAX_HOURS}.")
    if len({signer == "cloudfront", bool(key_id), cdn_secret is not None}) > 1:
        raise ConfigError("`links.key_id` and `links.cdn_secret_file` go with the signer cloudfront, and only with it.")
    if base and signer == "secure_link":
        raise ConfigError(
            "`links.base` can go with the signers hmac and cloudfront: nginx' links are for its own page."
        )
    if signer == "cloudfront" and not base:
        raise ConfigError("The signer cloudfront needs `links.base`, the address of the distribution.")
    return Links(signer, secret or "", key_id, _origin(base, "links.base") if base else "", hours * 3600, cdn_secret)


def _parse_users(table: ConfigTable | None) -> dict[str, tuple[str, ...] | None] | None:
    if table is None:
        return None
    users: dict[str, tuple[str, ...] | None] = {}
    for name, user in table.tables().items():
        folders = user.take("folders", list, _ALL)
        user.refuse_rest()
        _check_person(name, users)
        if folders is not _ALL and not (folders and all(isinstance(one, str) and one.strip("/") for one in folders)):
            raise ConfigError(
                f"`users.{name}.folders` is a list of folders as the sidebar names them; without it, all are shown."
            )
        users[name] = None if folders is _ALL else tuple(dict.fromkeys(one.strip("/") for one in folders))
    return users


def _check_person(name: str, others: Collection[str]) -> None:
    """Return if a person can be called so and is not one of the others.

    Raises:
        ConfigError: no front server can send this name, or another one is too much like it.
    """
    if not is_name(name):
        raise ConfigError(f"`users.{name}` is no name that a front server can send: it is empty, too long or odd.")
    for other in others:
        if other.casefold() == name.casefold():
            raise ConfigError(f"`users.{other}` and `users.{name}` differ in capitals only; keep the one that is sent.")


def _secret(name: str, folder: Path, *, lines: bool = False) -> str | None:
    """Return the secret of a file, whose name counts from the folder of the site's file; None for no name."""
    return read_secret(folder / name, lines=lines) if name else None
