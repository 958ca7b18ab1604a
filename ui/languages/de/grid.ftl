# Das Raster der Fotos: Kacheln, Tasten und Menüs, die Auswahl, Monate und Jahre, die Leiste der Daten.

# Kacheln
grid-photo = Foto
grid-video = Video
grid-no-picture = Kein Bild möglich
grid-moving = Animiert
grid-favourite = Favorit
# Eine Kachel, wie sie vorgelesen wird
grid-is-video = Video
grid-video-of = Video von { $duration }
grid-live = Live-Foto
grid-with-raw = mit RAW
grid-animated = animiert
grid-is-offline = offline
# Tasten
grid-photo-before = Voriges Foto
grid-photo-after = Nächstes Foto
grid-row-above = Reihe darüber
grid-row-below = Reihe darunter
grid-page-up = Seite nach oben
grid-page-down = Seite nach unten
grid-row-start = Anfang der Reihe
grid-row-end = Ende der Reihe
grid-clear-then-search = Auswahl aufheben, dann Suche leeren
grid-select-or-not = Auswählen oder abwählen
grid-go-to-date = Zu einem Datum gehen
grid-month-above = Monat darüber
grid-month-below = Monat darunter
# Auswählen
grid-select = Auswählen
grid-take-out = Aus Auswahl entfernen
grid-select-day = Diesen Tag auswählen
grid-select-that-day = { $day } auswählen
grid-take-day-out = Diesen Tag aus Auswahl entfernen
grid-invert = Auswahl umkehren
grid-clear-selection = Auswahl aufheben
grid-selected = { $count } ausgewählt
# Was sich mit Fotos tun lässt
grid-copy-paths = Pfade kopieren
grid-put-together = Zusammenfassen
grid-give-words = Verschwundener Datei zuordnen
grid-use-as-cover = Als Titelbild verwenden
grid-towards-beginning = Zum Anfang hin verschieben
grid-towards-end = Zum Ende hin verschieben
grid-move-row-up = Eine Reihe nach oben
grid-move-row-down = Eine Reihe nach unten
# Was sich über sie sagen lässt
grid-stars = Sterne
grid-label = { $label ->
    [red] Farbe: rot
    [yellow] Farbe: gelb
    [green] Farbe: grün
    [blue] Farbe: blau
   *[purple] Farbe: lila
}
grid-no-label = Keine Farbe
grid-none = Keine
grid-apply = Anwenden
grid-tag-photos = Stichwörter für { $count ->
    [one] { $count } Foto
   *[other] { $count } Fotos
}
grid-tag-below = Ein Schrägstrich legt ein Stichwort unter ein anderes: Reisen / Italien.
# Datum und Ort
grid-date-and-place-of = Datum und Ort von { $count ->
    [one] { $count } Foto
   *[other] { $count } Fotos
}
grid-nothing-known = Über diese Fotos ist gerade nichts bekannt.
grid-place = Ort
grid-as-photos = Wie bei { $count ->
    [one] { $count } Foto
   *[other] { $count } Fotos
}
grid-no-place = Kein Ort
grid-places-of-files = Orte der Dateien verwenden
grid-choose-place = Den Ort aus der Liste wählen oder das Feld leeren.
grid-may-stay = { $count ->
    [one] { $count } Foto ohne Uhrzeit bleibt vielleicht, wie es ist.
   *[other] { $count } Fotos ohne Uhrzeit bleiben vielleicht, wie sie sind.
}
# Monate und Jahre
grid-months = Monate
grid-years = Jahre
grid-before = Davor
grid-after = Danach
grid-above = Darüber
grid-below = Darunter
grid-first = Zum Anfang
grid-last = Zum Ende
grid-closer = Näher heran
# Die Leiste, wo Fotos anders geordnet sind als nach ihrem Datum
grid-by-name = Name
grid-by-size = Größe
grid-by-change = Änderungsdatum
grid-position = Position
