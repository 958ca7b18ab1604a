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
    [spring] Um Frühling { $year }
    [summer] Um Sommer { $year }
    [autumn] Um Herbst { $year }
    [winter] Um Winter { $year }
   *[none] Um { $date }
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
dates-places-more = { $places } und { $count } weitere
dates-none-short = Ohne
dates-signs = Ziffern und Zeichen
