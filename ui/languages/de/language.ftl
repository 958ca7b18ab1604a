# Was zur Sprache selbst gehört.

# Wessen Zahlen und Mehrzahlformen verwendet werden (BCP 47).
language-locale = de-DE
# Wo Zeilen beginnen: ltr oder rtl.
language-direction = ltr
language-system = Sprache des Systems
