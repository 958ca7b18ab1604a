# Angaben zu Fotos, wie Verlauf, Meldungen und Vorleseprogramme sie nennen.

said-favourite = { $count ->
    [one] { $count } Foto zu den Favoriten hinzugefügt
   *[other] { $count } Fotos zu den Favoriten hinzugefügt
}
said-no-favourite = { $count ->
    [one] { $count } Foto aus den Favoriten entfernt
   *[other] { $count } Fotos aus den Favoriten entfernt
}
said-rated = { $count ->
    [one] { $count } Foto mit { $stars } bewertet
   *[other] { $count } Fotos mit { $stars } bewertet
}
said-stars-off = { $count ->
    [one] Sterne von { $count } Foto entfernt
   *[other] Sterne von { $count } Fotos entfernt
}
said-pick = { $pick ->
    [picked] { $count ->
        [one] { $count } Foto gewählt
       *[other] { $count } Fotos gewählt
    }
    [rejected] { $count ->
        [one] { $count } Foto verworfen
       *[other] { $count } Fotos verworfen
    }
   *[none] { $count ->
        [one] { $count } Foto weder gewählt noch verworfen
       *[other] { $count } Fotos weder gewählt noch verworfen
    }
}
said-labelled = { $count ->
    [one] { $count } Foto { $label } markiert
   *[other] { $count } Fotos { $label } markiert
}
said-label-off = { $count ->
    [one] Farbe von { $count } Foto entfernt
   *[other] Farbe von { $count } Fotos entfernt
}
said-titled = { $count ->
    [one] Titel von { $count } Foto: { $title }
   *[other] Titel von { $count } Fotos: { $title }
}
said-title-off = { $count ->
    [one] Titel von { $count } Foto entfernt
   *[other] Titel von { $count } Fotos entfernt
}
said-captioned = { $count ->
    [one] Beschreibung von { $count } Foto: { $caption }
   *[other] Beschreibung von { $count } Fotos: { $caption }
}
said-caption-off = { $count ->
    [one] Beschreibung von { $count } Foto entfernt
   *[other] Beschreibung von { $count } Fotos entfernt
}
said-tag-moved = { $count ->
    [one] Stichwort { $from } wurde bei { $count } Foto zu { $to }
   *[other] Stichwort { $from } wurde bei { $count } Fotos zu { $to }
}
said-tagged = { $count ->
    [one] { $count } Foto mit { $tags } verschlagwortet
   *[other] { $count } Fotos mit { $tags } verschlagwortet
}
said-tag-off = { $count ->
    [one] Stichwort { $tag } von { $count } Foto entfernt
   *[other] Stichwort { $tag } von { $count } Fotos entfernt
}
said-tags-off = { $count ->
    [one] Stichwörter { $tags } von { $count } Foto entfernt
   *[other] Stichwörter { $tags } von { $count } Fotos entfernt
}
said-dated = { $count ->
    [one] Datum von { $count } Foto: { $date }
   *[other] Datum von { $count } Fotos: { $date }
}
said-dated-around = { $count ->
    [one] Datum von { $count } Foto: etwa { $date }
   *[other] Datum von { $count } Fotos: etwa { $date }
}
said-dated-file = { $count ->
    [one] Datum von { $count } Foto wie in der Datei
   *[other] Datum von { $count } Fotos wie in den Dateien
}
said-shifted = { $count ->
    [one] Datum von { $count } Foto verschoben: { $shift }
   *[other] Datum von { $count } Fotos verschoben: { $shift }
}
said-zone = { $count ->
    [one] Zeitzone von { $count } Foto: { $zone }
   *[other] Zeitzone von { $count } Fotos: { $zone }
}
said-placed-in = { $count ->
    [one] Ort von { $count } Foto: { $place }
   *[other] Ort von { $count } Fotos: { $place }
}
said-placed-at = { $count ->
    [one] Ort von { $count } Foto: { $place }
   *[other] Ort von { $count } Fotos: { $place }
}
said-placed-file = { $count ->
    [one] Ort von { $count } Foto wie in der Datei
   *[other] Ort von { $count } Fotos wie in den Dateien
}
said-place-off = { $count ->
    [one] Ort von { $count } Foto entfernt
   *[other] Ort von { $count } Fotos entfernt
}
said-changed = { $count ->
    [one] { $count } Foto geändert
   *[other] { $count } Fotos geändert
}

