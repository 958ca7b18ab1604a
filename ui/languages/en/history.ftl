# The page of the history.

history-today = Today
history-yesterday = Yesterday
history-conflicts = Two programs said different things
history-conflicts-why = You and another program changed the same before either saw the other.
history-take-of = { $action }: { $field } of { $name }
history-leave = Leave it so
history-you = You
history-other-program = Another program
history-restored = A backup was restored
history-undo-act = Undo: { $act }
history-by-other = { $act }, by another program
history-older = Show older
history-empty = Nothing said yet
history-empty-why = What you say about photos is listed here, and can be taken back: today, or in a year.
history-empty-how = Press { $favourite } for a favourite, { $one } to { $five } for stars, { $pick } to pick and { $reject } to reject, on one photo or on many.
