extension WrongProfile {
    static let settings: [WrongProfile] = [
        WrongProfile(
            "container = mkb",
            """
            tv.conf:1:13: there is no usual encoder for mkb; name one with -c:v; did you mean \
            "mkv"?
                1 | container = mkb
                  |             ^^^
            """
        ),
        WrongProfile(
            "container = matrosk",
            """
            tv.conf:1:13: container takes a format of libavformat, not "matrosk"; did you mean \
            "matroska"?
                1 | container = matrosk
                  |             ^^^^^^^
            """
        ),
        WrongProfile(
            "container = rtmp",
            """
            tv.conf:1:13: container cannot be rtmp: a result is a file, not an address
                1 | container = rtmp
                  |             ^^^^
            """
        ),
        WrongProfile(
            "container = mkv mp4",
            """
            tv.conf:1:17: there is more behind the value
                1 | container = mkv mp4
                  |                 ^^^
            """
        ),
        WrongProfile(
            "container = hls",
            """
            tv.conf:1:13: container hls needs the sizes to make: a [rendition NAME] for each, \
            such as [rendition 720p] with height = 720
                1 | container = hls
                  |             ^^^
            """
        ),
        WrongProfile(
            "slice = 2s",
            """
            tv.conf:1:9: slice takes a time from 5s to 24h, such as 10s, not "2s"
                1 | slice = 2s
                  |         ^^
            """
        ),
        WrongProfile(
            "slice = 90",
            """
            tv.conf:1:9: slice takes a time from 5s to 24h, such as 10s, not "90"
                1 | slice = 90
                  |         ^^
            """
        ),
        WrongProfile(
            "on_damage = fial",
            """
            tv.conf:1:13: on_damage takes conceal or fail, not "fial"; did you mean "fail"?
                1 | on_damage = fial
                  |             ^^^^
            """
        ),
        WrongProfile(
            "priority = high",
            """
            tv.conf:1:12: priority takes a whole number from -1000 to 1000, the higher the \
            sooner, not "high"
                1 | priority = high
                  |            ^^^^
            """
        ),
        WrongProfile(
            "priority = 1001",
            """
            tv.conf:1:12: priority takes a whole number from -1000 to 1000, the higher the \
            sooner, not "1001"
                1 | priority = 1001
                  |            ^^^^
            """
        ),
        WrongProfile(
            "priority = +5",
            """
            tv.conf:1:12: priority takes a whole number from -1000 to 1000, the higher the \
            sooner, not "+5"
                1 | priority = +5
                  |            ^^
            """
        ),
        WrongProfile(
            "hours = 22-7",
            """
            tv.conf:1:9: hours takes times from 00:00 to 24:00, such as 22:00-07:00, not "22-7"
                1 | hours = 22-7
                  |         ^^^^
            """
        ),
        WrongProfile(
            "hours = 25:00-07:00",
            """
            tv.conf:1:9: hours takes times from 00:00 to 24:00, such as 22:00-07:00, not \
            "25:00-07:00"
                1 | hours = 25:00-07:00
                  |         ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "hours = 22:00-22:00",
            """
            tv.conf:1:9: hours 22:00-22:00 ends where it begins; leave the time out for whole days
                1 | hours = 22:00-22:00
                  |         ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "hours = mon-fry 22:00-07:00",
            """
            tv.conf:1:9: hours takes days from mon to sun, not "fry"; did you mean "fri"?
                1 | hours = mon-fry 22:00-07:00
                  |         ^^^^^^^
            """
        ),
        WrongProfile(
            "hours = 22:00-07:00 08:00-09:00",
            """
            tv.conf:1:21: hours takes one time in a row; a comma stands before the next one
                1 | hours = 22:00-07:00 08:00-09:00
                  |                     ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "hours = monday",
            """
            tv.conf:1:9: hours takes days from mon to sun, not "monday"; did you mean "mon"?
                1 | hours = monday
                  |         ^^^^^^
            """
        ),
        WrongProfile(
            "hours = ,",
            """
            tv.conf:1:9: hours takes times such as 22:00-07:00, or days as well: mon-fri \
            22:00-07:00, sat-sun, not ","
                1 | hours = ,
                  |         ^
            """
        ),
        WrongProfile(
            "hours = mon-wed-fri",
            """
            tv.conf:1:9: hours takes days such as mon-fri, not "mon-wed-fri"
                1 | hours = mon-wed-fri
                  |         ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "hours = 22:00–07:00",
            """
            tv.conf:1:9: hours takes times from 00:00 to 24:00, such as 22:00-07:00, not \
            "22:00–07:00"
                1 | hours = 22:00–07:00
                  |         ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "nodes = amd64",
            """
            tv.conf:1:9: nodes takes words such as arch:amd64, encoder:libx265 or !name:pi*, \
            not "amd64"
                1 | nodes = amd64
                  |         ^^^^^
            """
        ),
        WrongProfile(
            "nodes = arch:x86_64",
            """
            tv.conf:1:9: nodes takes an architecture as Debian calls it, such as amd64 or \
            arm64, not "x86_64"; did you mean "amd64"?
                1 | nodes = arch:x86_64
                  |         ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "nodes = acrh:amd64",
            """
            tv.conf:1:9: nodes takes arch, encoder or name before the colon, not "acrh"; did \
            you mean "arch"?
                1 | nodes = acrh:amd64
                  |         ^^^^^^^^^^
            """
        ),
        WrongProfile(
            "nodes = encoder:x265",
            """
            tv.conf:1:9: nodes takes the name of an encoder, not "x265"; did you mean "libx265"?
                1 | nodes = encoder:x265
                  |         ^^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "nodes = name:[pi",
            """
            tv.conf:1:9: nodes takes a name, perhaps with * and ?, not "[pi": the pattern has a \
            "[" without "]", or ends in a backslash
                1 | nodes = name:[pi
                  |         ^^^^^^^^
            """
        ),
        WrongProfile(
            "nodes = arch:vax",
            """
            tv.conf:1:9: nodes takes an architecture as Debian calls it, such as amd64 or \
            arm64, not "vax"
                1 | nodes = arch:vax
                  |         ^^^^^^^^
            """
        ),
        WrongProfile(
            "tries = 0",
            """
            tv.conf:1:9: tries takes a whole number from 1 to 100, not "0"
                1 | tries = 0
                  |         ^
            """
        ),
        WrongProfile(
            "tries = 1.5",
            """
            tv.conf:1:9: tries takes a whole number from 1 to 100, not "1.5"
                1 | tries = 1.5
                  |         ^^^
            """
        ),
        WrongProfile(
            "on_conflict = overwirte",
            """
            tv.conf:1:15: on_conflict takes fail, suffix or overwrite, not "overwirte"; did you \
            mean "overwrite"?
                1 | on_conflict = overwirte
                  |               ^^^^^^^^^
            """
        ),
        WrongProfile(
            "source = move",
            """
            tv.conf:1:10: source move needs a folder, such as move:done
                1 | source = move
                  |          ^^^^
            """
        ),
        WrongProfile(
            "source = remove",
            """
            tv.conf:1:10: source takes keep, delete, move:FOLDER or done-marker, not "remove"; \
            did you mean "delete"?
                1 | source = remove
                  |          ^^^^^^
            """
        ),
        WrongProfile(
            "source = move:/old",
            """
            tv.conf:1:10: source takes move:FOLDER with a folder below the input, such as \
            move:done, not "move:/old"
                1 | source = move:/old
                  |          ^^^^^^^^^
            """
        ),
        WrongProfile(
            "source = move:../old",
            """
            tv.conf:1:10: source takes move:FOLDER with a folder below the input, such as \
            move:done, not "move:../old"
                1 | source = move:../old
                  |          ^^^^^^^^^^^
            """
        ),
        WrongProfile(
            "source = delte",
            """
            tv.conf:1:10: source takes keep, delete, move:FOLDER or done-marker, not "delte"; \
            did you mean "delete"?
                1 | source = delte
                  |          ^^^^^
            """
        ),
        WrongProfile(
            "keep_times = true",
            """
            tv.conf:1:14: keep_times takes yes or no, not "true"; did you mean "yes"?
                1 | keep_times = true
                  |              ^^^^
            """
        ),
        WrongProfile(
            "min_saving = 99%",
            """
            tv.conf:1:14: min_saving takes whole percents from 0% to 95%, not "99%"
                1 | min_saving = 99%
                  |              ^^^
            """
        ),
        WrongProfile(
            "min_saving = 5 %",
            """
            tv.conf:1:16: there is more behind the value
                1 | min_saving = 5 %
                  |                ^
            """
        ),
        WrongProfile(
            "min_saving = -1%",
            """
            tv.conf:1:14: min_saving takes whole percents from 0% to 95%, not "-1%"
                1 | min_saving = -1%
                  |              ^^^
            """
        ),
        WrongProfile(
            "min_size = 150MB",
            """
            tv.conf:1:12: min_size takes a size such as 150M or 2G, not "150MB"
                1 | min_size = 150MB
                  |            ^^^^^
            """
        ),
        WrongProfile(
            "min_size = big",
            """
            tv.conf:1:12: min_size takes a size such as 150M or 2G, not "big"
                1 | min_size = big
                  |            ^^^
            """
        ),
    ]
}
