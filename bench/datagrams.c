/* Sends StatsD packets to a port of 127.0.0.1 at an even pace.
 *
 *   datagrams <port> <packets a second> <seconds>
 *
 * Most are counters as Gunicorn sends them, every hundredth is a gauge of workers, and the last is the gauge with the value 7.
 * Prints the packets that were sent, and how many of them a second. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { MOST_AT_ONCE = 64 };

static const char counter[] = "gunicorn.requests:1|c", gauge[] = "gunicorn.workers:3|g", last[] = "gunicorn.workers:7|g";

static void stop(const char *message)
{
    fprintf(stderr, "datagrams: %s\n", message);
    exit(1);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void sleep_until(double moment)
{
    struct timespec time = { (time_t)moment, (long)((moment - (double)(time_t)moment) * 1e9) };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        stop("usage: datagrams <port> <packets a second> <seconds>");
    }
    double rate = atof(argv[2]), seconds = atof(argv[3]);
    long total = (long)(rate * seconds), sent = 0;
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[1])), .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&to, sizeof to) != 0) {
        stop("no socket");
    }

    struct iovec parts[MOST_AT_ONCE];
    struct mmsghdr messages[MOST_AT_ONCE];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < MOST_AT_ONCE; i++) {
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    double start = now();
    while (sent < total) {
        long due = (long)((now() - start) * rate) + 1 - sent;
        if (due <= 0) {
            sleep_until(start + (double)sent / rate);
            continue;
        }
        int count = (int)(due < total - sent ? due : total - sent);
        count = count < MOST_AT_ONCE ? count : MOST_AT_ONCE;
        for (int i = 0; i < count; i++) {
            const char *text = sent + i == total - 1 ? last : (sent + i) % 100 == 0 ? gauge : counter;
            parts[i].iov_base = (void *)text;
            parts[i].iov_len = strlen(text);
        }
        int done = sendmmsg(descriptor, messages, (unsigned)count, 0);
        if (done < 0) {
            stop("sendmmsg failed");
        }
        sent += done;
    }
    printf("%ld %.0f\n", sent, (double)sent / (now() - start));
    return 0;
}
