"""The site: the same gallery for other people, looking only, behind nginx, Apache or a CDN."""
