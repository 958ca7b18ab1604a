# Dates. They stand here and not in the browser's own tables, whose words differ from one version to the next.

dates-months = January February March April May June July August September October November December
dates-months-short = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
dates-weekdays = Sunday Monday Tuesday Wednesday Thursday Friday Saturday
dates-weekdays-short = Sun Mon Tue Wed Thu Fri Sat
dates-none = No date
# Saturday 14 November 2026, in all forms: with the year, without it, with and without the weekday
dates-day-weekday-year = { $weekday } { $day } { $month } { $year }
dates-day-weekday = { $weekday } { $day } { $month }
dates-day-year = { $day } { $month } { $year }
dates-month = { $month } { $year }
dates-time = { $date }, { $time }
dates-zone = { $date } ({ $zone })
dates-spring = Spring { $year }
dates-summer = Summer { $year }
dates-autumn = Autumn { $year }
dates-winter = Winter { $year }
dates-decade = { $year }s
dates-around = { $season ->
    [spring] Around spring { $year }
    [summer] Around summer { $year }
    [autumn] Around autumn { $year }
    [winter] Around winter { $year }
   *[none] Around { $date }
}
dates-short-weekday-year = { $weekday } { $day } { $month } { $year }
dates-short-weekday = { $weekday } { $day } { $month }
dates-short-year = { $day } { $month } { $year }
dates-short = { $day } { $month }
dates-taken = { $weekday } { $date }, { $time }
dates-range = { $first } to { $last }
dates-two-days = { $first } and { $last }
dates-near = near { $place }
dates-two-places = { $one } and { $other }
dates-places-more = { $places } and { $count } more
dates-none-short = None
dates-signs = Digits and signs
