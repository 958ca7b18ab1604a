# Alben: ihre Seite, und was der Verlauf von ihnen sagt.

albums-count = { $count ->
    [one] { $count } Album
   *[other] { $count } Alben
}
albums-rename-key = Album umbenennen
albums-delete-key = Album löschen
albums-rename = Dieses Album umbenennen
albums-smart-why = Gesicherte Suchen. Sie enthalten, was sie finden, auch künftige Fotos.
albums-none = Noch keine Alben. Ein Album enthält Fotos aus beliebigen Ordnern in eigener Reihenfolge; keine Datei wird verschoben. Fotos auswählen und { $key } drücken, um sie in eines zu legen.

# Was geschehen ist
albums-made = Album „{ $name }“ angelegt
albums-renamed = Album „{ $name }“ in „{ $to }“ umbenannt
albums-moved-into = Album „{ $name }“ nach „{ $to }“ verschoben
albums-moved = Album „{ $name }“ verschoben
albums-deleted = Album „{ $name }“ gelöscht
albums-ordered = { $order ->
    [hand] Album „{ $name }“ von Hand sortiert
    [newest] Album „{ $name }“ sortiert: neueste zuerst
    [oldest] Album „{ $name }“ sortiert: älteste zuerst
   *[other] Album „{ $name }“ neu sortiert
}
albums-cover-chosen = Titelbild von „{ $name }“ gewählt
albums-added = { $count ->
    [one] { $count } Foto zu „{ $name }“ hinzugefügt
   *[other] { $count } Fotos zu „{ $name }“ hinzugefügt
}
albums-removed = { $count ->
    [one] { $count } Foto aus „{ $name }“ entfernt
   *[other] { $count } Fotos aus „{ $name }“ entfernt
}
albums-shuffled = { $count ->
    [one] { $count } Foto in „{ $name }“ verschoben
   *[other] { $count } Fotos in „{ $name }“ verschoben
}
albums-changed = Album „{ $name }“ geändert
