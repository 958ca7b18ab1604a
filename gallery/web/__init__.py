"""HTTP: the gate, the page, the JSON API, picture bytes and the event stream. Alone imports Flask and waitress."""
