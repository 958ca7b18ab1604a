# Was mehrere Teile der Seite tun und fragen, und was sie dazu sagen.

# Alben
core-album = Album
core-find-album = Album suchen oder neu anlegen
core-add-to-album = { $count ->
    [one] { $count } Foto
   *[other] { $count } Fotos
} zu Album hinzufügen
core-add = Hinzufügen
core-no-albums = Noch keine Alben. Ein Name genügt, um eines anzulegen.
core-new-album-named = Neues Album „{ $name }“
core-new-album-in = Neues Album darin
core-move-out = Aus übergeordnetem Album nehmen
core-delete-album = Album löschen
core-album-holds = „{ $name }“ enthält { $count ->
    [one] es
   *[other] sie
} schon.
core-album-deleted = Album „{ $name }“ gelöscht. Die Fotos bleiben.
core-album-gone = „{ $name }“ ist nicht mehr da.
core-this-album-gone = Dieses Album ist nicht mehr da.
core-lies-in = Es liegt in „{ $name }“.
core-album-about = Es enthält Fotos aus beliebigen Ordnern. Keine Datei wird verschoben.
core-make-album = Album anlegen
# Angaben, und ihr Zurücknehmen
core-redo = Wiederholen
core-silent = Shoebox hat nicht geantwortet.
core-unchanged = Es wurde nichts geändert. { $reason }
# Ordner und Suchen
core-add-folder-how = Shoebox beenden (Strg+C) und mit demselben Befehl neu starten, mit dem Ordner am Ende:
core-command = … serve /Pfad/zum/Ordner
core-command-line = Ordner auf der Befehlszeile hinzufügen
core-remove-root = „{ $name }“ aus Shoebox entfernen?
core-remove-root-photos = { $count ->
    [one] { $count } Foto wird nicht mehr gezeigt.
   *[other] { $count } Fotos werden nicht mehr gezeigt.
}
core-remove-root-why = Wird ein Ordner hier entfernt, bleiben seine Fotos immer erhalten.
core-keep-it = Behalten
core-no-search = Es gibt keine Suche, die sich sichern ließe. Zuerst etwas suchen.
core-saved-already = Schon als „{ $name }“ gesichert.
core-saved-as = Als „{ $name }“ gesichert.
core-search-about = Sie sucht in allen Ordnern, auch unter künftigen Fotos.
core-save = Sichern
core-rename-search = Diese Suche umbenennen
core-edit-search = Diese Suche bearbeiten
core-reveal = Im Dateimanager zeigen
# Kopieren
core-most-paths = Auf einmal lassen sich höchstens { $count } Pfade kopieren.
core-paths-copied = { $count ->
    [one] { $count } Pfad kopiert
   *[other] { $count } Pfade kopiert
}
core-most-files = Auf einmal lassen sich höchstens { $count } Dateien kopieren.
core-files-copied = { $count ->
    [one] { $count } Datei kopiert
   *[other] { $count } Dateien kopiert
}
core-no-clipboard = Die Zwischenablage war nicht erreichbar.
core-picture-and-file-copied = Bild und Datei kopiert
core-picture-copied = Bild kopiert
core-picture-not-copied = Das Bild ließ sich nicht kopieren.
core-one-picture = Ein Browser kann nur ein Bild auf einmal kopieren, und keine Videos.
# Felder und Dialoge
core-name = Name
core-close-message = Diese Meldung schließen
core-leave-full-screen = Vollbild verlassen
core-add-date = Datum hinzufügen
core-add-place = Ort hinzufügen
core-places = Orte
core-this-point = Dieser Punkt
core-no-place = Unter diesem Namen ist kein Ort bekannt: einen anderen oder einen Punkt angeben.
# Verschwundene Dateien, und Fotos aus mehreren Dateien
core-kept-apart = { $count ->
    [one] Das Foto bleibt für sich.
   *[other] Die Fotos bleiben für sich.
}
core-which-file = Welche verschwundene Datei ist dieses Foto?
core-which-file-why = Es erhält die Angaben zu dieser Datei. Was es selbst schon hat, bleibt.
core-nothing-missing = Alle Dateien mit Angaben sind da.
core-taken-apart = Getrennt: { $photos }.
core-most-together = Höchstens { $count } Fotos lassen sich zusammenfassen.
core-put-together = { $photos } zusammengefasst. Unter „Infos“ lassen sie sich wieder trennen.
# Herz, Sterne, Wählen und Verwerfen, Farben
core-favourite = Favorit
core-rating = Sterne
core-rating-of = Sterne: { $rating } von { $most }
core-rating-none = Sterne: keine
core-picks = Wählen oder verwerfen
core-labels = Farbe
core-label = { $label ->
    [red] Farbe: rot
    [yellow] Farbe: gelb
    [green] Farbe: grün
    [blue] Farbe: blau
   *[purple] Farbe: lila
}
core-same-and-on = Ebenso, dann weiter
# Kopien neben den Fotos
core-sidecars-question = Kopien der Angaben neben den Fotos ablegen, damit andere Programme sie sehen?
core-sidecars-why = Eine kleine Datei neben jedem Foto (foto.jpg.xmp) enthält Sterne, Farben, Stichwörter und Texte, wie Lightroom, digiKam und darktable sie lesen. Die Fotos bleiben, wie sie sind. In den Einstellungen lässt sich das ändern.
core-sidecars-kept = Von jetzt an werden Kopien der Angaben neben den Fotos abgelegt.
core-sidecars-later = Später entscheiden
core-sidecars-no = Nein
core-sidecars-yes = Kopien ablegen
core-question = Eine Frage
# Stichwörter
core-tag = Stichwort
core-a-tag = Ein Stichwort
core-add-tag = Stichwort hinzufügen
core-take-off = { $tag } entfernen
core-merge = Zusammenführen
core-move-tag = „{ $tag }“ verschieben
core-move-tag-where = Unter welches Stichwort? Die Stichwörter darunter kommen mit.
core-to-the-top = Ganz nach oben
core-merge-tag = „{ $tag }“ zusammenführen
core-merge-tag-into = Mit welchem Stichwort?
core-go-on = Weiter
# Die Fotos
core-not-listed = Die Fotos ließen sich nicht auflisten: { $reason }
core-visit-kept = „{ $name }“ wird von jetzt an in Shoebox gezeigt.
