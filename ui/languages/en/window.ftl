# What the window itself says (gallery/desktop): dialogs, the menu of text fields, the player of videos.

window-choose-folder = Choose a folder of photos
window-choose-file = Choose an export, a table, or a database
window-save-file = Save what you said about photos
window-kind-said = What was said about photos
window-kind-all = All files
window-undo = Undo
window-redo = Redo
window-cut = Cut
window-copy = Copy
window-paste = Paste
window-select-all = Select all
window-back = Back (Esc)
window-play = Play (Space)
window-pause = Pause (Space)
window-position = Position
window-mute = Mute (M)
window-sound-on = Sound on (M)
window-volume = Volume
window-full-screen = Full screen (F)
window-plays = Shows a video
