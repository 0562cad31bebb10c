#include "fault_points.h"

#include <string.h>

#ifdef REELMILL_FAULTS

enum { FAULTS_MAX = 16, NAME_BYTES_MAX = 24 };

struct fault {
    char call[NAME_BYTES_MAX];
    enum linux_fault_kind kind;
    int error;
    int skip;
    int times;
};

static _Thread_local struct fault faults[FAULTS_MAX];
static _Thread_local int faults_count;
static _Thread_local int faults_met;
static _Thread_local void (*pause_body)(void *);
static _Thread_local void *pause_context;

bool linux_faults_compiled(void) { return true; }
int linux_faults_met(void) { return faults_met; }

void linux_faults_clear(void) {
    faults_count = 0;
    faults_met = 0;
    pause_body = NULL;
}

void linux_fault_on_pause(void (*body)(void *), void *context) {
    pause_body = body;
    pause_context = context;
}

void linux_fault_arm(const char *call, enum linux_fault_kind kind, int error, int skip, int times) {
    if (faults_count == FAULTS_MAX || strlen(call) >= NAME_BYTES_MAX) __builtin_trap();
    struct fault *fault = &faults[faults_count++];
    *fault = (struct fault){{0}, kind, error, skip, times};
    strcpy(fault->call, call);
}

static bool is_among(const char *call, const char *const *calls) {
    for (; *calls != NULL; calls++) {
        if (strcmp(call, *calls) == 0) return true;
    }
    return false;
}

// `*` is every call but close(2): what a killed process had open is closed all the same.
static bool is_meant(const struct fault *fault, const char *call) {
    if (strcmp(fault->call, "*") == 0) return strcmp(call, "close") != 0;
    return strcmp(fault->call, call) == 0;
}

// Between two calls of `*` that count there is something that a killed process may leave behind.
static bool counts(const struct fault *fault, const char *call) {
    static const char *const harmless[] = {
        "read", "pread", "readdir", "readlink", "lstat", "stat", "fstat", "fstatfs", "fsync", NULL,
    };
    return strcmp(fault->call, "*") != 0 || !is_among(call, harmless);
}

// Uses up one call of the first fault of this kind that waits for it; 0 when none strikes now.
static int strike(const char *call, enum linux_fault_kind kind) {
    for (int i = 0; i < faults_count; i++) {
        struct fault *fault = &faults[i];
        if (fault->kind != kind || !is_meant(fault, call) || fault->times == 0) continue;
        if (fault->skip > 0) {
            if (counts(fault, call)) fault->skip--;
            return 0;
        }
        fault->times--;
        faults_met++;
        return fault->error;
    }
    return 0;
}

int linux_fault_error(const char *call, bool made) {
    if (!made && pause_body != NULL && strike(call, LINUX_FAULT_PAUSES) != 0) {
        pause_body(pause_context);
    }
    return strike(call, made ? LINUX_FAULT_REPLY_LOST : LINUX_FAULT_FAILS);
}

size_t linux_fault_length(const char *call, size_t wanted) {
    int most = strike(call, LINUX_FAULT_SHORT);
    return most > 0 && (size_t)most < wanted ? (size_t)most : wanted;
}

#else

bool linux_faults_compiled(void) { return false; }
int linux_faults_met(void) { return 0; }
void linux_faults_clear(void) {}
void linux_fault_on_pause(void (*body)(void *), void *context) { (void)body, (void)context; }
void linux_fault_arm(const char *call, enum linux_fault_kind kind, int error, int skip, int times) {
    (void)call, (void)kind, (void)error, (void)skip, (void)times;
}

#endif
