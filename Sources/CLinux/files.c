#include "files.h"
#include "fault_points.h"

#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>

int linux_errno(void) { return errno; }
const char *linux_errno_name(int error) { return strerrorname_np(error); }
const char *linux_errno_text(int error) { return strerrordesc_np(error); }

int linux_open(const char *path, int flags, mode_t mode) {
    return FAULTY("open", open(path, flags | O_CLOEXEC | O_NOCTTY, mode));
}

int linux_close(int descriptor) { return FAULTY("close", close(descriptor)); }

ssize_t linux_read(int descriptor, void *buffer, size_t count) {
    size_t length = FAULTY_LENGTH("read", count);
    return FAULTY("read", read(descriptor, buffer, length));
}

ssize_t linux_write(int descriptor, const void *buffer, size_t count) {
    size_t length = FAULTY_LENGTH("write", count);
    return FAULTY("write", write(descriptor, buffer, length));
}

ssize_t linux_pread(int descriptor, void *buffer, size_t count, int64_t offset) {
    size_t length = FAULTY_LENGTH("pread", count);
    return FAULTY("pread", pread(descriptor, buffer, length, offset));
}

ssize_t linux_pwrite(int descriptor, const void *buffer, size_t count, int64_t offset) {
    size_t length = FAULTY_LENGTH("pwrite", count);
    return FAULTY("pwrite", pwrite(descriptor, buffer, length, offset));
}

int linux_fsync(int descriptor) { return FAULTY("fsync", fsync(descriptor)); }

int linux_ftruncate(int descriptor, int64_t length) {
    return FAULTY("ftruncate", ftruncate(descriptor, length));
}

int linux_fchmod(int descriptor, mode_t mode) { return FAULTY("fchmod", fchmod(descriptor, mode)); }

static int report(int result, const struct stat *from, struct linux_status *to) {
    if (result != 0) return result;
    *to = (struct linux_status){
        .device = from->st_dev,
        .inode = from->st_ino,
        .links = from->st_nlink,
        .size = (uint64_t)from->st_size,
        .blocks = (uint64_t)from->st_blocks,
        .mode = from->st_mode,
        .owner = from->st_uid,
        .group = from->st_gid,
        .modified_seconds = from->st_mtim.tv_sec,
        .changed_seconds = from->st_ctim.tv_sec,
        .modified_nanoseconds = (int32_t)from->st_mtim.tv_nsec,
        .changed_nanoseconds = (int32_t)from->st_ctim.tv_nsec,
    };
    return 0;
}

int linux_fstat(int descriptor, struct linux_status *status) {
    struct stat found;
    return report(FAULTY("fstat", fstat(descriptor, &found)), &found, status);
}

int linux_lstat(const char *path, struct linux_status *status) {
    struct stat found;
    return report(FAULTY("lstat", lstat(path, &found)), &found, status);
}

int linux_stat(const char *path, struct linux_status *status) {
    struct stat found;
    return report(FAULTY("stat", stat(path, &found)), &found, status);
}

int linux_rename(const char *from, const char *to) { return FAULTY("rename", rename(from, to)); }

int linux_rename_exclusively(const char *from, const char *to) {
    return FAULTY("renameat2", renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE));
}

int linux_rename_exchange(const char *from, const char *to) {
    return FAULTY("renameat2", renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE));
}

int linux_link(const char *from, const char *to) { return FAULTY("link", link(from, to)); }
int linux_unlink(const char *path) { return FAULTY("unlink", unlink(path)); }
int linux_mkdir(const char *path, mode_t mode) { return FAULTY("mkdir", mkdir(path, mode)); }
int linux_rmdir(const char *path) { return FAULTY("rmdir", rmdir(path)); }

int linux_touch(const char *path) {
    // NULL and not a time: the server's clock, and write permission is enough; see utimensat(2).
    return FAULTY("utimensat", utimensat(AT_FDCWD, path, NULL, 0));
}

int linux_set_modified(int descriptor, int64_t seconds, int32_t nanoseconds) {
    struct timespec times[2] = {
        {.tv_nsec = UTIME_OMIT},
        {.tv_sec = seconds, .tv_nsec = nanoseconds},
    };
    return FAULTY("futimens", futimens(descriptor, times));
}

int linux_symlink(const char *target, const char *path) {
    return FAULTY("symlink", symlink(target, path));
}

ssize_t linux_readlink(const char *path, void *buffer, size_t count) {
    return FAULTY("readlink", readlink(path, buffer, count));
}

DIR *linux_fdopendir(int descriptor) { return fdopendir(descriptor); }

int linux_readdir(DIR *directory, struct linux_entry *entry) {
    errno = 0; // readdir says an error and the end in the same way, but for errno
    struct dirent *found = FAULTY("readdir", readdir(directory));
    if (found == (struct dirent *)-1) return -1;
    if (found == NULL) return errno == 0 ? 0 : -1;
    size_t length = strlen(found->d_name);
    *entry = (struct linux_entry){found->d_name, length, found->d_ino, found->d_type};
    return 1;
}

int linux_closedir(DIR *directory) { return closedir(directory); }

int linux_fstatfs(int descriptor, struct linux_volume *volume) {
    struct statfs found;
    int result = FAULTY("fstatfs", fstatfs(descriptor, &found));
    if (result != 0) return result;
    *volume = (struct linux_volume){
        .magic = (uint64_t)found.f_type & 0xffffffff,
        .block_bytes = (uint64_t)found.f_frsize,
        .blocks = found.f_blocks,
        .blocks_free = found.f_bfree,
        .blocks_available = found.f_bavail,
        .files = found.f_files,
        .files_free = found.f_ffree,
        .name_bytes_max = (uint64_t)found.f_namelen,
    };
    return 0;
}
