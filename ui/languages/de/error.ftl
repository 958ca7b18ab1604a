# Was nicht ging, wie Python es sagt.


# Alben
error-album-name-characters = Ein Name enthält Zeichen, die kein Programm speichern kann.
error-album-needs-name = Ein Album braucht einen Namen.
error-album-name-length = Der Name eines Albums hat höchstens { $count } Zeichen.
error-album-name-slash = Der Name eines Albums kann keinen Schrägstrich enthalten.
error-album-depth = Ein Album kann in höchstens { $count } anderen liegen.
error-album-cover = Das Titelbild eines Albums ist eines seiner Fotos, und dieses ist nicht darin.
error-album-number = Es kann höchstens { $count } Alben geben.
error-album-in-itself = Ein Album kann nicht in sich selbst liegen.
error-album-gone = Dieses Album ist nicht mehr da.

# Sicherungen
error-backup-gone = Diese Sicherung gibt es nicht.
error-backup-damaged = Die Sicherung { $name } ist beschädigt. Eine andere wählen.
error-backup-damaged-unchanged = Die Sicherung { $name } ist beschädigt. Es wurde nichts geändert; eine andere wählen.

# Angaben
error-tag-needs-name = Ein Stichwort braucht einen Namen.
error-tag-depth = Ein Stichwort kann unter höchstens { $count } anderen stehen.
error-tag-below-itself = Ein Stichwort kann nicht unter sich selbst stehen.
error-date-shift = Ein Datum lässt sich um eine Sekunde bis 200 Jahre verschieben.
error-date-zone = Eine Zeitzone weicht höchstens 14 Stunden von UTC ab.
error-date-unknown = Das ist kein Datum wie 2024-11-14, 1990-03 oder 1975.
error-place-unknown = Ein Ort ist ein Punkt auf der Erde: Breite bis 90, Länge bis 180.
error-text-length = Ein Text mit mehr als { $count } Zeichen lässt sich nicht speichern.
error-text-characters = Ein Text enthält Zeichen, die kein Programm speichern kann.
error-not-kept = Das wurde nicht gespeichert. { $why }
error-not-kept-before-safe = Das wurde nicht gespeichert. Frühere Angaben sind sicher. { $why }
error-not-changed = Es wurde nichts geändert. { $why }
error-act-unknown = Diese Aktion gibt es nicht.
error-act-final = Das lässt sich nicht rückgängig machen.
error-act-undone = Das ist bereits rückgängig gemacht.

# Dateien
error-path-leaves = Dieser Pfad führt aus seinem Ordner hinaus.
error-path-no-file = Das ist keine gewöhnliche Datei.
error-path-link-special = Dieser Pfad führt über eine Verknüpfung oder eine besondere Datei.
error-path-folder-link = Dieser Ordner ist inzwischen nur über eine Verknüpfung zu erreichen.
error-path-changed = Diese Datei hat sich beim Öffnen geändert.
error-path-stream = Dieser Name führt zu einem anderen Datenstrom oder Ordner.
error-path-link = Dieser Pfad führt über eine Verknüpfung.
error-path-replaced = An seiner Stelle steht eine Verknüpfung oder keine gewöhnliche Datei.

# Datenbanken
error-database-beside = Neben { $path } kann nichts geschrieben werden: { $why }.
error-foreign-closed = { $name } kann nicht gelesen werden: { $why }. Das Programm schließen, zu dem die Datei gehört, und erneut versuchen. Es wurde nichts geändert.
error-foreign-no-file = { $name } kann nicht zum Lesen kopiert werden: Das ist keine Datei.
error-foreign-large = { $name } ist größer als { $count } GB. Es wurde nichts gelesen.
error-foreign-copy = { $name } kann nicht zum Lesen kopiert werden: { $why }.
error-foreign-slow = { $name } lässt sich nicht schnell genug lesen. Es wurde nichts geändert.

