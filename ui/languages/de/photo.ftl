# Was von einem Foto bekannt ist: die Infos neben ihm, und warum es sein Datum hat.

photo-about = Infos
photo-close-panel = Infos schließen
photo-what-you-say = Eigene Angaben
photo-add-title = Titel hinzufügen
photo-title = Titel
photo-write-caption = Beschreibung schreiben
photo-caption = Beschreibung
photo-elsewhere = { $field ->
    [title] Inzwischen lautet der Titel { $words }. Was hier steht, ersetzt ihn; Esc behält ihn.
   *[caption] Inzwischen lautet die Beschreibung { $words }. Was hier steht, ersetzt sie; Esc behält sie.
}
photo-elsewhere-off = { $field ->
    [title] Inzwischen wurde der Titel entfernt. Was hier steht, ersetzt ihn; Esc lässt es dabei.
   *[caption] Inzwischen wurde die Beschreibung entfernt. Was hier steht, ersetzt sie; Esc lässt es dabei.
}
photo-take-out-of = Aus „{ $name }“ entfernen
photo-file-date = Datum der Datei verwenden
photo-place = Ort
photo-file-place = Ort der Datei verwenden
photo-said-so = Eigene Angabe
photo-said-no-place = Eigene Angabe: ohne Ort
photo-places-source = Namen der Orte: GeoNames, CC BY 4.0
photo-near = Bei { $town }
photo-above-sea = { $metres } m über dem Meer
photo-below-sea = { $metres } m unter dem Meer
photo-people = Personen
photo-stars-of-file = { $count } von 5 Sternen, aus der Datei
photo-size-megapixels = { $count ->
    [one] { $size } · { $amount } Megapixel
   *[other] { $size } · { $amount } Megapixel
}
photo-format-icon = Symbol
photo-format-mac-icon = macOS-Symbol
photo-shown-page = Gezeigt: Seite { $n } von { $total }, { $size }
photo-shown-page-more = Gezeigt: Seite { $n } von { $total } oder mehr, { $size }
photo-shown-developed = Gezeigt: aus der RAW-Datei entwickelt, { $size }
photo-shown-camera = Gezeigt: das Kamerabild, { $size }
photo-hdr-mark = HDR
photo-hdr = Hoher Dynamikumfang
photo-gain-map = Gain-Map
photo-gain-map-without = Gain-Map, ohne sie gezeigt
photo-standard-range = { $kind }, im Standardumfang gezeigt
photo-files = { $count ->
    [one] { $count } Datei, ein Foto
   *[other] { $count } Dateien, ein Foto
}
photo-more-files = { $count ->
    [one] und { $count } weitere Datei
   *[other] und { $count } weitere Dateien
}
photo-take-apart = Trennen
photo-show-this = Diese zeigen
photo-open-player = Im Player des Systems öffnen
# Woher sein Datum ist.
photo-from-said-zone = Eigene Angabe, { $zone }
photo-from-camera = Uhr der Kamera, ohne Zeitzone
photo-from-camera-zone = Uhr der Kamera, { $zone }
photo-from-recording = Uhr der Aufnahme
photo-from-recording-zone = Uhr der Aufnahme, { $zone }
photo-from-video = Entstehung des Videos, nach der Uhr dieses Computers
photo-from-video-zone = Entstehung des Videos, in Ortszeit
photo-from-program = Von einem Fotoprogramm geschrieben
photo-from-sidecar = Von einem Fotoprogramm in die Begleitdatei geschrieben
photo-from-google = Von Google Fotos
photo-from-upload = Zu Google Fotos hochgeladen: sagt nichts über die Aufnahmezeit
photo-from-changed = Zuletzt gesichert: sagt nichts über die Aufnahmezeit
photo-from-movie = Entstehung der Datei: sagt nichts über die Aufnahmezeit
photo-from-gps = Uhr der Satelliten, in Ortszeit
photo-from-name = Aus dem Dateinamen
photo-from-file = Letzte Änderung der Datei: Das Bild selbst trägt kein Datum
photo-why-date = Warum dieses Datum
photo-believed = gilt
photo-agrees = stimmt überein
photo-disagrees = weicht ab
photo-not-taken = keine Aufnahmezeit
photo-doubt = { $name } weicht ab
photo-doubt-two = { $one } und { $other } weichen ab
photo-doubt-many = { $count } andere weichen ab
photo-found-said = Eigene Angabe
photo-found-exif = Kamera
photo-found-digitized = Digitalisiert
photo-found-xmp = Fotoprogramm
photo-found-iptc = Fotoprogramm (IPTC)
photo-found-sidecar = Begleitdatei
photo-found-text = Text in der Datei
photo-found-recording = Aufnahme
photo-found-video = Video, Entstehung
photo-found-movie = Film in der Datei
photo-found-google = Google Fotos
photo-found-upload = Google Fotos, Hochladen
photo-found-changed = Zuletzt gesichert
photo-found-gps = Satelliten
photo-found-name = Dateiname
photo-found-file = Letzte Änderung
# Was mit seinen Dateien nicht stimmt.
photo-problem = Diese Datei hat ein Problem
photo-sidecar-problem = Eine Begleitdatei wird nicht gelesen
photo-problem-empty = Diese Datei ist leer.
photo-problem-no-picture = Diese Datei ist kein Bild, das Shoebox kennt.
photo-problem-wrong-content = Der Inhalt dieser Datei passt nicht zu ihrem Namen.
photo-problem-truncated = Diese Datei endet zu früh: Nichts davon lässt sich zeigen.
photo-problem-truncated-part = Diese Datei endet zu früh: Sie wird gezeigt, soweit sie reicht.
photo-problem-damaged = Diese Datei ist beschädigt: Nichts davon lässt sich zeigen.
photo-problem-damaged-part = Diese Datei ist zum Teil beschädigt: Sie wird gezeigt, soweit sie sich lesen lässt.
photo-problem-too-large = Dieses Bild ist größer, als Shoebox zeigen kann.
photo-problem-unsupported = Diese Datei hat eine seltene Variante ihres Formats, die sich hier nicht öffnen lässt.
photo-problem-timeout = Das Lesen dieser Datei dauerte zu lange.
photo-problem-decoder-died = Bei dieser Datei ist der Decoder abgestürzt. Sie wird ausgelassen, bis sie sich ändert.
photo-problem-out-of-memory = Diese Datei braucht mehr Speicher, als Shoebox für ein Bild verwenden darf.
photo-problem-unreadable = Diese Datei lässt sich nicht öffnen oder lesen.
photo-problem-changed = Diese Datei wird gerade geändert.
photo-problem-vanished = Diese Datei ist nicht mehr da.
photo-problem-silent = Das Laufwerk dieser Datei antwortet nicht.
