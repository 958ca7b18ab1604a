# Anzahlen und Mengen.

count-photos = { $count ->
    [one] { $count } Foto
   *[other] { $count } Fotos
}
count-files = { $count ->
    [one] { $count } Datei
   *[other] { $count } Dateien
}
count-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
count-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
count-seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
count-moment = weniger als eine Sekunde
count-bytes = { $count ->
    [one] { $count } Byte
   *[other] { $count } Byte
}
count-under = Unter { $size }
count-conflicts = { $count ->
    [one] { $count } Konflikt
   *[other] { $count } Konflikte
}
count-folders = { $count ->
    [one] { $count } Ordner
   *[other] { $count } Ordner
}
count-items = { $count ->
    [one] { $count } Objekt
   *[other] { $count } Objekte
}
count-pictures = { $count ->
    [one] { $count } Bild
   *[other] { $count } Bilder
}
count-videos = { $count ->
    [one] { $count } Video
   *[other] { $count } Videos
}