# Fenster
error-folder-name = Der Name dieses Ordners ist hier kein gültiger Text. Stattdessen den Ordner auf das Fenster ziehen.
error-program-not-started = { $name } ließ sich nicht starten: { $why }.
error-program-failed = { $name } ist fehlgeschlagen (Code { $code }).
error-file-manager = Der Dateimanager konnte diese Datei nicht zeigen.
error-player-windows = Windows konnte dieses Video nicht öffnen: { $why }.
error-player-missing = Videos lassen sich hier nicht abspielen: Eine Bibliothek, die Qt braucht, fehlt.
error-no-window-choose = Hier gibt es kein Fenster für die Auswahl. Stattdessen Ordner auf der Befehlszeile angeben.
error-no-window-import = Hier gibt es kein Fenster für die Auswahl. Stattdessen main.py import DATEI ausführen.
error-no-window-export = Hier gibt es kein Fenster für die Auswahl. Stattdessen main.py export DATEI ausführen.
error-no-window-show = Auf diesem Computer gibt es kein Fenster, das Dateien zeigen könnte.
error-no-window-copy = Auf diesem Computer gibt es kein Fenster, das Dateien kopieren könnte.
error-no-window-play-beside = Auf diesem Computer gibt es kein Fenster, das Videos abspielen könnte.
error-no-window-play = Auf diesem Computer gibt es kein Fenster, das Videos abspielen könnte.
error-no-window-awake = Es gibt kein Fenster. Der Browser hält den Bildschirm selbst wach.
error-no-window-full-screen = Es gibt kein Fenster. Das Vollbild des Browsers verwenden.

# Bibliothek
error-not-in-library = Dieser Ordner ist nicht in der Bibliothek, zu seinen Fotos lässt sich also nichts speichern. Ihn zuerst in Shoebox zeigen.
error-too-much = Zu viel auf einmal: { $tags } Stichwörter bei { $photos } Fotos. In mehreren Schritten vorgehen: mit weniger Stichwörtern oder weniger Fotos.
error-photos-gone = Diese Fotos sind nicht mehr da.
error-photo-gone = Dieses Foto ist nicht mehr da.
error-undecided = Diese Fotos wurden verschoben oder geändert, und Shoebox weiß noch nicht, was früher zu ihnen angegeben wurde. Es wurde nichts geändert. Erneut versuchen, wenn die Ordner gelesen sind.
error-group-single = Dieses Foto ist eine einzige Datei.
error-group-two = Zwei oder mehr Fotos auswählen, um sie zusammenzufassen.
error-group-folders = Nur Fotos eines Ordners lassen sich zusammenfassen.
error-group-unread = Eine Datei, die sich nicht lesen ließ, kann nicht mit anderen zusammengefasst oder von ihnen getrennt werden.
error-group-number = Höchstens { $count } Dateien können von Hand zusammengefasst oder getrennt werden.
error-folder-gone = Dieser Ordner ist nicht mehr da.
error-folder-unreadable = Dieser Ordner lässt sich im Moment nicht öffnen.
error-answered = Das ist schon beantwortet.
error-gone-file-settled = Zu dieser Datei ist nichts mehr angegeben, oder sie ist wieder da.
error-video-name = Der Name dieser Datei ist nicht der eines Videos: Das System könnte sie mit irgendeinem Programm öffnen.
error-video-changed = Diese Datei ist kein Video mehr.
error-video-unreadable = Dieses Video lässt sich im Moment nicht lesen.
error-video-gone = Dieses Video ist nicht mehr da.
error-no-video = Diese Datei ist kein Video.
error-no-motion = Zu diesem Foto gibt es kein Video.
error-photo-offline = Das Laufwerk oder der Ordner dieses Fotos ist nicht verbunden.
error-file-unreadable = Diese Datei ließ sich nicht lesen.
error-picture-later = Dieses Bild wird noch erstellt.
error-picture-read-later = Dieses Bild wird noch gelesen.
error-sizes-later = Die Größen so vieler Dateien sind noch nicht bekannt.
error-not-proposed = Dieser Ordner wurde nicht vorgeschlagen.
error-drive-silent = { $name } antwortet nicht. Erneut versuchen, wenn das Laufwerk verbunden ist.
error-folder-of-shoebox = { $name } gehört Shoebox selbst.
error-neither-file-nor-folder = { $name } ist weder eine Datei noch ein Ordner.
error-no-folder-because = Es gibt keinen Ordner { $name }: { $why }.
error-folder-forbidden = { $name } darf nicht geöffnet werden: { $why }.
error-no-file-or-folder = Es gibt keine Datei und keinen Ordner { $name }.
error-cannot-open = { $name } lässt sich nicht öffnen: { $why }.
error-folder-not-shown = Dieser Ordner wird nicht mehr gezeigt.
error-search-later = Die Suche wird vorbereitet. Gleich erneut versuchen.
error-sidecar-drive-silent = Ein Laufwerk, auf dem eine Begleitdatei geschrieben wird, antwortet nicht. Erneut versuchen oder das Laufwerk trennen.
error-settled = Das ist schon geklärt.
error-transfer-beside = Nur Picasa und Google Takeout legen Dateien neben Fotos ab.
error-transfer-large = { $name } ist größer als { $count } MB. Es wurde nichts gelesen.
error-transfer-unknown = Das lässt sich nicht übernehmen.
error-transfer-own-folder = { $name } läge im Ordner von Shoebox selbst. Einen anderen Ort wählen.
error-transfer-no-file = { $name } ist keine Datei.
error-cannot-read = { $name } kann nicht gelesen werden: { $why }.
error-transfer-preview-old = Diese Vorschau ist veraltet. Erneut wählen, was übernommen werden soll.
error-transfer-unwritable = { $name } kann nicht geschrieben werden: { $why }.
error-transfer-database = { $name } ist eine Datenbank, aber weder die von digiKam noch die von Lap.
error-transfer-entries = { $name } enthält Angaben zu mehr als { $count } Fotos. Es wurde nichts geändert.
error-transfer-columns = { $name } hat keine Spalte namens path oder keine von: { $names }.
error-transfer-twice = { $name } hat mehr als eine Spalte namens { $column }.
error-transfer-no-table = { $name } ist keine Tabelle.
error-transfer-row = { $name } ist in dem Datensatz beschädigt, der in Zeile { $line } beginnt: Ein Anführungszeichen darin ist nicht geschlossen oder steht nicht am Ende der Zelle ({ $why }). Nichts davon wird übernommen.
error-transfer-empty = { $name } ist leer.
error-transfer-other-json = { $name } ist eine JSON-Datei, aber kein Export von Shoebox.
error-transfer-newer = { $name } wurde von einer neueren Version von Shoebox geschrieben. Shoebox aktualisieren, um sie zu übernehmen.
error-transfer-no-json = { $name } ist beschädigt oder keine JSON-Datei.
error-visit-gone = Dieser Ordner ist nicht mehr geöffnet.
error-busy-folders = Shoebox ist mit den Ordnern beschäftigt. Gleich erneut versuchen.
error-closing = Shoebox wird geschlossen.

