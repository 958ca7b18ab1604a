# Datumsangaben. Sie stehen hier und nicht in den Tabellen des Browsers, deren Wörter sich mit jeder Fassung ändern.

dates-months = Januar Februar März April Mai Juni Juli August September Oktober November Dezember
dates-months-short = Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez
dates-weekdays = Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag
dates-weekdays-short = So Mo Di Mi Do Fr Sa
dates-none = Ohne Datum
# Samstag, 14. November 2026, in allen Formen: mit und ohne Jahr, mit und ohne Wochentag
dates-day-weekday-year = { $weekday }, { $day }. { $month } { $year }
dates-day-weekday = { $weekday }, { $day }. { $month }
dates-day-year = { $day }. { $month } { $year }
dates-month = { $month } { $year }
dates-time = { $date }, { $time }
dates-zone = { $date } ({ $zone })
dates-spring = Frühling { $year }
dates-summer = Sommer { $year }
dates-autumn = Herbst { $year }
dates-winter = Winter { $year }
dates-decade = { $year }er
dates-around = { $season ->
    [spring] Etwa Frühling { $year }
    [summer] Etwa Sommer { $year }
    [autumn] Etwa Herbst { $year }
    [winter] Etwa Winter { $year }
   *[none] Etwa { $date }
}
dates-short-weekday-year = { $weekday }, { $day }. { $month } { $year }
dates-short-weekday = { $weekday }, { $day }. { $month }
dates-short-year = { $day }. { $month } { $year }
dates-short = { $day }. { $month }
dates-taken = { $weekday }, { $date }, { $time }
dates-range = { $first } bis { $last }
dates-two-days = { $first } und { $last }
dates-near = bei { $place }
dates-two-places = { $one } und { $other }
dates-places-more = { $places } und noch { $count }
dates-none-short = Ohne
dates-signs = Ziffern und Zeichen
# Was als Datum eingegeben wird
dates-write = Ein Datum eingeben, zum Beispiel 14.11.2024 15:30, Nov. 1990, Sommer 1984, etwa 1960 oder 1975.
dates-time-needs-day = Eine Uhrzeit braucht einen Tag, zum Beispiel 14.11.2024 15:30.
dates-time-exact = Eine Uhrzeit ist genau: entweder die Uhrzeit oder das Wort vor dem Datum weglassen.
dates-half-day = Mit am oder pm reichen die Stunden von 1 bis 12.
dates-clock = Uhrzeiten reichen von 0:00 bis 23:59.
dates-zone-most = Eine Zeitzone weicht höchstens 14 Stunden von UTC ab.
dates-year-missing = Auch das Jahr angeben, zum Beispiel { $date }.
dates-year = Jahre reichen von { $first } bis { $last }.
dates-no-month = Einen Monat { $month } gibt es nicht.
dates-no-day = Im { $month } gibt es keinen { $day }. Tag.
dates-spring-typed = Frühling 1984
dates-summer-typed = Sommer 1984
dates-autumn-typed = Herbst 1984
dates-winter-typed = Winter 1984
# Wie weit Daten verschoben werden
dates-shift = Angeben, um wie viel, zum Beispiel +1h, 2 Tage 3 Stunden später oder -1:30.
dates-shift-months = Monate und Jahre sind verschieden lang: die Tage angeben.
dates-shift-most = Daten lassen sich um höchstens 200 Jahre verschieben.
dates-earlier = { $length } früher
dates-later = { $length } später
dates-weeks = { $count ->
    [one] { $count } Woche
   *[other] { $count } Wochen
}
dates-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
# Die Arten, Daten zu ändern
dates-way-keep = So lassen
dates-way-set = Ein Datum für alle
dates-way-set-such = 14.11.2024 15:30, Nov. 1990, Sommer 1984, 1975
dates-way-shift = Verschieben um
dates-way-shift-such = +1h, 1 Tag früher, -0:05
dates-way-first = Das erste entstand am
dates-way-first-such = 14.11.2024 15:30: die anderen werden ebenso verschoben
dates-way-zone = Zeitzone
dates-way-zone-such = UTC+2: die Uhrzeit bleibt, ihre Zone ist bekannt
dates-way-file = Wie in den Dateien
dates-zone-such = Eine Zeitzone eingeben, zum Beispiel UTC+2 oder −03:30, höchstens 14 Stunden von UTC.
dates-both-need-time = Beides braucht eine Uhrzeit: Tag und Uhrzeit des ersten Fotos angeben.
dates-already = Das ist schon sein Datum.
dates-first-photo = Erstes: { $name }
dates-last-photo = Letztes: { $name }
dates-as-file = wie in der Datei
