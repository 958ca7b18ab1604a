# What belongs to the language as such.

# Whose numbers and plural forms are used (BCP 47).
language-locale = en-GB
# Where lines begin: ltr or rtl.
language-direction = ltr
language-system = Language of the system
