# Die Ansicht eines Fotos: ihre Leiste, ihre Tasten, Videos, die Bilder eines Fotos, nicht Zeigbares.

viewer-photo = Foto
viewer-photo-name = Foto { $name }
viewer-photo-number = Foto { $n }
viewer-about-photo = Infos zum Foto
viewer-about-photo-key = Infos zum Foto (I)
viewer-back-key = Zurück (Esc)
viewer-full-screen-key = Vollbild (F11)
viewer-previous-photo = Voriges Foto
viewer-next-photo = Nächstes Foto
viewer-first-photo = Erstes Foto
viewer-last-photo = Letztes Foto
viewer-zoom = Zoom
viewer-zoom-in = Vergrößern
viewer-zoom-in-key = Vergrößern (+)
viewer-zoom-out = Verkleinern
viewer-zoom-out-key = Verkleinern (−)
viewer-percent = { $percent } %
viewer-fit = Einpassen
viewer-fit-key = Einpassen (Strg+0)
viewer-is-fitted = Ganz
viewer-actual-size = Originalgröße
viewer-fit-or-actual = Einpassen oder Originalgröße, am Zeiger
viewer-pan-down = Im vergrößerten Foto nach unten
viewer-pan-up = Im vergrößerten Foto nach oben
viewer-download = Herunterladen
viewer-download-key = Herunterladen (Strg+S)
viewer-filmstrip = Fotos in dieser Ansicht
viewer-system-player = Im Player des Systems abspielen
viewer-lost = „{ $name }“ wurde gelöscht oder verschoben.
viewer-lost-unknown = Das Foto wurde gelöscht oder verschoben.
viewer-lost-next = { $lost } Dies ist das nächste.
viewer-lost-last = { $lost } Dies ist das letzte.
# Zeichen auf dem Foto.
viewer-has-raw = Es gibt davon auch eine RAW-Datei
viewer-live = Live
viewer-hold = Gedrückt halten, um die Bewegung zu sehen
viewer-pictures = { $count ->
    [one] { $count } Bild
   *[other] { $count } Bilder
}
viewer-videos = { $count ->
    [one] { $count } Video
   *[other] { $count } Videos
}
# Die Bilder eines Fotos.
viewer-picture = Bild
viewer-pages = Seiten
viewer-page = Seite { $n } von { $total }
viewer-page-more = Seite { $n } von { $total } oder mehr
viewer-page-before-key = Vorige Seite (Umschalt+Bild auf)
viewer-next-page-key = Nächste Seite (Umschalt+Bild ab)
viewer-document-before = Vorige Seite eines Dokuments
viewer-document-next = Nächste Seite eines Dokuments
viewer-page-unshown = { $page } lässt sich nicht zeigen
viewer-toggle-developed = Kamerabild oder entwickelt
viewer-camera-picture = Kamerabild
viewer-camera-picture-why = Das Bild, das die Kamera in der Datei abgelegt hat (D)
viewer-developed = Entwickelt
viewer-developed-why = Aus den Daten des Sensors erstellt (D)
viewer-developing = Wird entwickelt…
viewer-too-long = Dieses Bild zu erstellen dauert zu lange: später erneut versuchen.
viewer-away = Das Laufwerk oder der Ordner dieses Fotos ist nicht verbunden.
# Videos.
viewer-video = Video
viewer-play-key = Abspielen (Leertaste)
viewer-pause-key = Anhalten (Leertaste)
viewer-position = Position
viewer-mute-key = Ton aus (M)
viewer-sound-key = Ton an (M)
viewer-volume = Lautstärke
viewer-video-full-key = Vollbild (F)
viewer-play-pause = Abspielen oder anhalten
viewer-seconds-on = 5 Sekunden vor
viewer-seconds-back = 5 Sekunden zurück
viewer-leave-next = Weiter zum nächsten Foto
viewer-leave-before = Zurück zum vorigen Foto
viewer-frame-on = Ein Einzelbild vor
viewer-frame-back = Ein Einzelbild zurück
viewer-sound = Ton an oder aus
viewer-back-to-picture = Zurück zum Bild
viewer-read-no-further = Das Video ließ sich nicht weiter lesen.
viewer-cannot-play = Dieser Browser kann dieses Video nicht abspielen
viewer-cannot-play-download = Dieser Browser kann dieses Video nicht abspielen: zum Abspielen herunterladen
# Was sich nicht oder noch nicht zeigen lässt.
viewer-opening = Das Original wird geöffnet
viewer-opens-later = Das Original öffnet sich, wenn das Laufwerk wieder da ist
viewer-not-arrived = Das Bild ist nicht angekommen. { $reason }
viewer-late = Es ist vielleicht sehr groß, oder das Laufwerk ist langsam.
viewer-offline = Dieses Foto liegt auf einem Laufwerk, das nicht verbunden ist, und hier gibt es keine Kopie davon. Es öffnet sich, wenn das Laufwerk wieder da ist.
viewer-not-here = Dieses Foto ist nicht hier
