// CommandLine: one table of commands, flags and settings -> arguments, help, man page, completions.
