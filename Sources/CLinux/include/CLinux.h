// Every system call the program makes by itself passes through here. Three reasons:
//  - Swift does not import variadic functions, function-like macros and what hides behind
//    _GNU_SOURCE;
//  - one file reads errno (Platform/Errno.swift), and it can, because every call reports the same
//    way;
//  - tests make a call fail, be interrupted, come short or lose its reply (faults.h), debug builds
//    only.
// All return -1 (or NULL) and set errno like the calls they are named after.
#pragma once

#include "faults.h"
#include "files.h"
#include "processes.h"
#include "sockets.h"
#include "system.h"
#include "terminal.h"
#include "watching.h"
