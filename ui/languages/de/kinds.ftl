# Arten dessen, was in einem Ordner liegt und nicht gezeigt wird, ohne ihre Zahl, und eine davon mit ihr.

kinds-counted = { $count } { $kind }
kinds-pdf = PDF
kinds-svg = SVG
kinds-eps = EPS
kinds-wmf = WMF
kinds-emf = EMF
kinds-video = { $count ->
    [one] Video anderer Art
   *[other] Videos anderer Art
}
kinds-sound = { $count ->
    [one] Tondatei
   *[other] Tondateien
}
kinds-archive = { $count ->
    [one] Archiv
   *[other] Archive
}
kinds-other = { $count ->
    [one] andere Datei
   *[other] andere Dateien
}
kinds-raw = RAW
kinds-jp2 = JPEG 2000
kinds-jxr = JPEG XR
kinds-psd = Photoshop
kinds-icon = { $count ->
    [one] Symbol
   *[other] Symbole
}
kinds-project = { $count ->
    [one] Datei einer Bildbearbeitung
   *[other] Dateien von Bildbearbeitungen
}
kinds-rare = { $count ->
    [one] Bild eines seltenen Formats
   *[other] Bilder seltener Formate
}
kinds-hidden = { $count ->
    [one] verstecktes Bild
   *[other] versteckte Bilder
}
kinds-link = { $count ->
    [one] Verknüpfung
   *[other] Verknüpfungen
}
kinds-hidden-folder = { $count ->
    [one] versteckter Ordner
   *[other] versteckte Ordner
}
kinds-nomedia = { $count ->
    [one] Ordner mit .nomedia
   *[other] Ordner mit .nomedia
}
kinds-previews = { $count ->
    [one] Ordner mit Vorschauen eines anderen Programms
   *[other] Ordner mit Vorschauen anderer Programme
}
kinds-edited = { $count ->
    [one] Ordner bearbeiteter Kopien
   *[other] Ordner bearbeiteter Kopien
}
kinds-thumbnails = { $count ->
    [one] Datei mit Vorschaubildern
   *[other] Dateien mit Vorschaubildern
}
kinds-bin = { $count ->
    [one] Papierkorb
   *[other] Papierkörbe
}
