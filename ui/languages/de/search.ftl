# Suchen.

search-in = Suche in { $name }
search-the-album = dem Album
search-search = Suche
search-folder = Ordner
search-nothing-has-all = Auf kein Foto trifft alles zu
search-no-match = Kein Foto passt zu „{ $query }“
search-each-part = Jeder Teil findet Fotos, aber keine, die auch die anderen finden. Das findet jeder für sich:
search-other-parts = { $parts ->
    [one] Der andere Teil findet Fotos. Das findet jeder für sich:
   *[other] Die anderen Teile finden Fotos. Das findet jeder für sich:
}
search-correction = { $term } suchen
search-correction-count = { $term } suchen, { $photos }
search-leave-out = Ohne { $part }, { $photos }
search-everywhere = In allen Ordnern suchen, { $photos }
search-field-aperture = die Blende
search-field-iso = ISO
search-field-focal = die Brennweite
search-field-colour = die Farbe
search-field-exposure = die Belichtungszeit
search-field-other = „{ $field }:“
search-help-words = Gesucht wird in Namen, Ordnern, Titeln, Beschreibungen, Stichwörtern, Personen, Orten und Kameras. Auch „June 2019“, „camera:nikon“, „iso:>800“ und „is:portrait“ gehen; „-“ schließt aus.
search-help-said = Eigene Angaben findet man mit „is:favourite“, „rating:>=4“, „label:red“, „tag:travel/italy“, „album:Rome“ und „place:Lisbon“.
search-clear = Suche leeren
search-terms = Suchbegriffe
search-suggestions = Vorschläge
search-found = { $photos } gefunden
search-save = Diese Suche sichern
