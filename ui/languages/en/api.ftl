# What the server, or its silence, means.

api-signed-out-here = This page is signed out: Shoebox was opened elsewhere, or another site on this computer changed its cookie. Go on there, or press Enter where Shoebox runs and open the address that it prints.
api-too-many-cookies = Other sites on this computer have set more cookies than Shoebox can take. Delete the cookies of 127.0.0.1 in this browser, then press Enter where Shoebox runs and open the address that it prints.
api-signed-out = You are signed out.
api-away-here = Shoebox has been closed. Start it again to go on.
api-away-site = The gallery cannot be reached.
api-status = The server answered { $status }.
