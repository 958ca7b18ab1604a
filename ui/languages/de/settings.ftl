# Die Seite der Einstellungen.

settings-language = Sprache
