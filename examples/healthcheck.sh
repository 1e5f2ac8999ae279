#!/bin/sh
# For an image that has a shell:  HEALTHCHECK CMD ["/healthcheck.sh"]
#
# exec puts the probe in this shell's place: one process, so a signal reaches the probe and nothing is left behind.
exec healthprobe 127.0.0.1 "${PORT:-8000}"
