/* The limit for a health check as a whole process: connects, or sends one HTTP request and reads one response. It checks no argument and has no timeout.
 *
 *   limit <IPv4 address> <port> [request path] */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 3) {
        return 1;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[2]))};
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 || connect(connection, (struct sockaddr *)&address, sizeof address) != 0) {
        return 1;
    }
    if (argc == 3) {
        return 0;
    }
    char text[4096];
    int length = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n", argv[3], argv[1], argv[2]);
    return write(connection, text, (size_t)length) != length || read(connection, text, sizeof text) < 12 || memcmp(text + 8, " 200", 4) != 0;
}
