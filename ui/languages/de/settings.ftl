# Die Seite der Einstellungen.

settings-language = Sprache
settings-not-connected = { $photos }. Nicht verbunden.
settings-look = In { $name } nach Änderungen suchen
settings-reveal = { $name } im Dateimanager zeigen
settings-remove = { $name } aus Shoebox entfernen
settings-appearance = Erscheinungsbild
settings-theme = Design
settings-theme-system = System
settings-size = Fotogröße
settings-smallest = Sehr klein
settings-small = Klein
settings-usual = Normal
settings-large = Groß
settings-largest = Sehr groß
settings-names = Dateinamen unter Fotos
settings-said = Angaben zu Fotos
settings-copies = Kopie neben den Fotos ablegen
settings-copies-how = Kleine Dateien neben den Fotos (foto.jpg.xmp) mit Sternen, Farben, Stichwörtern und Texten, wie Lightroom, digiKam und darktable sie lesen. Die Fotos selbst bleiben, wie sie sind.
settings-room = Speicherplatz
settings-room-used = { $used } von höchstens { $limit } sind belegt. Die ältesten werden zuerst gelöscht und bei Bedarf neu erstellt.
settings-tenth = Ein Zehntel des freien Platzes
settings-at-most = Vorschaubilder belegen höchstens
settings-empty = Leeren
settings-empty-how = Vorschaubilder entstehen beim Ansehen neu, die übrigen nach dem nächsten Start. Keine Angabe geht verloren.
settings-empty-do = Leeren
settings-empty-thumbnails = Vorschaubilder leeren
settings-empty-ask = Vorschaubilder löschen ({ $size })?
settings-empty-then = Vorschaubilder entstehen beim Ansehen neu. Die Fotos und die Angaben dazu bleiben.
settings-empty-keep = Behalten
settings-empty-delete = Vorschaubilder löschen
settings-privacy = Datenschutz
settings-look-network = Netzwerk erneut prüfen
settings-leaves = Was diesen Computer verlässt
settings-leaves-to = Verbindungen führen zu anderen Computern oder stehen ihnen offen: { $addresses }.
settings-leaves-not = Nichts. Keine Verbindung führt zu einem anderen Computer, und von keinem aus lässt sich eine zu Shoebox herstellen.
settings-leaves-unread = Nichts. Shoebox hat kein Konto, keine Statistik und keine Suche nach Updates.
settings-leaves-hidden = Keine Verbindung, von der das System weiß, führt zu einem anderen Computer oder lässt sich von dort herstellen.
settings-listening = Was auf Anfragen wartet
settings-listens = Shoebox wartet unter { $addresses } auf Anfragen, nur von diesem Computer aus erreichbar. Es antwortet allein dieser Seite.
settings-listens-open = { $count ->
    [one] Shoebox wartet unter { $addresses } auf Anfragen, nur von diesem Computer aus erreichbar. Es antwortet allein dieser Seite; { $count } Verbindung dieses Computers ist gerade offen.
   *[other] Shoebox wartet unter { $addresses } auf Anfragen, nur von diesem Computer aus erreichbar. Es antwortet allein dieser Seite; { $count } Verbindungen dieses Computers sind gerade offen.
}
settings-decoders = Was die Dateien liest
settings-decoders-none = Eigene Prozesse, die bei Bedarf starten.
settings-decoders-own = { $count ->
    [one] { $count } eigener Prozess.
   *[other] { $count } eigene Prozesse.
}
settings-no-sockets = Ohne Verbindung zum Netzwerk.
settings-sockets = { $count ->
    [one] Mit { $count } Verbindung zum Netzwerk.
   *[other] Mit { $count } Verbindungen zum Netzwerk.
}
settings-asked = Gerade beim System erfragt, für Shoebox und alles, was es gestartet hat.
settings-asked-not = Dieses System gibt nicht an, welche Verbindungen ein Programm hält: Das hier hat Shoebox selbst geöffnet.
settings-asked-hidden = { $count ->
    [one] Über { $count } Prozess des Fensters gibt es keine Auskunft, weil er abgeschottet ist.
   *[other] Über { $count } Prozesse des Fensters gibt es keine Auskunft, weil sie abgeschottet sind.
}
settings-keys-as = Tasten wie in
settings-keys-own = Eigene.
settings-keys-back = Alle Tasten zurücksetzen
settings-keys-player = Die Videosteuerung des Fensters behält ihre Tasten.
settings-key-wait = Taste drücken oder Esc
settings-key-waits = { $label }: Taste drücken oder Escape
settings-key-now = { $label }: { $keys }. Ändern
settings-key-change = Ändern
settings-key-reset = Zurücksetzen
settings-key-reset-of = Zurücksetzen der Taste: { $label }
settings-key-also = Auch: { $commands }
settings-key-add = { $label }: Taste hinzufügen
settings-key-remove = Entfernen
settings-key-remove-of = Taste { $key } entfernen: { $label }
settings-key-none = Keine
settings-no-key = keine Taste
