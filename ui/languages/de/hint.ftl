# Hinweise: Jeder erscheint einmal, wenn er nützt.

hint-label = Hinweis
hint-no-more = Keine Hinweise mehr
hint-open = { $key } öffnet ein Foto; ein Doppelklick auch.
hint-stars = { $one } bis { $five } geben einem Foto Sterne, { $heart } macht es zum Favoriten: hier, und während es offen ist.
hint-drag = Über Fotos ziehen wählt alle aus, die berührt werden; ebenso ein Klick auf das letzte mit gehaltener Umschalttaste.
hint-albums = { $key } legt die ausgewählten Fotos in ein Album. Sie lassen sich auch in der Leiste auf eines ziehen.
hint-folders = Ein Rechtsklick auf einen Ordner zeigt, was sich mit ihm tun lässt.
hint-search = { $key } sucht nach Namen, Orten, Kameras und Daten: zum Beispiel „lissabon 2019“.
hint-rail = An den Daten am Rand entlangziehen führt durch die Jahre; { $key } springt zu einem Datum.
hint-keys = { $key } zeigt jederzeit alle Tasten.
hint-settings = Hinweise
hint-settings-how = Einer nach dem anderen, jeder nur einmal.