# Mehrere Schritte kurz nacheinander, die nicht dasselbe sagten
said-run-rated = { $count ->
    [one] { $count } Foto mit { $least } bis { $most } bewertet
   *[other] { $count } Fotos mit { $least } bis { $most } bewertet
}
said-run-rated-up = { $count ->
    [one] { $count } Foto mit bis zu { $most } bewertet
   *[other] { $count } Fotos mit bis zu { $most } bewertet
}
said-run-picked-rejected = { $count ->
    [one] { $count } Foto gewählt oder verworfen
   *[other] { $count } Fotos gewählt oder verworfen
}
said-run-picked-neither = { $count ->
    [one] { $count } Foto gewählt oder nicht
   *[other] { $count } Fotos gewählt oder nicht
}
said-run-rejected-neither = { $count ->
    [one] { $count } Foto verworfen oder nicht
   *[other] { $count } Fotos verworfen oder nicht
}
said-run-picked-all = { $count ->
    [one] { $count } Foto gewählt, verworfen oder keines von beiden
   *[other] { $count } Fotos gewählt, verworfen oder keines von beiden
}
said-run-favourites = { $count ->
    [one] { $count } Foto zu den Favoriten hinzugefügt oder daraus entfernt
   *[other] { $count } Fotos zu den Favoriten hinzugefügt oder daraus entfernt
}
said-run-labelled = { $count ->
    [one] { $count } Foto { $labels } oder { $last } markiert
   *[other] { $count } Fotos { $labels } oder { $last } markiert
}
said-run-labelled-or-not = { $count ->
    [one] { $count } Foto { $labels } oder gar nicht markiert
   *[other] { $count } Fotos { $labels } oder gar nicht markiert
}
said-run-titled = { $count ->
    [one] Titel von { $count } Foto geändert
   *[other] Titel von { $count } Fotos geändert
}
said-run-captioned = { $count ->
    [one] Beschreibung von { $count } Foto geändert
   *[other] Beschreibung von { $count } Fotos geändert
}
said-run-worded = { $count ->
    [one] Titel oder Beschreibung von { $count } Foto geändert
   *[other] Titel oder Beschreibung von { $count } Fotos geändert
}
said-run-tagged = { $count ->
    [one] { $count } Foto verschlagwortet
   *[other] { $count } Fotos verschlagwortet
}
said-run-tags = { $count ->
    [one] Stichwörter von { $count } Foto geändert
   *[other] Stichwörter von { $count } Fotos geändert
}
said-run-dated = { $count ->
    [one] Datum von { $count } Foto geändert
   *[other] Datum von { $count } Fotos geändert
}
said-run-placed = { $count ->
    [one] Ort von { $count } Foto geändert
   *[other] Ort von { $count } Fotos geändert
}
said-run-kept = { $count ->
    [one] { $act }: seitdem geändert, bleibt so.
   *[other] { $act }: seitdem geändert, bleiben so.
}

# Was rückgängig gemacht oder wiederholt wurde
said-undone = Rückgängig gemacht: { $act }.
said-again = Wiederholt: { $act }.
said-undone-already = Das ist schon rückgängig gemacht.
said-nothing-undone = Nichts rückgängig gemacht.
said-nothing-to-undo = Es gibt nichts rückgängig zu machen.
said-nothing-to-redo = Es gibt nichts zu wiederholen.
said-kept = { $count ->
    [one] { $count } Foto wurde seitdem geändert und bleibt so.
   *[other] { $count } Fotos wurden seitdem geändert und bleiben so.
}
said-album-changed = „{ $name }“ wurde seitdem geändert.
said-left-out = { $others ->
    [0] { $name } wurde ausgelassen: verschoben oder geändert, und frühere Angaben dazu sind noch nicht bekannt. Bald erneut versuchen.
    [one] { $name } und { $others } weiteres Foto wurden ausgelassen: verschoben oder geändert, und frühere Angaben dazu sind noch nicht bekannt. Bald erneut versuchen.
   *[other] { $name } und { $others } weitere Fotos wurden ausgelassen: verschoben oder geändert, und frühere Angaben dazu sind noch nicht bekannt. Bald erneut versuchen.
}

# Was für ein Foto gilt, in wenigen Wörtern
said-is-favourite = Favorit
said-is-picked = { $pick ->
    [picked] gewählt
    [rejected] verworfen
   *[none] weder gewählt noch verworfen
}
said-stars = { $count ->
    [one] { $count } Stern
   *[other] { $count } Sterne
}
said-colour = { $label ->
    [red] rot
    [yellow] gelb
    [green] grün
    [blue] blau
    [purple] lila
   *[other] { $label }
}
said-label = Farbe { $label }
said-without = ohne { $tags }
said-something = etwas anderes
said-nothing = { $field ->
    [rating] keine Sterne
    [label] keine Farbe
    [pick] keines von beiden
    [favourite] kein Favorit
   *[other] nichts
}
said-field = { $field ->
    [rating] Sterne
    [label] Farbe
    [pick] Wahl
    [favourite] Favorit
    [title] Titel
    [caption] Beschreibung
    [date] Datum
    [place] Ort
   *[other] { $field }
}
said-conflict-favourite = ein Favorit
said-ours-counts = Die eigene Angabe ist neuer und gilt.
said-theirs-counts = Die andere Angabe ist neuer und gilt.
said-take-theirs = Andere nehmen
said-take-ours = Eigene nehmen

# Tasten für Angaben
said-key-favourite = Favorit oder nicht
said-key-rate = Mit 1 bis 5 Sternen bewerten
said-key-no-stars = Keine Sterne
said-key-pick = Wählen
said-key-reject = Verwerfen
said-key-neither = Weder gewählt noch verworfen
said-key-labels = Farbe: rot, gelb, grün, blau
said-key-label = Farbe: { $label }

# Stichwörter, die andere werden
said-tag-below-itself = „{ $tag }“ kann nicht unter sich selbst stehen.
said-merge-tags = „{ $from }“ mit „{ $to }“ zusammenführen?
said-merge-tags-why = { $count ->
    [one] { $count } Foto bekommt das zweite Stichwort anstelle des ersten. „Rückgängig“ nimmt es zurück.
   *[other] { $count } Fotos bekommen das zweite Stichwort anstelle des ersten. „Rückgängig“ nimmt es zurück.
}
