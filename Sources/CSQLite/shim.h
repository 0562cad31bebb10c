// What Swift cannot import from SQLite by itself goes here, each with the reason.
#pragma once

#include <sqlite3.h>
