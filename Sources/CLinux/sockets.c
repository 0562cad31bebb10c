#include "sockets.h"
#include "fault_points.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// The bytes that count of an address; 0 where the name has no room in it. One that lies in the file
// system ends with a NUL, an abstract one with its length: all NULs of it would be part of the
// name.
static socklen_t address_of(struct sockaddr_un *address, const char *name, size_t name_bytes) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (name_bytes == 0 || name_bytes >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return 0;
    }
    memcpy(address->sun_path, name, name_bytes);
    size_t bytes = offsetof(struct sockaddr_un, sun_path) + name_bytes + (name[0] != 0);
    return (socklen_t)bytes;
}

int linux_send_datagram(const char *name, size_t name_bytes, const void *bytes, size_t count) {
    struct sockaddr_un address;
    socklen_t length = address_of(&address, name, name_bytes);
    if (length == 0) return -1;
    int descriptor = FAULTY("socket", socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (descriptor < 0) return -1;
    const struct sockaddr *target = (const struct sockaddr *)&address;
    ssize_t sent = FAULTY(
        "sendto",
        sendto(descriptor, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT, target, length));
    int error = errno;
    close(descriptor);
    errno = error;
    return sent < 0 ? -1 : 0;
}

int linux_receive_datagrams(const char *name, size_t name_bytes) {
    struct sockaddr_un address;
    socklen_t length = address_of(&address, name, name_bytes);
    if (length == 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;
    if (bind(descriptor, (const struct sockaddr *)&address, length) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}
