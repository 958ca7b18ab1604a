# The page of settings.

settings-language = Language
