# Files that are gone, and backups.

gone-since = { $folder } · gone since { $day }
gone-since-today = { $folder } · gone since today
gone-since-yesterday = { $folder } · gone since yesterday
gone-questions-more = { $count ->
    [one] and { $count } more question
   *[other] and { $count } more questions
}
gone-ask-many = You said something about these files, which are not there any more. Is this photo one of them?
gone-ask-one = You said something about this file, which is not there any more. Is this photo that file?
gone-this-one = It is this one
gone-yes = Yes, it is
gone-yes-of = Yes, { $name } is { $file }
gone-none = None of them: it is another photo
gone-no = No, it is another photo
gone-no-of = No, { $name } is another photo
gone-files = { $count ->
    [one] Said about { $count } file that is gone
   *[other] Said about { $count } files that are gone
}
gone-files-why = Nothing of it is lost: a file that comes back has its words again by itself, also under another name. Or give them to the photo that it is now.
gone-choose = It is this photo…
gone-choose-of = Choose the photo that { $file } is now
gone-folder = { $count ->
    [one] { $count } photo is the same as a file of { $folder }
   *[other] { $count } photos are the same as files of { $folder }
}
gone-folder-ask = That folder is not connected, and you said something about its files. Are these the photos themselves, in a new place, or copies of them?
gone-folder-same = They are the photos, in a new place
gone-folder-copies = They are copies
gone-empty = Nothing said is missing its file
gone-empty-why = When a file is deleted, what you said about it is kept and listed here. It comes back with the file, or you give it to another photo.
gone-which-photo = Which photo is { $name } now?
gone-it-gets = It gets what was said: { $said }. What it has of its own stays.
gone-no-photo = No photo without words has its name, size or content. Is it another one? Select it among your photos, and choose “{ $command }” from its menu.

# Backups
gone-before-restore = Before a backup was restored, { $time }
gone-backup-made = made at { $time } · { $size }
gone-daily = Made every day
gone-daily-why = Of what you say about photos a copy is made each day and kept for 7 days, then one a week for 4 weeks. Your photos are not in it: Shoebox never writes to them.
gone-replaced = What backups have replaced
gone-restore = Restore
gone-restore-button = Restore…
gone-restore-of = Restore: { $name }
gone-ask-back = Go back to what was before?
gone-ask-restore = Restore this backup?
gone-restore-lost = { $count ->
    [0] Nothing was said since then, so nothing will be missing.
    [one] The last thing you said will not count any more.
   *[other] The last { $count } things you said will not count any more.
}
gone-restore-why = { $name }. Everything you said will be as it was then. { $lost } No photo is touched, and what holds now is kept as a backup of its own: you can go back to it here.
gone-restored = The backup is restored.
gone-restore-undone = Everything you said is as it was before.
gone-no-backup = No backup yet
gone-no-backup-why = Once you have said something about a photo, a copy of all that you said is made each day, and can be restored here.
