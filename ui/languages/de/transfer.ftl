# Was aus anderen Programmen übernommen und was ausgegeben wird.

transfer-origin = { $from ->
    [shoebox] einem Export
    [table] einer Tabelle
    [digikam] digiKam
    [lap] Lap
    [picasa] Picasa
    [takeout] Google Takeout
   *[other] einer anderen Quelle
}
transfer-from = Aus { $origin }
transfer-brought-in = { $count ->
    [one] Angaben zu { $count } Foto aus { $origin } übernommen
   *[other] Angaben zu { $count } Fotos aus { $origin } übernommen
}
transfer-kind = { $kind ->
    [favourite] Favoriten
    [rating] Sterne
    [pick] Gewählt und verworfen
    [label] Farben
    [title] Titel
    [caption] Beschreibungen
    [date] Daten
    [place] Orte
    [tags] Stichwörter
    [people] Personen, als Stichwörter
    [albums] Alben
   *[other] { $kind }
}
transfer-nothing = Darin steht nichts zu Fotos.
transfer-said-about = { $count ->
    [one] Darin stehen Angaben zu { $count } Foto.
   *[other] Darin stehen Angaben zu { $count } Fotos.
}
transfer-none-here = { $photos ->
    [one] Es ist nicht hier.
   *[other] Keines davon ist hier.
}
transfer-some-here = { $count ->
    [one] { $count } davon ist hier.
   *[other] { $count } davon sind hier.
}
transfer-nothing-new = Nichts Neues
transfer-yours = { $count } mit anderer eigener Angabe
transfer-same = { $count } hier schon so
transfer-people = { $count ->
    [one] { $count } Person
   *[other] { $count } Personen
}
transfer-tags = { $count ->
    [one] { $count } Stichwort
   *[other] { $count } Stichwörter
}
transfer-missing = { $count ->
    [one] { $count } Foto hier nicht gefunden
   *[other] { $count } Fotos hier nicht gefunden
}
transfer-ambiguous = { $count ->
    [one] { $count } Foto, das hier mehrere sein könnte
   *[other] { $count } Fotos, die hier mehrere sein könnten
}
transfer-refused = { $count ->
    [one] { $count } Wert, der nicht gespeichert werden kann
   *[other] { $count } Werte, die nicht gespeichert werden können
}
transfer-left = { $count ->
    [one] { $count } Angabe, für die hier kein Platz ist
   *[other] { $count } Angaben, für die hier kein Platz ist
}
transfer-left-kind = { $what } ({ $count })
transfer-bring-in = Übernehmen
transfer-bring-in-why = Eigene Angaben zu Fotos aus anderen Programmen. Erst nach einer Vorschau ändert sich etwas.
transfer-choice = Wo hier etwas anderes angegeben ist
transfer-keep = Eigenes behalten
transfer-replace = Neues nehmen
transfer-all-same = Das alles war schon so.
transfer-picasa = Sterne, Beschreibungen, Personen und Alben aus den Dateien .picasa.ini in den Ordnern
transfer-takeout = Favoriten, Beschreibungen, Personen und Alben aus den JSON-Dateien neben den Fotos
transfer-file = Eine Datei
transfer-file-window = Ein Export von Shoebox, eine CSV-Tabelle oder die Datenbank von digiKam (digikam4.db) oder Lap
transfer-file-browser = Ein Export von Shoebox oder eine CSV-Tabelle. Für digiKam und Lap und für größere Dateien: main.py import DATEI
transfer-choose = Wählen…
transfer-choose-file = Datei zum Übernehmen wählen
transfer-look = Suchen
transfer-look-for = Nach { $name } suchen
transfer-take-out = Ausgeben
transfer-take-out-why = Alle eigenen Angaben in einer Datei: JSON enthält alles und lässt sich wieder übernehmen, auch auf einem anderen Computer; CSV lässt sich in einer Tabellenkalkulation öffnen.
transfer-save-as = Als { $form } sichern
transfer-writing = Wird geschrieben…
transfer-reading = Wird gelesen…
transfer-too-large = Diese Datei ist zu groß für den Browser. Stattdessen: main.py import DATEI
transfer-unreadable = Diese Datei lässt sich nicht lesen.
transfer-written = { $name }: { $photos }
