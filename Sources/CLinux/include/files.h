// Files, directories and the file systems they are on.
#pragma once

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

int linux_errno(void);
// The name (`ENOENT`) and the text (`No such file or directory`) of an error; NULL when unknown.
const char *linux_errno_name(int error);
const char *linux_errno_text(int error);

int linux_open(const char *path, int flags, mode_t mode);
int linux_close(int descriptor);
ssize_t linux_read(int descriptor, void *buffer, size_t count);
ssize_t linux_write(int descriptor, const void *buffer, size_t count);
ssize_t linux_pread(int descriptor, void *buffer, size_t count, int64_t offset);
ssize_t linux_pwrite(int descriptor, const void *buffer, size_t count, int64_t offset);
int linux_fsync(int descriptor);
int linux_ftruncate(int descriptor, int64_t length);
int linux_fchmod(int descriptor, mode_t mode);

struct linux_status {
    uint64_t device, inode, links, size, blocks;
    uint32_t mode, owner, group;
    int64_t modified_seconds, changed_seconds;
    int32_t modified_nanoseconds, changed_nanoseconds;
};
int linux_fstat(int descriptor, struct linux_status *status);
int linux_lstat(const char *path, struct linux_status *status);
int linux_stat(const char *path, struct linux_status *status);

int linux_rename(const char *from, const char *to);
// EEXIST when the target is there. EINVAL where the file system cannot, as NFS.
int linux_rename_exclusively(const char *from, const char *to);
// Both have to be there, and each gets the other's name at once. EINVAL as above.
int linux_rename_exchange(const char *from, const char *to);
int linux_link(const char *from, const char *to);
int linux_unlink(const char *path);
int linux_mkdir(const char *path, mode_t mode);
int linux_rmdir(const char *path);
// Gives what is there the time of now, by the clock of its file server.
int linux_touch(const char *path);
int linux_set_modified(int descriptor, int64_t seconds, int32_t nanoseconds);
int linux_symlink(const char *target, const char *path);
ssize_t linux_readlink(const char *path, void *buffer, size_t count);

// A directory being read; `linux_readdir` gives 1 and an entry, 0 at the end, -1 on an error.
struct linux_entry {
    const char *name; // valid until the next call
    size_t name_bytes;
    uint64_t inode;
    uint8_t kind; // DT_REG and so on; DT_UNKNOWN where the file system does not say
};
DIR *linux_fdopendir(int descriptor);
int linux_readdir(DIR *directory, struct linux_entry *entry);
int linux_closedir(DIR *directory);

struct linux_volume {
    uint64_t magic; // f_type of statfs(2)
    uint64_t block_bytes, blocks, blocks_free, blocks_available;
    uint64_t files, files_free;
    uint64_t name_bytes_max;
};
int linux_fstatfs(int descriptor, struct linux_volume *volume);
