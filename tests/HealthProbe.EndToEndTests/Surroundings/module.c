/* A shared object that creates the file /loaded when it is loaded. It needs no other library. */
__attribute__((constructor)) static void load(void)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(85L), "D"("/loaded"), "S"(0666L) : "rcx", "r11", "memory"); /* creat(2) */
}
