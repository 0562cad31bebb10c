// What Swift cannot import from libmicrohttpd by itself goes here, each with the reason.
#pragma once

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

// The results of callbacks: the library's enum is imported under other names by other compilers.
static inline enum MHD_Result http_yes(void) { return MHD_YES; }
static inline enum MHD_Result http_no(void) { return MHD_NO; }

// The same of other closed enums.
static inline int http_is_start(enum MHD_ConnectionNotificationCode what) {
    return what == MHD_CONNECTION_NOTIFY_STARTED;
}

static inline void http_headers(
    struct MHD_Connection *connection, MHD_KeyValueIterator iterator, void *context) {
    (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, iterator, context);
}

static inline struct MHD_Response *http_copy(size_t size, const void *bytes) {
    return MHD_create_response_from_buffer(size, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

// Casts of the header that Swift does not read.
static inline ssize_t http_stream_end(void) { return MHD_CONTENT_READER_END_OF_STREAM; }
static inline ssize_t http_stream_broken(void) { return MHD_CONTENT_READER_END_WITH_ERROR; }
static inline uint64_t http_size_unknown(void) { return MHD_SIZE_UNKNOWN; }

// The listening socket is made here, since the library would not say why it could not make it.
// What is set on it holds for the connections that come of it: a peer that went without a word is
// found out within 30 seconds, and none makes the kernel keep megabytes for it.
static inline int http_listen(
    const unsigned char *address, int count, uint16_t port, int *reason) {
    const int yes = 1, no = 0, send_bytes = 128 * 1024, silence_ms = 30 * 1000;
    struct sockaddr_storage place;
    socklen_t length;
    memset(&place, 0, sizeof place);
    if (count == 16) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)&place;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(port);
        memcpy(&six->sin6_addr, address, 16);
        length = sizeof *six;
    } else {
        struct sockaddr_in *four = (struct sockaddr_in *)&place;
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        memcpy(&four->sin_addr, address, 4);
        length = sizeof *four;
    }
    int fd = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        *reason = errno;
        return -1;
    }
    // Otherwise a restarted node waits a minute for its port.
    int failed = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (!failed && count == 16) {
        failed = setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    }
    if (!failed) failed = bind(fd, (struct sockaddr *)&place, length);
    if (!failed) failed = listen(fd, 1024);
    if (failed) {
        *reason = errno;
        close(fd);
        return -1;
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silence_ms, sizeof silence_ms);
    return fd;
}

static inline uint16_t http_port(int fd) {
    struct sockaddr_storage place;
    socklen_t length = sizeof place;
    if (getsockname(fd, (struct sockaddr *)&place, &length) != 0) return 0;
    return place.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&place)->sin6_port)
                                       : ntohs(((struct sockaddr_in *)&place)->sin_port);
}

static inline void http_close(int fd) { (void)close(fd); }

// Whoever reads or writes there finds the end.
static inline void http_cut(int fd) { (void)shutdown(fd, SHUT_RDWR); }

// What errno says; glibc keeps the text for each thread.
static inline const char *http_reason(int code) { return strerror(code); }

struct http_limits {
    unsigned int connections;
    unsigned int idle_seconds;
    size_t connection_bytes;
};

struct http_callbacks {
    MHD_AccessHandlerCallback handle;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
    void *(*address)(void *, const char *, struct MHD_Connection *);
    size_t (*unescape)(void *, struct MHD_Connection *, char *);
};

// Variadic. Takes the socket over where it succeeds.
static inline struct MHD_Daemon *http_start(
    int fd, struct http_limits limits, struct http_callbacks callbacks, void *context) {
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0, NULL, NULL,
        callbacks.handle, context, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
        limits.connections, MHD_OPTION_CONNECTION_TIMEOUT, limits.idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits.connection_bytes, MHD_OPTION_STRICT_FOR_CLIENT,
        1, MHD_OPTION_NOTIFY_COMPLETED, callbacks.completed, context,
        MHD_OPTION_NOTIFY_CONNECTION, callbacks.connection, context, MHD_OPTION_URI_LOG_CALLBACK,
        callbacks.address, context, MHD_OPTION_UNESCAPE_CALLBACK, callbacks.unescape, context,
        MHD_OPTION_END);
}

// Variadic. -1 where the library does not know.
static inline int http_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

// Variadic. The address of the other side, into 16 bytes; how many of them, 0 where it has none.
static inline int http_peer(struct MHD_Connection *connection, unsigned char *bytes) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == NULL || info->client_addr == NULL) return 0;
    if (info->client_addr->sa_family == AF_INET) {
        memcpy(bytes, &((const struct sockaddr_in *)info->client_addr)->sin_addr, 4);
        return 4;
    }
    if (info->client_addr->sa_family != AF_INET6) return 0;
    memcpy(bytes, &((const struct sockaddr_in6 *)info->client_addr)->sin6_addr, 16);
    return 16;
}
