/* Runs the commands that it reads, one after the other, and says of each what it answered and what it cost.
 *
 *   ask < commands        a command: program TAB argument... NEWLINE
 *
 * Prints for each: exit code (128 + signal) TAB wall us TAB peak memory KB TAB bytes NEWLINE, and then so many bytes: standard output and error together.
 * A command that runs for a minute is killed. Small and static for the reason that spawn.c gives. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WORDS = 64, MOST_OUTPUT = 64 * 1024, LONGEST_SECONDS = 60 };

extern char **environ;

static pid_t running;

static void end_it(int signal)
{
    (void)signal;
    kill(running, SIGKILL);
}

static void stop(const char *message)
{
    fprintf(stderr, "ask: %s\n", message);
    exit(1);
}

static size_t read_all(int file, char *output)
{
    static char rest[4096];
    size_t length = 0;
    for (;;) {
        ssize_t count = length < MOST_OUTPUT ? read(file, output + length, MOST_OUTPUT - length) : read(file, rest, sizeof rest);
        if (count == 0) {
            return length;
        }
        /* The alarm interrupts nothing: SA_RESTART. */
        if (count < 0) {
            stop("read");
        }
        length += length < MOST_OUTPUT ? (size_t)count : 0;
    }
}

static void run(char **words)
{
    static char output[MOST_OUTPUT];
    struct timespec start, end;
    struct rusage used;
    int status, both[2];
    posix_spawn_file_actions_t files;
    if (pipe2(both, O_CLOEXEC) != 0) {
        stop("pipe");
    }
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, both[1], 1);
    posix_spawn_file_actions_adddup2(&files, both[1], 2);
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (posix_spawn(&running, words[0], &files, NULL, words, environ) != 0) {
        stop(words[0]);
    }
    close(both[1]);
    alarm(LONGEST_SECONDS);
    size_t length = read_all(both[0], output);
    wait4(running, &status, 0, &used);
    alarm(0);
    clock_gettime(CLOCK_MONOTONIC, &end);
    close(both[0]);
    posix_spawn_file_actions_destroy(&files);

    long wall_us = (end.tv_sec - start.tv_sec) * 1000000 + (end.tv_nsec - start.tv_nsec) / 1000;
    printf("%d\t%ld\t%ld\t%zu\n", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), wall_us, used.ru_maxrss, length);
    fwrite(output, 1, length, stdout);
    fflush(stdout);
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;
    struct sigaction ends = { .sa_handler = end_it, .sa_flags = SA_RESTART };
    sigaction(SIGALRM, &ends, NULL);
    while (getline(&line, &size, stdin) > 0) {
        char *words[MOST_WORDS + 1], *rest = line, *word;
        int count = 0;
        line[strcspn(line, "\n")] = '\0';
        while ((word = strsep(&rest, "\t")) != NULL) {
            if (count == MOST_WORDS) {
                stop("too many words");
            }
            words[count++] = word;
        }
        words[count] = NULL;
        run(words);
    }
    free(line);
    return 0;
}
