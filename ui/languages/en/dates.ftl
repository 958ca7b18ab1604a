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
# What is typed for a date
dates-write = Write a date, such as 14.11.2024 15:30, Nov 1990, summer 1984, around 1960 or 1975.
dates-time-needs-day = A time needs a day, such as 14.11.2024 15:30.
dates-time-exact = A time is exact: leave out the time or the word before the date.
dates-half-day = With am or pm an hour is 1 to 12.
dates-clock = A time is 0:00 to 23:59.
dates-zone-most = A time zone is at most 14 hours from UTC.
dates-year-missing = Write the year, too, such as { $date }.
dates-year = A year is { $first } to { $last }.
dates-no-month = There is no month { $month }.
dates-no-day = { $month } has no day { $day }.
dates-spring-typed = spring 1984
dates-summer-typed = summer 1984
dates-autumn-typed = autumn 1984
dates-winter-typed = winter 1984
# How far dates are shifted
dates-shift = Write how far, such as +1h, 2 days 3 hours later, or -1:30.
dates-shift-months = Months and years differ: write days.
dates-shift-most = Dates can be shifted by at most 200 years.
dates-earlier = { $length } earlier
dates-later = { $length } later
dates-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
dates-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
# The ways to change dates
dates-way-keep = Leave as it is
dates-way-set = One date for all
dates-way-set-such = 14.11.2024 15:30, Nov 1990, summer 1984, 1975
dates-way-shift = Shift by
dates-way-shift-such = +1h, 1 day earlier, -0:05
dates-way-first = The first was taken at
dates-way-first-such = 14.11.2024 15:30: the others are shifted alike
dates-way-zone = Time zone
dates-way-zone-such = UTC+2: the time stays, its zone is known
dates-way-file = As the files say
dates-zone-such = Write a time zone, such as UTC+2 or −03:30, at most 14 hours from UTC.
dates-both-need-time = Both need a time: write day and time of the first photo.
dates-already = That is its date already.
dates-first-photo = First: { $name }
dates-last-photo = Last: { $name }
dates-as-file = as its file says
