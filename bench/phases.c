/* Where the time of one run goes: the program is stopped at functions that it reaches one after the other.
 *
 *   phases <runs> <program> [argument...] < functions        a function: hexadecimal address, label
 *
 * Prints for each step: label TAB the time until it, in us, as the tenth and the fiftieth percentile of all runs. The last step is the end of the process.
 * Then, for each mapping of the program's file and for all else together, at the last function: what is resident, and what of it is its own, not the file's, in KB.
 * A stop costs some 10 us, which are in each figure. Only functions that the first thread alone calls will do. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_STEPS = 32, MOST_RUNS = 2000 };

static struct step {
    unsigned long address;
    char label[100];
    long word;
    double us[MOST_RUNS];
} steps[MOST_STEPS + 1];

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_mappings(pid_t pid)
{
    char path[40], line[600], name[600] = "", rights[8] = "";
    long kb, resident = 0, other = 0, other_own = 0;
    snprintf(path, sizeof path, "/proc/%d/smaps", pid);
    FILE *smaps = fopen(path, "r");
    while (smaps != NULL && fgets(line, sizeof line, smaps) != NULL) {
        if (strchr(line, '-') != NULL && sscanf(line, "%*x-%*x %7s %*s %*s %*s %599s", rights, name) >= 1) {
            continue;
        }
        if (sscanf(line, "Rss: %ld", &kb) == 1) {
            resident = kb;
        } else if (sscanf(line, "Anonymous: %ld", &kb) == 1) {
            if (name[0] == '/') {
                printf("file, %s\t%ld\t%ld\n", rights, resident, kb);
            } else {
                other += resident;
                other_own += kb;
            }
        } else if (strncmp(line, "VmFlags", 7) == 0) {
            name[0] = '\0';
        }
    }
    if (smaps != NULL) {
        fclose(smaps);
    }
    printf("memory of its own\t%ld\t%ld\n", other, other_own);
}

static void stop_at_each(pid_t pid, int count, int run, int is_last_run)
{
    int status;
    waitpid(pid, &status, 0);
    for (int i = 0; i < count; i++) {
        steps[i].word = ptrace(PTRACE_PEEKTEXT, pid, steps[i].address, 0);
        ptrace(PTRACE_POKETEXT, pid, steps[i].address, (steps[i].word & ~0xffL) | 0xcc);
    }
    for (double from = now();; from = now()) {
        ptrace(PTRACE_CONT, pid, 0, WIFSTOPPED(status) && WSTOPSIG(status) != SIGTRAP ? WSTOPSIG(status) : 0);
        if (waitpid(pid, &status, 0) < 0 || !WIFSTOPPED(status)) {
            steps[count].us[run] = now() - from;
            if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
                fprintf(stderr, "phases: the program failed\n");
                exit(1);
            }
            return;
        }
        double at = now();
        struct user_regs_struct registers;
        ptrace(PTRACE_GETREGS, pid, 0, &registers);
        registers.rip--;
        for (int i = 0; i < count; i++) {
            if (steps[i].address == registers.rip) {
                steps[i].us[run] = at - from;
                ptrace(PTRACE_POKETEXT, pid, steps[i].address, steps[i].word);
                ptrace(PTRACE_SETREGS, pid, 0, &registers);
                if (is_last_run && i == count - 1) {
                    print_mappings(pid);
                }
            }
        }
    }
}

int main(int argc, char **argv)
{
    int runs = argc > 2 ? atoi(argv[1]) : 0, count = 0;
    if (runs < 1 || runs > MOST_RUNS) {
        fprintf(stderr, "usage: phases <runs> <program> [argument...] < functions\n");
        return 1;
    }
    while (count < MOST_STEPS && scanf("%lx %99[^\n]", &steps[count].address, steps[count].label) == 2) {
        count++;
    }
    strcpy(steps[count].label, "the end of the process");
    for (int run = 0; run < runs; run++) {
        pid_t pid = fork();
        if (pid == 0) {
            ptrace(PTRACE_TRACEME, 0, 0, 0);
            execv(argv[2], argv + 2);
            _exit(127);
        }
        stop_at_each(pid, count, run, run == runs - 1);
    }
    for (int i = 0; i <= count; i++) {
        qsort(steps[i].us, (size_t)runs, sizeof(double), compare);
        printf("%s\t%.0f\t%.0f\n", steps[i].label, steps[i].us[runs / 10], steps[i].us[runs / 2]);
    }
    return 0;
}
