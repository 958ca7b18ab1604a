# What stands in the page's document (ui/index.html) from the beginning.

page-library = Library
page-which-file = Which file is it?
page-folders = Folders
page-new-album = New album
page-smart-albums = Smart albums
page-tags = Tags
page-sidebar-width = Width of the sidebar
page-sidebar-drag = Drag to resize, double click for the usual width
page-search = Search names, dates, places, tags
page-view = View
page-more = More
page-selection = Selection
page-photos = Photos
page-date = Date
page-drop = Drop to show this folder or picture
