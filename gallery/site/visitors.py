"""Who asks, and what of the library this person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

if TYPE_CHECKING:
    from gallery.catalog.visible_folders import Within
    from gallery.library.folders import FoldersController
    from gallery.site.config import SiteConfig
    from gallery.site.sessions import Session


class Visitors:
    """The people of a site. On request threads, after the gate."""

    def __init__(self, config: SiteConfig, folders: FoldersController) -> None:
        self._config = config
        self._folders = folders

    @staticmethod
    def enter(session: Session | None) -> None:
        """Note the session of the request that is being answered."""
        g.session = session

    @staticmethod
    def session() -> Session:
        """Return the session of the request that is being answered."""
        session: Session = g.session
        return session

    def within(self) -> Within:
        """Return the folders that who asks may see, as they are called now: a folder that is renamed is gone."""
        return self.within_of(self.session())

    def within_of(self, session: Session) -> Within:
        """Return the folders that the person of a session may see."""
        users = self._config.users
        return self._folders.find_tops(users[session.user] if users is not None else None).within
