# What stands in the page's document (ui/index.html) from the beginning.

page-library = Bibliothek
page-which-file = Welche Datei ist es?
page-folders = Ordner
page-new-album = Neues Album
page-smart-albums = Intelligente Alben
page-tags = Stichwörter
page-sidebar-width = Breite der Seitenleiste
page-sidebar-drag = Ziehen ändert die Breite, Doppelklick stellt die übliche her
page-search = Namen, Daten, Orte, Stichwörter suchen
page-view = Ansicht
page-more = Mehr
page-selection = Auswahl
page-photos = Fotos
page-date = Datum
page-drop = Loslassen, um diesen Ordner oder dieses Bild zu zeigen
