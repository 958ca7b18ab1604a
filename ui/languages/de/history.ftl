# Die Seite des Verlaufs.

history-today = Heute
history-yesterday = Gestern
history-conflicts = Zwei Programme sagen Verschiedenes
history-conflicts-why = Hier und in einem anderen Programm wurde dasselbe geändert, bevor eines vom anderen wusste.
history-take-of = { $action }: { $field } von { $name }
history-leave = So lassen
history-you = Hier
history-other-program = Anderes Programm
history-restored = Eine Sicherung wurde wiederhergestellt
history-undo-act = Rückgängig: { $act }
history-by-other = { $act }, von einem anderen Programm
history-older = Ältere zeigen
history-empty = Noch keine Angaben
history-empty-why = Angaben zu Fotos stehen hier und lassen sich zurücknehmen: heute oder in einem Jahr.
history-empty-how = { $favourite } drücken für einen Favoriten, { $one } bis { $five } für Sterne, { $pick } zum Wählen und { $reject } zum Verwerfen, bei einem Foto oder bei vielen.
