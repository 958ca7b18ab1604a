# Was das Fenster selbst sagt: Dialoge, das Menü von Textfeldern, der Videoplayer.

window-choose-folder = Ordner mit Fotos wählen
window-choose-file = Export, Tabelle oder Datenbank wählen
window-save-file = Angaben zu Fotos sichern
window-kind-said = Angaben zu Fotos
window-kind-all = Alle Dateien
window-undo = Rückgängig
window-redo = Wiederholen
window-cut = Ausschneiden
window-copy = Kopieren
window-paste = Einfügen
window-select-all = Alles auswählen
window-back = Zurück (Esc)
window-play = Abspielen (Leertaste)
window-pause = Anhalten (Leertaste)
window-position = Position
window-mute = Ton aus (M)
window-sound-on = Ton an (M)
window-volume = Lautstärke
window-full-screen = Vollbild (F)
window-plays = Zeigt ein Video
