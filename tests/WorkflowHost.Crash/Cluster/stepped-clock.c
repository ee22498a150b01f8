// Loaded before a host's own libraries: its wall clock runs ahead of the machine's by the seconds that stand in the file named by STEPPED_CLOCK,
// also when they are changed while it runs. The steady clock stays as it is, as when somebody sets a machine's time.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile long long *ahead;

__attribute__((constructor)) static void begin(void)
{
    const char *name = getenv("STEPPED_CLOCK");
    int file = name ? open(name, O_RDONLY) : -1;
    if (file >= 0)
    {
        void *memory = mmap(0, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
        ahead = memory == MAP_FAILED ? 0 : memory;
        close(file);
    }
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && ahead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    {
        now->tv_sec += *ahead;
    }

    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    (void)zone;
    struct timespec fine;
    int result = clock_gettime(CLOCK_REALTIME, &fine);
    now->tv_sec = fine.tv_sec;
    now->tv_usec = fine.tv_nsec / 1000;
    return result;
}

time_t time(time_t *now)
{
    struct timespec fine;
    clock_gettime(CLOCK_REALTIME, &fine);
    if (now)
    {
        *now = fine.tv_sec;
    }

    return fine.tv_sec;
}
