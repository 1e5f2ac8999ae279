# Sourced by the scripts beside it, which set the variable scratch: servers on ports that are free, ended by their process id. Those of the comparison of protocols
# are real ones: each such start_ function sets the variable address, or fails without a word where the server is not installed.

server_pids=()

end_servers() {
  local pid
  for pid in ${server_pids[@]+"${server_pids[@]}"}; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done || true
}

# start_server <seconds>: our own, which accepts, answers 200 and ends by itself after so long. Sets the variable port, which stays empty when it did not start.
start_server() {
  gcc -O2 -Wall -Wextra -Werror -o "$scratch/server" bench/server.c
  "$scratch/server" "$1" >"$scratch/port" &
  server_pids+=($!)
  for _ in $(seq 100); do [ -s "$scratch/port" ] && break; sleep 0.05; done
  port=$(cat "$scratch/port")
}

free_port() {
  # The port that the kernel gives to a listener which then goes away.
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_for <address>: until our own probe finds it healthy, at most 30 s.
wait_for() { "$healthprobe" "$1" --wait 30s --interval 100ms --quiet; }

# Servers that refuse to run as root get another user, to whom the scratch folder's part then belongs. What runs in the background is the server itself, and no
# shell around it: its process id is the one to end.
as_nobody=()
[ "$(id -u)" != 0 ] || as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)

folder_of_nobody() {
  mkdir -p "$scratch/$1"
  chmod 711 "$scratch"
  [ "$(id -u)" != 0 ] || chown 65534:65534 "$scratch/$1"
}

start_postgres() {
  local bin folder=$scratch/postgres number
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  [ -n "$bin" ] || return 1
  folder_of_nobody postgres
  number=$(free_port)
  (cd "$folder" && "${as_nobody[@]}" "$bin/initdb" -D "$folder/data" -A trust -U postgres --no-sync) >/dev/null 2>&1 || return 1
  (cd "$folder" && exec "${as_nobody[@]}" "$bin/postgres" -D "$folder/data" -h 127.0.0.1 -p "$number" -k "$folder" >"$folder/log" 2>&1) &
  server_pids+=($!)
  address=127.0.0.1:$number
  pg_isready=$bin/pg_isready
  wait_for "postgres://$address"
}

start_mysql() {
  local folder=$scratch/mysql number
  type -P mariadbd mariadb-install-db >/dev/null || return 1
  folder_of_nobody mysql
  number=$(free_port)
  "${as_nobody[@]}" mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --skip-test-db >/dev/null 2>&1 || return 1
  "${as_nobody[@]}" mariadbd --no-defaults --datadir="$folder/data" --bind-address=127.0.0.1 --port="$number" --socket="$folder/socket" >"$folder/log" 2>&1 &
  server_pids+=($!)
  address=127.0.0.1:$number
  wait_for "mysql://$address"
}

start_redis() {
  local number
  type -P redis-server >/dev/null || return 1
  number=$(free_port)
  redis-server --bind 127.0.0.1 --port "$number" --save '' --dir "$scratch" >"$scratch/redis.log" 2>&1 &
  server_pids+=($!)
  address=127.0.0.1:$number
  wait_for "redis://$address"
}
