// Clocks, threads, limits of this machine, terminals.
#pragma once

// The environment as `NAME=value` strings, ended by NULL. Read it before there are threads.
char *const *linux_environment(void);
