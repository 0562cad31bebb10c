// Datagrams to sockets of this machine.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Sends one datagram to the AF_UNIX socket of that name, without waiting for room there. A name
// that begins with a NUL is an abstract one; see unix(7). ENAMETOOLONG where it has no room.
int linux_send_datagram(const char *name, size_t name_bytes, const void *bytes, size_t count);

// A socket of that name that datagrams arrive at; reading it never blocks.
int linux_receive_datagrams(const char *name, size_t name_bytes);
