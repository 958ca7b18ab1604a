# The page of settings.

settings-language = Language
settings-not-connected = { $photos }. Not connected.
settings-look = Look for changes in { $name }
settings-reveal = Show { $name } in the file manager
settings-remove = Remove { $name } from Shoebox
settings-appearance = Appearance
settings-theme = Theme
settings-theme-system = System
settings-size = Photo size
settings-smallest = Smallest
settings-small = Small
settings-usual = Usual
settings-large = Large
settings-largest = Largest
settings-names = File names below photos
settings-said = What you say about photos
settings-copies = Keep a copy beside photos
settings-copies-how = Small files beside the photos (photo.jpg.xmp) with stars, labels, tags and words, as Lightroom, digiKam and darktable read them. The photos themselves stay as they are.
settings-room = Disk space
settings-room-used = { $used } of at most { $limit } are used. The oldest go first; they are made again when needed.
settings-tenth = A tenth of the free space
settings-at-most = Thumbnails take at most
settings-empty = Empty
settings-empty-how = Thumbnails are made again as you look; the rest after the next start. Nothing that you said is lost.
settings-empty-do = Empty it
settings-empty-thumbnails = Empty the thumbnails
settings-empty-ask = Delete { $size } of thumbnails?
settings-empty-then = Thumbnails are made again as you look. Your photos, and what you said about them, stay.
settings-empty-keep = Keep them
settings-empty-delete = Delete thumbnails
settings-privacy = Privacy
settings-look-network = Look at the network again
settings-leaves = What leaves this computer
settings-leaves-to = Connections lead to other computers, or are open to them: { $addresses }.
settings-leaves-not = Nothing. No connection leads to another computer, and none can be made to Shoebox from one.
settings-leaves-unread = Nothing. Shoebox has no account, no statistics and no search for updates.
settings-leaves-hidden = No connection that the system tells of leads to another computer, or can be made from one.
settings-listening = What listens
settings-listens = Shoebox listens at { $addresses }, which only this computer can reach. It answers this page alone.
settings-listens-open = { $count ->
    [one] Shoebox listens at { $addresses }, which only this computer can reach. It answers this page alone; { $count } connection of this computer is open now.
   *[other] Shoebox listens at { $addresses }, which only this computer can reach. It answers this page alone; { $count } connections of this computer are open now.
}
settings-decoders = What reads your files
settings-decoders-none = Processes of their own, started when they are needed.
settings-decoders-own = { $count ->
    [one] { $count } process of its own.
   *[other] { $count } processes of their own.
}
settings-no-sockets = They hold no network socket.
settings-sockets = { $count ->
    [one] They hold { $count } network socket.
   *[other] They hold { $count } network sockets.
}
settings-asked = Asked of the system just now, for Shoebox and all that it has started.
settings-asked-not = This system does not tell which sockets a program holds: this is what Shoebox has opened itself.
settings-asked-hidden = { $count ->
    [one] Of { $count } process of the window it does not tell, because it is sandboxed.
   *[other] Of { $count } processes of the window it does not tell, because they are sandboxed.
}
settings-keys-as = Keys as in
settings-keys-own = Your own.
settings-keys-back = Reset all keys
settings-keys-player = The window’s own player keeps its keys.
settings-key-wait = Press a key, or Esc
settings-key-waits = { $label }: press a key, or Escape
settings-key-now = { $label }: { $keys }. Change
settings-key-change = Change
settings-key-reset = Reset
settings-key-reset-of = Reset the key: { $label }
settings-key-also = Also: { $commands }
settings-key-add = { $label }: add a key
settings-key-remove = Remove
settings-key-remove-of = Remove the key { $key }: { $label }
settings-key-none = None
settings-no-key = no key
