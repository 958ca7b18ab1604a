"""What the user set: roots, saved searches and the page's view, in settings.json."""
