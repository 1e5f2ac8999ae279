# A service that Nomad runs in a container whose image carries /healthprobe (COPY --from=..., see Dockerfile.example).
job "shop" {
  datacenters = ["dc1"]

  group "shop" {
    network {
      port "http" {
        to = 8000
      }
    }

    # It waits for the database before the application starts, and its log tells the story of the wait.
    task "wait" {
      driver = "docker"

      lifecycle {
        hook = "prestart"
      }

      config {
        image   = "example/shop-with-healthprobe"
        command = "/healthprobe"
        args    = ["postgres://database.example:5432", "--wait", "5m"]
      }
    }

    task "shop" {
      driver = "docker"

      config {
        image = "example/shop-with-healthprobe"
        ports = ["http"]
      }

      service {
        name     = "shop"
        port     = "http"
        provider = "consul"

        # Run inside the task; the line that says why is the output of the check. Exit code 1 is a warning to Consul: it stops a deploy and counts for check_restart,
        # both of which take warnings as unhealthy. Consul itself goes on giving out the address of a service with a warning; a client that asks for passing=true skips it.
        check {
          name     = "healthy"
          type     = "script"
          command  = "/healthprobe"
          args     = ["http://127.0.0.1:8000/health", "--json", "status=UP"]
          interval = "10s"

          # Longer than the probe's own timeout of 1 s: a probe that Nomad kills cannot say why.
          timeout = "3s"

          check_restart {
            limit = 3
            grace = "30s"
          }
        }
      }
    }
  }
}
