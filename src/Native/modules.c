/* A static executable must not load shared objects: they belong to another copy of libc, and the process crashes. glibc loads them for users, groups and host names
 * (the modules that nsswitch.conf names), for international names, for character sets, and through dlopen(3). The definitions below replace those of libc.a.
 * publish.sh fails if the linker warns about another function. */

#include <errno.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <stdint.h>
#include <string.h>

/* libc loads objects only through _dl_open, which the linker replaces by this function (--wrap). The error unwinds into dlopen(3), which returns a null pointer. */
void _dl_signal_error(int error, const char *object, const char *occasion, const char *text);
void *__wrap__dl_open(const char *file, int mode, const void *caller, long namespace, int argc, char **argv, char **environment);
void *__wrap__dl_open(const char *file, int mode, const void *caller, long namespace, int argc, char **argv, char **environment)
{
    _dl_signal_error(0, file, NULL, "a static executable loads no shared objects");
    return NULL;
}

/* The framework computes a path in the home directory before it verifies a certificate chain, and throws if there is none. The directory need not exist. */
int getpwuid_r(uid_t user, struct passwd *entry, char *buffer, size_t length, struct passwd **result)
{
    static const char home[] = "/nonexistent";
    *result = NULL;
    if (length < sizeof home)
    {
        return ERANGE;
    }

    memset(entry, 0, sizeof *entry);
    entry->pw_uid = user;
    entry->pw_dir = memcpy(buffer, home, sizeof home);
    entry->pw_name = entry->pw_passwd = entry->pw_gecos = entry->pw_shell = buffer + sizeof home - 1;
    *result = entry;
    return 0;
}

int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t length, struct passwd **result)
{
    *result = NULL;
    return 0;
}

int getgrgid_r(gid_t group, struct group *entry, char *buffer, size_t length, struct group **result)
{
    *result = NULL;
    return 0;
}

int getgrouplist(const char *user, gid_t group, gid_t *groups, int *count)
{
    *count = 0;
    return -1;
}

/* Host names are resolved by HealthProbe.Transport.Dns. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
    *result = NULL;
    return EAI_FAIL;
}

void freeaddrinfo(struct addrinfo *result)
{
}

int getnameinfo(const struct sockaddr *address, socklen_t length, char *host, socklen_t hostLength, char *service, socklen_t serviceLength, int flags)
{
    return EAI_FAIL;
}

struct hostent *gethostbyname(const char *name)
{
    h_errno = NO_RECOVERY;
    return NULL;
}

/* OpenSSL reads a configuration file when it initializes, unless NO_LOAD_CONFIG was set first. The file can name shared objects. */
#define LOAD_CONFIG 0x40
#define NO_LOAD_CONFIG 0x80
int OPENSSL_init_crypto(uint64_t options, const void *settings);
int __real_OPENSSL_init_ssl(uint64_t options, const void *settings);
int __wrap_OPENSSL_init_ssl(uint64_t options, const void *settings);
int __wrap_OPENSSL_init_ssl(uint64_t options, const void *settings)
{
    return OPENSSL_init_crypto(NO_LOAD_CONFIG, NULL) && __real_OPENSSL_init_ssl(options & ~(uint64_t)LOAD_CONFIG, settings);
}
