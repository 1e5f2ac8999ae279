# An image that holds the two programs and the licences of what is in them, and nothing else. Other images take them from it:
#
#   COPY --from=healthprobe:0.1.0 /healthprobe /healthprobe
#
# It is made of what ./release.sh leaves, so the programs in it are those of the tarballs:
#
#   docker build --file Dockerfile --tag healthprobe:0.1.0 artifacts/image
#
# Dockerfile.example builds from source instead, and shows HEALTHCHECK.

FROM scratch
COPY healthprobe healthprobe-sidecar /
COPY licenses /licenses
USER 65532:65532
ENTRYPOINT ["/healthprobe"]
