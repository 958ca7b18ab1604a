# Wörter und Sätze, die mehrere Ansichten teilen.

common-cancel = Abbrechen
common-close = Schließen
common-close-key = Schließen (Esc)
common-undo = Rückgängig
common-undone = Rückgängig gemacht
common-open = Öffnen
common-rename = Umbenennen
common-remove = Entfernen
common-look-again = Erneut prüfen
common-try-again = Erneut versuchen
common-show-list = Liste zeigen
common-show-all = Alle zeigen
common-add-folder = Ordner hinzufügen
common-copy-path = Pfad kopieren
common-show-in-folder = Im Ordner zeigen
common-select-all = Alles auswählen
common-none = keine
common-full-screen = Vollbild
common-back-to-photos = Zurück zu den Fotos
common-month-years = Monate und Jahre
common-history = Verlauf
common-albums = Alben
common-gone = Verschwundene Dateien
common-settings = Einstellungen
common-backups = Sicherungen
common-favourites = Favoriten
common-all-photos = Alle Fotos
common-newest = Neueste zuerst
common-oldest = Älteste zuerst
common-quoted = „{ $name }“
common-of = { $n } von { $total }
# viewer
common-copy = Kopieren
common-date-and-place = Datum und Ort
common-add-to-album = Zu Album hinzufügen
common-take-out-of-album = Aus Album entfernen
