# For metropolis.mkv alone. It stands on the profile of its folder.
description = Metropolis: its intertitles are in German

priority    = 10

[streams]
audio             = all
default_audio     = none
default_subtitles = eng
