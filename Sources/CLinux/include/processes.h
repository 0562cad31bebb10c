// Child processes and signals.
#pragma once
