# What belongs to the language as such.

# Whose numbers and plural forms are used (BCP 47).
language-locale = en-GB
# Where lines begin: ltr or rtl.
language-direction = ltr
# Its own name.
language-name = English
language-system = Language of the system
