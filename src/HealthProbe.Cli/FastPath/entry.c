/* The entry point of the native file, and the system calls of the fast path. Neither libc nor the runtime has started: nothing here may use thread-local
 * storage (errno), a stack protector, or a function of libc. docs/startup.md describes the start. */
#include <stdint.h>
#include <sys/syscall.h>

/* The kernel leaves argc, argv and the environment at the stack pointer. The C# method returns if it has no healthy answer; libc then starts with the
 * registers as the kernel left them. */
#if defined(__x86_64__)
__asm__(
    ".globl healthprobe_entry\n"
    ".type healthprobe_entry, @function\n"
    "healthprobe_entry:\n"
    "  xor %ebp, %ebp\n"
    "  mov %rsp, %rdi\n"
    "  push %rdx\n" /* what atexit(3) shall call */
    "  sub $8, %rsp\n"
    "  call healthprobe_HealthProbe_Cli_FastPath_EntryPoint__Run\n"
    "  add $8, %rsp\n"
    "  pop %rdx\n"
    "  jmp _start\n");

static long system_call(long number, long a, long b, long c, long d, long e, long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}
#elif defined(__aarch64__)
__asm__(
    ".globl healthprobe_entry\n"
    ".type healthprobe_entry, %function\n"
    "healthprobe_entry:\n"
    "  mov x29, #0\n"
    "  mov x30, #0\n"
    "  str x0, [sp, #-16]!\n" /* what atexit(3) shall call */
    "  add x0, sp, #16\n"
    "  bl healthprobe_HealthProbe_Cli_FastPath_EntryPoint__Run\n"
    "  ldr x0, [sp], #16\n"
    "  b _start\n");

static long system_call(long number, long a, long b, long c, long d, long e, long f)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5), "r"(x8) : "memory");
    return x0;
}
#else
#error "no entry point for this architecture"
#endif

/* Each returns what the kernel returns: a negative number is an error number. */
long healthprobe_socket(int family, int type) { return system_call(SYS_socket, family, type, 0, 0, 0, 0); }

long healthprobe_connect(int descriptor, const void *address, int length)
{
    return system_call(SYS_connect, descriptor, (long)address, length, 0, 0, 0);
}

/* The kernel subtracts the time that passed from the timeout. ppoll(2), because arm64 has no poll(2). */
long healthprobe_ppoll(void *descriptor, void *timeout) { return system_call(SYS_ppoll, (long)descriptor, 1, (long)timeout, 0, 0, 0); }

long healthprobe_getsockname(int descriptor, void *address, int *length)
{
    return system_call(SYS_getsockname, descriptor, (long)address, (long)length, 0, 0, 0);
}

long healthprobe_send(int descriptor, const void *bytes, long count, int flags)
{
    return system_call(SYS_sendto, descriptor, (long)bytes, count, flags, 0, 0);
}

long healthprobe_receive(int descriptor, void *bytes, long count) { return system_call(SYS_recvfrom, descriptor, (long)bytes, count, 0, 0, 0); }

long healthprobe_close(int descriptor) { return system_call(SYS_close, descriptor, 0, 0, 0, 0, 0); }

long healthprobe_monotonic(void *time) { return system_call(SYS_clock_gettime, 1, (long)time, 0, 0, 0, 0); }

void healthprobe_exit(int code) { system_call(SYS_exit_group, code, 0, 0, 0, 0, 0); }

/* The one text that depends on the build. */
const char *healthprobe_user_agent(void) { return "healthprobe/" HEALTHPROBE_VERSION; }
