# Die Seitenleiste: Ordner, Alben, Suchen, Stichwörter, Arbeit im Hintergrund, nicht Gezeigtes.

sidebar-album-menu = Menü des Albums
sidebar-album-name = Name des Albums
sidebar-folder-menu = Menü des Ordners
sidebar-search-menu = Menü der Suche
sidebar-tag-menu = Menü des Stichworts
sidebar-with-count = { $name }, { $count }
sidebar-is-offline = { $name }, offline
sidebar-offline = Offline
sidebar-sidebar = Seitenleiste
sidebar-next-folder = Nächster Ordner
sidebar-folder-before = Voriger Ordner
sidebar-remove-root = Aus Shoebox entfernen
sidebar-not-saved = „{ $name }“ ist nicht mehr gesichert.
sidebar-edit-search = Suche bearbeiten
sidebar-move = Verschieben
sidebar-merge = Zusammenführen mit
sidebar-remove-tag = Von allen Fotos entfernen
sidebar-tag-name = Name des Stichworts
sidebar-put-below = Unter „{ $tag }“ legen
sidebar-merge-into = Mit „{ $tag }“ zusammenführen
sidebar-not-shown = Nicht gezeigt
sidebar-all-shown = Alles wird gezeigt
sidebar-copy-path-of = Pfad von { $name } kopieren
sidebar-show-in-folder = { $name } im Ordner zeigen
sidebar-files = Dateien
sidebar-problems = Probleme
sidebar-work = Arbeit im Hintergrund
sidebar-pause = Anhalten
sidebar-go-on = Weiter
sidebar-not-connected = Nicht alle Ordner sind verbunden
sidebar-up-to-date = Auf dem neuesten Stand
sidebar-paused = Angehalten
sidebar-paused-at = Angehalten bei { $percent } %
sidebar-adding = Fotos werden hinzugefügt
sidebar-adding-at = Fotos hinzufügen, { $percent } %
sidebar-files-found = Gefundene Dateien
sidebar-dates-cameras = Daten und Kameras
sidebar-thumbnails = Vorschaubilder
sidebar-while-paused = Solange angehalten ist, wird nichts gelesen. Was zu sehen ist, wird weiter gezeigt.
sidebar-meanwhile = Umsehen geht schon: Was zu sehen ist, kommt zuerst.
sidebar-time-left = { $left }. Umsehen geht schon: Was zu sehen ist, kommt zuerst.
sidebar-other-kinds = { $count ->
    [one] und { $count } andere Art, unter „Alle zeigen“
   *[other] und { $count } andere Arten, unter „Alle zeigen“
}
sidebar-listed = { $count } gefunden
sidebar-folders-offline = { $count ->
    [one] { $count } Ordner offline
   *[other] { $count } Ordner offline
}
sidebar-no-folders = Noch keine Ordner
sidebar-have-problem = { $count ->
    [one] { $count } Datei hat ein Problem
   *[other] { $count } Dateien haben ein Problem
}
sidebar-still-offline = „{ $name }“ ist noch immer nicht verbunden.
sidebar-is-back = „{ $name }“ ist wieder da.
sidebar-file-read = Die Datei ist jetzt lesbar.
sidebar-files-read = { $solved } von { $count ->
    [one] { $count } Datei
   *[other] { $count } Dateien
} jetzt lesbar.
sidebar-still-problem = { $count ->
    [one] { $count } Datei hat noch ein Problem.
   *[other] { $count } Dateien haben noch ein Problem.
}
sidebar-new-photos = { $count ->
    [one] { $count } neues Foto gefunden.
   *[other] { $count } neue Fotos gefunden.
}
sidebar-lost-photos = { $count ->
    [one] { $count } Foto ist nicht mehr da.
   *[other] { $count } Fotos sind nicht mehr da.
}
sidebar-no-new-photos = Keine neuen Fotos gefunden.
sidebar-one-offline = { $name } ist offline.
sidebar-several-offline = { $names } und { $last } sind offline.
sidebar-empty = Leere Datei
sidebar-no-picture = Kein Bild
sidebar-wrong-content = Passt nicht zum Namen
sidebar-truncated = Datei endet zu früh
sidebar-damaged = Beschädigt
sidebar-too-large = Zu groß
sidebar-unsupported = Seltene Variante
sidebar-timeout = Dauerte zu lange
sidebar-decoder-died = Nicht zu decodieren
sidebar-out-of-memory = Braucht zu viel Speicher
sidebar-unreadable = Lässt sich nicht öffnen
sidebar-unread = Nicht lesbar
sidebar-path-more = { $path } und noch { $count }
sidebar-less-than-minute = Noch unter einer Minute
sidebar-minutes-left = { $count ->
    [one] Noch etwa { $count } Minute
   *[other] Noch etwa { $count } Minuten
}
sidebar-hours-left = { $count ->
    [one] Noch etwa { $count } Stunde
   *[other] Noch etwa { $count } Stunden
}
sidebar-days-left = Noch mehr als ein Tag
sidebar-other-pictures = Bilder anderer Art
sidebar-why-other-pictures = Shoebox öffnet Bilder dieser Art nicht.
sidebar-kept-out = Absichtlich ausgelassen
sidebar-why-kept-out = Versteckte Dateien und Ordner; Verknüpfungen, deren Ziel außerhalb der Ordner liegen oder schon gezeigt sein kann; Ordner mit einer Datei .nomedia, die Galerien auffordert, sie auszulassen.
sidebar-no-photos = Keine Fotos
sidebar-why-no-photos = Sie öffnen sich in anderen Programmen.
sidebar-copies = Kopien anderer Programme
sidebar-why-copies = Vorschaubilder und bearbeitete Kopien, die andere Programme von Fotos aufbewahren, und Weggeworfenes. Die Fotos selbst werden gezeigt.
sidebar-not-counted = Nicht gezählt: Begleitdateien, Dateien und Ordner des Systems, versteckte Dateien, die keine Bilder sind, und Dateien, die Programme nur kurz aufbewahren.
sidebar-are-no-photos = { $count ->
    [one] { $count } Datei ist kein Foto.
   *[other] { $count } Dateien sind keine Fotos.
}
sidebar-are-no-photos-list = { $count ->
    [one] { $count } Datei ist kein Foto: { $kinds }.
   *[other] { $count } Dateien sind keine Fotos: { $kinds }.
}
sidebar-pictures-not-shown = { $count ->
    [one] { $count } Bild lässt sich nicht zeigen: { $kinds }.
   *[other] { $count } Bilder lassen sich nicht zeigen: { $kinds }.
}
sidebar-are-left-out = { $count ->
    [one] { $kinds } ausgelassen.
   *[other] { $kinds } ausgelassen.
}
sidebar-and-last = { $names } und { $last }
sidebar-sum-not-shown = { $count } nicht gezeigt
sidebar-rest = und { $kinds } in anderen Ordnern
sidebar-read = { $count } gelesen
sidebar-made = { $count } erstellt
sidebar-proposed = { $count ->
    [one] { $count } Foto oder Video
   *[other] { $count } Fotos und Videos
}
sidebar-more-than = mehr als { $photos }
sidebar-newest-first = { $photos }, die neuesten zuerst
sidebar-card = Kamera oder Handy
sidebar-card-name = Kamera oder Handy: { $name }
