# Verschwundene Dateien, und Sicherungen.

gone-since = { $folder } · verschwunden seit { $day }
gone-since-today = { $folder } · verschwunden seit heute
gone-since-yesterday = { $folder } · verschwunden seit gestern
gone-questions-more = { $count ->
    [one] und { $count } weitere Frage
   *[other] und { $count } weitere Fragen
}
gone-ask-many = Zu diesen Dateien gibt es Angaben, aber sie sind nicht mehr da. Ist dieses Foto eine davon?
gone-ask-one = Zu dieser Datei gibt es Angaben, aber sie ist nicht mehr da. Ist es dieses Foto?
gone-this-one = Diese ist es
gone-yes = Ja, das ist es
gone-yes-of = Ja, { $name } ist { $file }
gone-none = Keine davon: Es ist ein anderes Foto
gone-no = Nein, es ist ein anderes Foto
gone-no-of = Nein, { $name } ist ein anderes Foto
gone-files = { $count ->
    [one] Angaben zu { $count } verschwundenen Datei
   *[other] Angaben zu { $count } verschwundenen Dateien
}
gone-files-why = Nichts davon ist verloren: Eine Datei, die wiederkommt, hat ihre Angaben von selbst wieder, auch unter anderem Namen. Oder die Angaben dem Foto geben, das sie jetzt ist.
gone-choose = Es ist dieses Foto…
gone-choose-of = Das Foto wählen, das { $file } jetzt ist
gone-folder = { $count ->
    [one] { $count } Foto stimmt mit einer Datei aus { $folder } überein
   *[other] { $count } Fotos stimmen mit Dateien aus { $folder } überein
}
gone-folder-ask = Dieser Ordner ist nicht verbunden, und zu seinen Dateien gibt es Angaben. Sind das hier die Fotos selbst, an einem neuen Ort, oder Kopien davon?
gone-folder-same = Es sind die Fotos, an neuem Ort
gone-folder-copies = Es sind Kopien
gone-empty = Alle Dateien mit Angaben sind da
gone-empty-why = Wird eine Datei gelöscht, bleiben die Angaben dazu erhalten und stehen hier. Sie kommen mit der Datei zurück, oder ein anderes Foto bekommt sie.
gone-which-photo = Welches Foto ist { $name } jetzt?
gone-it-gets = Es bekommt die Angaben: { $said }. Was es selbst hat, bleibt.
gone-no-photo = Kein Foto ohne Angaben hat Namen, Größe oder Inhalt der Datei. Ist es ein anderes? Dann unter den Fotos auswählen und in seinem Menü „{ $command }“ wählen.

# Sicherungen
gone-before-restore = Vor einer Wiederherstellung, { $time }
gone-backup-made = um { $time } Uhr erstellt · { $size }
gone-daily = Täglich erstellt
gone-daily-why = Von den Angaben zu Fotos wird jeden Tag eine Kopie erstellt und 7 Tage lang behalten, danach 4 Wochen lang eine pro Woche. Die Fotos selbst sind nicht darin: Shoebox ändert sie nie.
gone-replaced = Von Sicherungen ersetzt
gone-restore = Wiederherstellen
gone-restore-button = Wiederherstellen…
gone-restore-of = Wiederherstellen: { $name }
gone-ask-back = Zurück zum Stand davor?
gone-ask-restore = Diese Sicherung wiederherstellen?
gone-restore-lost = { $count ->
    [0] Seitdem kam nichts hinzu, es geht also nichts verloren.
    [one] Die letzte Angabe gilt dann nicht mehr.
   *[other] Die letzten { $count } Angaben gelten dann nicht mehr.
}
gone-restore-why = { $name }. Alle Angaben werden wieder so, wie sie damals waren. { $lost } Kein Foto wird angerührt, und der jetzige Stand bleibt als eigene Sicherung erhalten: Hier lässt sich zu ihm zurückkehren.
gone-restored = Die Sicherung ist wiederhergestellt.
gone-restore-undone = Alle Angaben sind wie zuvor.
gone-no-backup = Noch keine Sicherung
gone-no-backup-why = Sobald es Angaben zu einem Foto gibt, wird jeden Tag eine Kopie aller Angaben erstellt, die sich hier wiederherstellen lässt.