# Einstellungen
error-cache-limit = Der Zwischenspeicher kann 256 MB bis 4 TB groß sein.
error-search-gone = Diese Suche ist nicht mehr gesichert.
error-search-empty = Eine leere Suche lässt sich nicht sichern.
error-search-length = Eine Suche mit mehr als { $count } Zeichen lässt sich nicht sichern.
error-search-name-length = Ein Name hat höchstens { $count } Zeichen.
error-search-number = Es lassen sich höchstens { $count } Suchen sichern. Eine entfernen, um Platz zu schaffen.
error-search-twice = Diese Suche ist schon als „{ $name }“ gesichert.
error-settings-slow = Die Einstellungen werden noch geschrieben: Der Datenträger antwortet nicht. Später erneut versuchen.
error-settings-newer = { $name } stammt von einer neueren Version von Shoebox und lässt sich nicht kopieren: { $why }.

# Anfragen
error-unknown-person = Nicht angemeldet oder nicht eingeladen.
error-page-signed-out-load = Diese Seite ist nicht mehr angemeldet. Die Seite neu laden.
error-read-only = Hier lässt sich nichts ändern.
error-link-bad = Dieser Link gilt nicht oder nicht mehr.
error-nothing-here = Hier ist nichts.
error-page-signed-out = Diese Seite ist nicht angemeldet. Shoebox neu starten.
error-address-used = Diese Adresse wurde schon verwendet oder ist zu alt. Shoebox neu starten.
error-not-here = Das geht hier nicht.

