"""Says in words what a site would do, for somebody who has just written its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.paths import display

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gallery.catalog.visible_folders import TopFolders
    from gallery.site.config import Links, SiteConfig

_SENDERS = {
    "shoebox": "Shoebox itself",
    "x-accel-redirect": "nginx (X-Accel-Redirect)",
    "x-sendfile": "Apache (X-Sendfile)",
}
_SIGNERS = {"hmac": "HMAC-SHA256", "secure_link": "nginx's secure_link", "cloudfront": "CloudFront's canned policy"}


def describe(config: SiteConfig, roots: Sequence[bytes], doubts: Sequence[str] = ()) -> str:
    """Return some lines for the terminal; the doubts, of `find_doubts`, at their end."""
    return "\n".join([*_lines(config, roots), *(f"Look at    {doubt}" for doubt in doubts), ""])


def find_doubts(config: SiteConfig, find_tops: Callable[[Sequence[str]], TopFolders | None]) -> list[str]:
    """Return a sentence for each folder of a person of which nothing is shown, as it is not there or not the only one.

    Args:
        config: of the site.
        find_tops: finds top folders by their names; None: the index cannot be read.
    """
    doubts = []
    for name, folders in (config.users or {}).items():
        tops = find_tops(folders) if folders else None
        if tops is not None:
            key = f"`users.{name}.folders`"
            doubts += [
                f"{key}: there is no folder {folder}. It is shown as soon as there is." for folder in tops.missing
            ]
            doubts += [f"{key}: several folders are called {one}. None of them is shown." for one in tops.ambiguous]
    return doubts


def _lines(config: SiteConfig, roots: Sequence[bytes]) -> Iterator[str]:
    yield f"Address    {config.address}, listening on {config.socket or f'127.0.0.1:{config.port}'}"
    proof = "the Unix socket" if config.login.front_secret is None else "the header X-Shoebox-Front"
    hours = config.login.session_seconds // 3600
    yield f"Log-in     by the header {config.login.header}, trusted by {proof}; a session lasts {hours} h"
    yield f"Originals  are sent by {_SENDERS[config.originals.sender]}"
    yield f"Links      {_describe_links(config.links)}"
    for root in roots:
        yield f"Folder     {display(root)}"
    if not roots:
        yield "Folder     none yet: add some with `shoebox index --data-dir DIR PATH`"
    if config.users is None:
        yield "People     everybody whom the front server lets in sees everything"
    for name, folders in (config.users or {}).items():
        yield f"People     {name} sees {'everything' if folders is None else ', '.join(folders)}"


def _describe_links(links: Links | None) -> str:
    if links is None:
        return "none: pictures are asked for by session"
    place = links.base or "the address of the page, each for one browser"
    return f"signed by {_SIGNERS[links.signer]}, at {place}, good for {links.seconds // 3600} h at least"
