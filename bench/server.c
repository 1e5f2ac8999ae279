/* The server that every tool asks: accepts on a free loopback port, which it prints, and answers whoever sends something with HTTP 200.
 *
 *   server <seconds>        ends by itself after that time */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nOK\n";

static void stop(const char *what)
{
    perror(what);
    exit(1);
}

static void watch(int epoll, int socket)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) != 0) {
        stop("epoll_ctl");
    }
}

static void serve(int client)
{
    char request[16384];
    if (recv(client, request, sizeof request, MSG_DONTWAIT) > 0) {
        /* Closed only when the peer has closed: data that came after the answer would turn the close into a reset. */
        send(client, answer, sizeof answer - 1, MSG_NOSIGNAL);
        shutdown(client, SHUT_WR);
    } else {
        close(client);
    }
}

int main(int argc, char **argv)
{
    int seconds = argc == 2 ? atoi(argv[1]) : 0;
    if (seconds < 1) {
        fprintf(stderr, "usage: server <seconds>\n");
        return 1;
    }
    alarm((unsigned)seconds);

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, SOMAXCONN) != 0
        || getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
        stop("listen");
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);

    int epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, listener);
    for (;;) {
        struct epoll_event events[64];
        int count = epoll_wait(epoll, events, 64, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd != listener) {
                serve(events[i].data.fd);
                continue;
            }
            int client;
            while ((client = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
                watch(epoll, client);
            }
        }
    }
}