# Sätze aus mehreren Teilen und die von HTTP
error-no-folder = Es gibt keinen Ordner { $name }.
error-not-a-folder = { $name } ist kein Ordner.
error-folder-hidden = { $name } ist versteckt und wird im hinzugefügten Ordner { $root } ausgelassen.
error-folder-of-program = { $name } enthält, was andere Programme dort ablegen, und wird im hinzugefügten Ordner { $root } ausgelassen.
error-folder-nomedia = { $name } enthält eine Datei .nomedia, die Galerien auffordert, den Ordner auszulassen.
error-search-reading = Die Suche wird vorbereitet: { $count } Fotos sind noch zu lesen. Bald erneut versuchen.
error-settings-unsaved = Die Einstellungen lassen sich nicht sichern: { $why }.
error-file-gone = Diese Datei ist nicht mehr da.
error-file-cannot-read = Diese Datei kann nicht gelesen werden: { $why }.
error-no-sense = Diese Anfrage ergibt keinen Sinn.
error-too-large = Das ist zu viel auf einmal.
error-failed = Das hat nicht geklappt.
error-inside = In Shoebox ist etwas schiefgegangen. Das Protokoll sagt, was.
error-file-changed = Die Datei hat sich geändert.
error-no-part = Die Datei hat keinen solchen Teil.

# Datenbanken
error-database-lost = { $name } wurde verschoben, gelöscht oder geleert, während Shoebox läuft. Shoebox neu starten.
error-disk-full = Der Datenträger von { $path } ist voll. Platz schaffen; Shoebox macht dann von selbst weiter.
error-database-closed-off = { $path } lässt sich nicht öffnen oder schreiben.
error-database-in-use = Ein anderes Programm verwendet { $path }. Shoebox macht weiter, wenn es fertig ist.
error-disk-fails = Der Datenträger von { $path } meldet einen Fehler ({ $why }).
error-database-damaged = { $name } ist unbrauchbar: { $why }. Shoebox neu starten; { $outlook }.
error-database-trouble = Mit { $name } ist etwas schiefgegangen: { $why }. Wenn es wieder vorkommt, bitte melden.
# Was dort als Aussicht steht.
error-outlook-rebuilt = die Datei wird dann aus den Ordnern neu aufgebaut
error-outlook-mended = die Datei wird dann repariert oder aus der neuesten brauchbaren Sicherung geholt

# library.db beim Öffnen
error-database-newer = { $name } stammt von einer neueren Version von Shoebox. Die Datei bleibt, wie sie ist, und alle Angaben darin sind sicher; die neuere Version zeigt sie.
error-database-older = { $name } stammt von einer früheren Version und lässt sich nicht umstellen: { $why }. Alle Angaben darin sind sicher. Falls der Datenträger voll ist, Platz schaffen, und Shoebox neu starten.
error-database-unmended = { $name } ist beschädigt, und daneben kann zur Reparatur nichts geschrieben werden: { $why }. Die Datei bleibt, wie sie ist. Falls der Datenträger voll ist, Platz schaffen, und Shoebox neu starten.
error-database-obstacle = Was anstelle von { $path } steht, lässt sich nicht verschieben: { $why }.
error-database-immovable = { $path } ist beschädigt und lässt sich nicht verschieben: { $why }.
error-backup-copy = Die Sicherung { $name } lässt sich nicht kopieren: { $why }.

# Eine Suche, die nichts findet, ohne Punkt: eine Überschrift.

error-all-left-out = { $here ->
    [folder] „{ $text }“ schließt alle Fotos dieses Ordners aus
   *[all] „{ $text }“ schließt alle Fotos aus
}
error-none-called = { $what ->
    [camera] Keine Kamera
    [lens] Kein Objektiv
    [folder] Kein Ordner
    [name] Keine Datei
    [city] Keine Stadt
    [region] Keine Region
   *[country] Kein Land
} { $here ->
    [folder] in diesem Ordner heißt „{ $name }“
   *[all] heißt „{ $name }“
}
error-none-has = { $what ->
    [title] Kein Titel
    [caption] Keine Beschreibung
   *[tag] Kein Stichwort
} { $here ->
    [folder] in diesem Ordner enthält „{ $text }“
   *[all] enthält „{ $text }“
}
error-no-place-called = Kein Ort namens „{ $name }“ ist bekannt
error-nobody-called = { $here ->
    [folder] Niemand in diesem Ordner heißt „{ $name }“
   *[all] Niemand heißt „{ $name }“
}
error-no-photo-matches = { $here ->
    [folder] Kein Foto in diesem Ordner passt zu „{ $text }“
   *[all] Kein Foto passt zu „{ $text }“
}
