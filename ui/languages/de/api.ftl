# Was der Server, oder sein Schweigen, bedeutet.

api-signed-out-here = Diese Seite ist abgemeldet: Shoebox wurde anderswo geöffnet, oder eine andere Seite auf diesem Computer hat ihr Cookie geändert. Dort weitermachen oder da, wo Shoebox läuft, die Eingabetaste drücken und die gezeigte Adresse öffnen.
api-too-many-cookies = Andere Seiten auf diesem Computer haben mehr Cookies gesetzt, als Shoebox annehmen kann. Die Cookies von 127.0.0.1 in diesem Browser löschen, dann da, wo Shoebox läuft, die Eingabetaste drücken und die gezeigte Adresse öffnen.
api-signed-out = Nicht mehr angemeldet.
api-away-here = Shoebox wurde geschlossen. Zum Weitermachen neu starten.
api-away-site = Die Galerie ist nicht erreichbar.
api-status = Der Server hat mit { $status } geantwortet.
