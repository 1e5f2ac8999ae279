/* Runs commands in interleaved rounds and prints what each costs as a whole process.
 *
 *   spawn <rounds> <runs> < rows        a row: label TAB program TAB argument...
 *
 * Prints for each row: label TAB runs TAB failed TAB median wall us TAB median CPU us TAB largest peak memory KB TAB median page faults.
 * Linked statically, with little memory of its own: the kernel counts the peak of the process that calls exec into that of the program it becomes. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { MOST_ROWS = 32, MOST_ARGUMENTS = 1024 };

struct row {
    char *words[MOST_ARGUMENTS + 2]; /* the label, then the command, then NULL */
    int failed;
    long peak_kb;
    int *wall_us, *cpu_us, *faults;
};

extern char **environ;

static void stop(const char *message)
{
    fprintf(stderr, "spawn: %s\n", message);
    exit(1);
}

static int read_rows(struct row *rows)
{
    char *line = NULL;
    size_t size = 0;
    int count = 0;
    while (getline(&line, &size, stdin) > 0) {
        if (count == MOST_ROWS) {
            stop("too many rows");
        }
        line[strcspn(line, "\n")] = '\0';
        int words = 0;
        for (char *rest = strdup(line), *word; (word = strsep(&rest, "\t")) != NULL;) {
            if (words > MOST_ARGUMENTS) {
                stop("too many arguments");
            }
            rows[count].words[words++] = word;
        }
        if (words < 2) {
            stop("a row needs a label and a command");
        }
        count++;
    }
    free(line);
    return count;
}

static int microseconds(struct timeval time)
{
    return (int)(time.tv_sec * 1000000 + time.tv_usec);
}

static void run(struct row *row, const posix_spawn_file_actions_t *files, int sample)
{
    struct timespec start, end;
    struct rusage used;
    pid_t pid;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (posix_spawn(&pid, row->words[1], files, NULL, row->words + 1, environ) != 0) {
        stop(row->words[1]);
    }
    wait4(pid, &status, 0, &used);
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (sample < 0) {
        return;
    }
    row->failed += status != 0;
    row->wall_us[sample] = (int)((end.tv_sec - start.tv_sec) * 1000000 + (end.tv_nsec - start.tv_nsec) / 1000);
    row->cpu_us[sample] = microseconds(used.ru_utime) + microseconds(used.ru_stime);
    row->faults[sample] = (int)(used.ru_minflt + used.ru_majflt);
    row->peak_kb = used.ru_maxrss > row->peak_kb ? used.ru_maxrss : row->peak_kb;
}

static int compare(const void *left, const void *right)
{
    int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

static int median(int *samples, int count)
{
    qsort(samples, (size_t)count, sizeof *samples, compare);
    return (samples[(count - 1) / 2] + samples[count / 2]) / 2;
}

int main(int argc, char **argv)
{
    int rounds = argc == 3 ? atoi(argv[1]) : 0, runs = argc == 3 ? atoi(argv[2]) : 0;
    if (rounds < 1 || runs < 1) {
        stop("usage: spawn <rounds> <runs> < rows");
    }
    static struct row rows[MOST_ROWS];
    int count = read_rows(rows), samples = rounds * runs;
    for (int i = 0; i < count; i++) {
        rows[i].wall_us = calloc((size_t)samples, sizeof(int));
        rows[i].cpu_us = calloc((size_t)samples, sizeof(int));
        rows[i].faults = calloc((size_t)samples, sizeof(int));
    }

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);

    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < count; i++) {
            struct row *row = &rows[(round + i) % count];
            /* The first run after a switch pays for the caches that the command before it filled: it is not counted. */
            for (int j = -1; j < runs; j++) {
                run(row, &files, j < 0 ? -1 : round * runs + j);
            }
        }
    }
    for (int i = 0; i < count; i++) {
        struct row *row = &rows[i];
        printf("%s\t%d\t%d\t%d\t%d\t%ld\t%d\n", row->words[0], samples, row->failed, median(row->wall_us, samples),
            median(row->cpu_us, samples), row->peak_kb, median(row->faults, samples));
    }
    return 0;
}
