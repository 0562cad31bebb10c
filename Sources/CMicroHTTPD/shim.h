// What Swift cannot import from libmicrohttpd by itself goes here, each with the reason.
#pragma once

#include <microhttpd.h>
