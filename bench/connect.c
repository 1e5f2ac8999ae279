/* The floor of bench/startup.sh: connects and does nothing else.
 *
 *   connect <IPv4 address> <port> */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        return 1;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[2]))};
    return inet_pton(AF_INET, argv[1], &address.sin_addr) != 1
        || connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address) != 0;
}
