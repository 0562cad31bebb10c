#include "system.h"
#include "fault_points.h"

#include <unistd.h>

char *const *linux_environment(void) { return environ; }
